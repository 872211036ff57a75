//go:build !js

package main

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

//go:embed page.html worker.js
var assets embed.FS

// test is what the worker needs to know.
type test struct {
	Args []string          `json:"args"`
	Env  map[string]string `json:"env"`
	Cwd  string            `json:"cwd"`
}

// server gives the page to the browser and takes what the test prints.
type server struct {
	url      string
	exited   chan int   // the test's exit code
	lost     chan error // why there will be none
	listener net.Listener
}

// serve starts a server for one run of the test binary, on a free port. Tests
// may read the files of the module at root, and those of Go itself, where the
// time zones are.
func serve(t test, binary, root string) (*server, error) {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("ask go where it is: %w", err)
	}
	lib := filepath.Join(strings.TrimSpace(string(goroot)), "lib")
	t.Env["ZONEINFO"] = filepath.Join(lib, "time", "zoneinfo.zip")
	var readable folders
	for _, folder := range []string{root, lib} {
		opened, err := os.OpenRoot(folder)
		if err != nil {
			return nil, err
		}
		readable = append(readable, opened)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &server{
		url:      "http://" + listener.Addr().String() + "/page.html",
		exited:   make(chan int, 1),
		lost:     make(chan error, 1),
		listener: listener,
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(assets))
	mux.HandleFunc("GET /wasm_exec.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(lib, "wasm", "wasm_exec.js"))
	})
	mux.HandleFunc("GET /test.wasm", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/wasm")
		http.ServeFile(w, r, binary)
	})
	mux.HandleFunc("GET /test.json", func(w http.ResponseWriter, _ *http.Request) { json.NewEncoder(w).Encode(t) })
	mux.HandleFunc("GET /stat", answer(readable.stat))
	mux.HandleFunc("GET /read", answer(readable.read))
	mux.HandleFunc("POST /stdout", func(_ http.ResponseWriter, r *http.Request) { io.Copy(os.Stdout, r.Body) })
	mux.HandleFunc("POST /stderr", func(_ http.ResponseWriter, r *http.Request) { io.Copy(os.Stderr, r.Body) })
	mux.HandleFunc("POST /exit", s.exit)
	mux.HandleFunc("GET /alive", s.alive)
	go http.Serve(listener, mux)
	return s, nil
}

func (s *server) close() { s.listener.Close() }

func (s *server) exit(_ http.ResponseWriter, r *http.Request) {
	code, err := strconv.Atoi(r.FormValue("code"))
	if err != nil {
		code = 1
	}
	select {
	case s.exited <- code:
	default: // only the first counts
	}
}

// alive is a request that the page keeps open. It ends when the tab crashes,
// which nothing else would tell.
func (s *server) alive(w http.ResponseWriter, r *http.Request) {
	w.(http.Flusher).Flush()
	<-r.Context().Done()
	select {
	case s.lost <- errors.New("the tab crashed before the test ended"):
	default:
	}
}

// answer serves what get returns for a path, or says that it is not found.
func answer(get func(path string) ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		b, err := get(r.FormValue("path"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Write(b)
	}
}

// folders are what a test may read. Links that lead out of them are refused
// by os.Root itself.
type folders []*os.Root

// find returns the folder that the path is in, and the rest of the path.
func (f folders) find(path string) (*os.Root, string, error) {
	for _, folder := range f {
		if name, err := filepath.Rel(folder.Name(), path); err == nil && filepath.IsLocal(name) {
			return folder, name, nil
		}
	}
	return nil, "", fmt.Errorf("%s is not a file of the module", path)
}

// stat returns what Node's fs.stat and fs.readdir say of a file, as JSON.
func (f folders) stat(path string) ([]byte, error) {
	folder, name, err := f.find(path)
	if err != nil {
		return nil, err
	}
	info, err := folder.Stat(name)
	if err != nil {
		return nil, err
	}
	names := []string{}
	if info.IsDir() {
		entries, err := fs.ReadDir(folder.FS(), filepath.ToSlash(name))
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			names = append(names, entry.Name())
		}
	}
	return json.Marshal(map[string]any{
		"dir": info.IsDir(), "size": info.Size(), "mode": info.Mode().Perm(), "mtimeMs": info.ModTime().UnixMilli(), "names": names,
	})
}

// read returns the bytes of a file.
func (f folders) read(path string) ([]byte, error) {
	folder, name, err := f.find(path)
	if err != nil {
		return nil, err
	}
	return folder.ReadFile(name)
}
