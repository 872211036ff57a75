//go:build !js

package site

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
)

// types are the content types of all that a page is made of. The machine's
// own table is not asked: it may know fewer, or other ones.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// codings are the content codings that the build makes, by the extension of
// the sibling.
var codings = map[string]string{".br": "br", ".gz": "gzip"}

func isSibling(name string) bool { return codings[path.Ext(name)] != "" }

// file is one file of the page in all its forms.
type file struct {
	name        string
	contentType string
	forms       []form // the smallest first
}

// form is a file's content in one content coding.
type form struct {
	coding string // "identity" for none
	body   []byte
	etag   string
}

func readFile(page fs.FS, name string) (*file, error) {
	body, err := fs.ReadFile(page, name)
	if err != nil {
		return nil, err
	}
	f := newFile(name, body)
	if f.contentType == "" {
		return nil, fmt.Errorf("%s: its content type is not known", name)
	}
	for ext, coding := range codings {
		body, err := fs.ReadFile(page, name+ext)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return nil, err
		}
		f.forms = append(f.forms, newForm(coding, body))
	}
	slices.SortFunc(f.forms, func(a, b form) int { return len(a.body) - len(b.body) })
	return f, nil
}

// newFile returns a file that has no form but its own.
func newFile(name string, body []byte) *file {
	return &file{name, types[path.Ext(name)], []form{newForm(identity, body)}}
}

// newForm makes the tag of the bytes as they are sent, so that no two forms
// share one.
func newForm(coding string, body []byte) form {
	sum := sha256.Sum256(body)
	return form{coding, body, `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`}
}

// serve answers with the best form that the browser takes, or says that it has
// it already. Ranges are not served: nothing here is long enough to need them.
func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	if len(f.forms) > 1 {
		h.Set("Vary", "Accept-Encoding")
	}
	best, ok := f.negotiate(r.Header.Values("Accept-Encoding"))
	if !ok {
		refuse(w, http.StatusNotAcceptable, "This file is there in br, gzip and identity, and Accept-Encoding rules out all that apply.")
		return
	}
	h.Set("Cache-Control", f.cacheControl())
	h.Set("ETag", best.etag)
	if matches(r.Header.Values("If-None-Match"), best.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", f.contentType)
	h.Set("Content-Length", strconv.Itoa(len(best.body)))
	if best.coding != identity {
		h.Set("Content-Encoding", best.coding)
	}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(best.body) // it fails when the browser has gone, and then nobody is left to tell
	}
}

// cacheControl lets files whose name holds the hash of their content stay for
// ever, and has all others asked for anew.
func (f *file) cacheControl() string {
	if strings.HasPrefix(f.name, "assets/") {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

// matches reports whether an If-None-Match names the tag. The comparison is
// weak, as it has to be: a proxy may have marked the tag.
func matches(lines []string, etag string) bool {
	for _, line := range lines {
		for each := range strings.SplitSeq(line, ",") {
			each = strings.TrimSpace(each)
			if each == "*" || strings.TrimPrefix(each, "W/") == etag {
				return true
			}
		}
	}
	return false
}
