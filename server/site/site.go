//go:build !js

// Package site serves a built page: each file under its own path, in the
// smallest form that the browser takes, with the headers that keep it safe.
package site

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
)

// ErrNotBuilt says that there is no page among the files.
var ErrNotBuilt = errors.New("the page is not built into this program; run `make run`, or `make dist` for a file to hand on")

// index is the file that stands for the folder.
const index = "index.html"

// Site answers requests for the files of a page. It holds all of them in
// memory and never changes, so any number of requests may be answered at once.
type Site struct {
	files map[string]*file // by their path below the root
}

var _ http.Handler = (*Site)(nil)

// New reads a built page. It fails with ErrNotBuilt when there is none, and
// when there is a file whose type it does not know.
func New(page fs.FS) (*Site, error) {
	s := &Site{files: map[string]*file{}}
	err := fs.WalkDir(page, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") || isSibling(name) {
			return err
		}
		s.files[name], err = readFile(page, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the page: %w", err)
	}
	if s.files[index] == nil {
		return nil, ErrNotBuilt
	}
	s.files[""] = s.files[index]
	s.files["healthz"] = newFile("healthz.txt", []byte("ok\n"))
	return s, nil
}

// ServeHTTP answers GET and HEAD with the file at exactly the path that is
// asked for; nothing is cleaned, joined or looked up on a disk.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f := s.files[strings.TrimPrefix(r.URL.Path, "/")]
	setPolicy(w.Header(), f)
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "This page can be read and nothing else: use GET or HEAD.")
	case f == nil:
		refuse(w, http.StatusNotFound, "There is nothing at this address. The page is at /.")
	default:
		f.serve(w, r)
	}
}

// refuse answers with a sentence that no cache keeps.
func refuse(w http.ResponseWriter, status int, sentence string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, sentence, status)
}
