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

// serve starts a server for one run of the test binary, on a free port. Files
// are read from root and below.
func serve(t test, binary, root string) (*server, error) {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("ask go where it is: %w", err)
	}
	files, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
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
		http.ServeFile(w, r, filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	})
	mux.HandleFunc("GET /test.wasm", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/wasm")
		http.ServeFile(w, r, binary)
	})
	mux.HandleFunc("GET /test.json", func(w http.ResponseWriter, _ *http.Request) { json.NewEncoder(w).Encode(t) })
	mux.HandleFunc("GET /stat", func(w http.ResponseWriter, r *http.Request) { stat(w, r, files) })
	mux.HandleFunc("GET /read", func(w http.ResponseWriter, r *http.Request) { read(w, r, files) })
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

// stat answers what Node's fs.stat and fs.readdir say of a file of the module.
func stat(w http.ResponseWriter, r *http.Request, files *os.Root) {
	name, err := inModule(r.FormValue("path"), files)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	info, err := files.Stat(name)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	names := []string{}
	if info.IsDir() {
		entries, err := fs.ReadDir(files.FS(), filepath.ToSlash(name))
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		for _, entry := range entries {
			names = append(names, entry.Name())
		}
	}
	json.NewEncoder(w).Encode(map[string]any{
		"dir": info.IsDir(), "size": info.Size(), "mode": info.Mode().Perm(), "mtimeMs": info.ModTime().UnixMilli(), "names": names,
	})
}

// read answers the bytes of a file of the module.
func read(w http.ResponseWriter, r *http.Request, files *os.Root) {
	name, err := inModule(r.FormValue("path"), files)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	b, err := files.ReadFile(name)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Write(b)
}

// inModule returns the path relative to the module. Links that lead out of
// it are refused by os.Root itself.
func inModule(path string, files *os.Root) (string, error) {
	name, err := filepath.Rel(files.Name(), path)
	if err != nil || !filepath.IsLocal(name) {
		return "", fmt.Errorf("%s is not a file of the module", path)
	}
	return name, nil
}
