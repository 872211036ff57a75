//go:build !js

package site

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// page is as small as a built page can be; its siblings are not really
// compressed, since nobody here unpacks them.
func page() fstest.MapFS {
	files := fstest.MapFS{}
	for name, content := range map[string]string{
		".gitkeep":               "",
		"index.html":             "<!doctype html>",
		"index.html.gz":          "html in gzip",
		"index.html.br":          "html in br",
		"icon.svg":               "<svg/>",
		"manifest.webmanifest":   "{}",
		"service-worker.js":      "service worker",
		"assets/main-A.js":       "the page's script",
		"assets/main-A.js.gz":    "script, gzip",
		"assets/main-A.js.br":    "script, br",
		"assets/worker-A.js":     "worker",
		"assets/core-A.wasm":     "the core, in full length",
		"assets/core-A.wasm.gz":  "core in gzip",
		"assets/core-A.wasm.br":  "core in br",
		"assets/main-A.css":      "style",
		"assets/words-A.json":    "{}",
		"assets/letters-A.woff2": "font",
	} {
		files[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return files
}

func newSite(t *testing.T) *Site {
	t.Helper()
	s, err := New(page())
	require.NoError(t, err)
	return s
}

// ask sends a request, with headers as "Name: value".
func ask(t *testing.T, s *Site, method, target string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/", nil)
	r.URL.Path, r.RequestURI = target, target // as it came, not as a client would clean it
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, response *http.Response) string {
	t.Helper()
	var b bytes.Buffer
	_, err := b.ReadFrom(response.Body)
	require.NoError(t, err)
	return b.String()
}

// Every route answers with exactly these headers. The files in testdata are
// the promise; UPDATE_GOLDEN=1 writes them anew.
func TestSite_Headers(t *testing.T) {
	routes := map[string][]string{
		"document":              {"GET", "/"},
		"document-head":         {"HEAD", "/"},
		"document-br":           {"GET", "/", "Accept-Encoding: gzip, deflate, br, zstd"},
		"document-by-name":      {"GET", "/index.html"},
		"script":                {"GET", "/assets/main-A.js"},
		"style":                 {"GET", "/assets/main-A.css"},
		"font":                  {"GET", "/assets/letters-A.woff2"},
		"data":                  {"GET", "/assets/words-A.json"},
		"worker":                {"GET", "/assets/worker-A.js"},
		"core":                  {"GET", "/assets/core-A.wasm", "Accept-Encoding: gzip"},
		"service-worker":        {"GET", "/service-worker.js"},
		"icon":                  {"GET", "/icon.svg"},
		"manifest":              {"GET", "/manifest.webmanifest"},
		"healthz":               {"GET", "/healthz"},
		"not-found":             {"GET", "/missing"},
		"method-not-allowed":    {"POST", "/"},
		"not-acceptable":        {"GET", "/icon.svg", "Accept-Encoding: identity;q=0"},
		"worker-wrong-method":   {"DELETE", "/assets/worker-A.js"},
		"document-not-modified": {"GET", "/", "If-None-Match: *"},
	}
	s := newSite(t)
	for name, request := range routes {
		t.Run(name, func(t *testing.T) {
			response := ask(t, s, request[0], request[1], request[2:]...)
			var got strings.Builder
			fmt.Fprintf(&got, "%s\n%s\n\n", strings.Join(request, "\n"), response.Status)
			for _, key := range slices.Sorted(maps.Keys(response.Header)) {
				fmt.Fprintf(&got, "%s: %s\n", key, strings.Join(response.Header[key], "\n    "))
			}
			golden(t, filepath.Join("testdata", "headers", name+".txt"), got.String())
		})
	}
	kept, err := filepath.Glob("testdata/headers/*.txt")
	require.NoError(t, err)
	assert.Len(t, kept, len(routes), "each file belongs to a route")
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "UPDATE_GOLDEN=1 writes it")
	assert.Equal(t, string(want), got, file)
}

// The smallest form that the browser takes is the one that it gets.
func TestSite_Coding(t *testing.T) {
	s := newSite(t)
	for accept, want := range map[string]string{
		"":                                 "identity",
		"br":                               "br",
		"gzip":                             "gzip",
		"gzip, deflate, br, zstd":          "br",
		"GZIP":                             "gzip",
		" br ; q=0.5 , gzip;q=0.8":         "gzip",
		"br;q=0.5, gzip;q=0.5":             "br",
		"br;q=0, gzip":                     "gzip",
		"br;q=0, *":                        "gzip",
		"*":                                "br",
		"*;q=0, identity":                  "identity",
		"gzip;q=0.2, identity":             "identity",
		"deflate":                          "identity",
		"br;q=1.5":                         "identity",
		"br;q=abc, gzip;q=NaN":             "identity",
		"br;level=3":                       "identity",
		",,;q=1,":                          "identity",
		"gzip;q=0.001":                     "gzip",
		"identity;q=0, gzip;q=0.1":         "gzip",
		"*;q=0":                            "",
		"identity;q=0":                     "",
		"br;q=0, gzip;q=0, identity;q=0.0": "",
	} {
		response := ask(t, s, "GET", "/index.html", "Accept-Encoding: "+accept)
		got := response.Header.Get("Content-Encoding")
		switch response.StatusCode {
		case http.StatusOK:
			assert.Equal(t, fmt.Sprint(len(body(t, response))), response.Header.Get("Content-Length"), accept)
			if got == "" {
				got = identity
			}
		default:
			assert.Equal(t, http.StatusNotAcceptable, response.StatusCode, accept)
		}
		assert.Equal(t, want, got, "Accept-Encoding: %s", accept)
	}
}

// Several lines of a header are one list.
func TestSite_Coding_Lines(t *testing.T) {
	response := ask(t, newSite(t), "GET", "/", "Accept-Encoding: gzip", "Accept-Encoding: br")
	assert.Equal(t, "br", response.Header.Get("Content-Encoding"))
}

// Each form has a tag of its own, and who has the form hears that it is the same.
func TestSite_ETag(t *testing.T) {
	s := newSite(t)
	seen := map[string]bool{}
	for _, accept := range []string{"identity", "gzip", "br"} {
		tag := ask(t, s, "GET", "/", "Accept-Encoding: "+accept).Header.Get("ETag")
		assert.Regexp(t, `^"[\w-]{24}"$`, tag, "a strong tag")
		assert.False(t, seen[tag], "%s shares a tag", accept)
		seen[tag] = true

		for _, given := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
			response := ask(t, s, "GET", "/", "Accept-Encoding: "+accept, "If-None-Match: "+given)
			assert.Equal(t, http.StatusNotModified, response.StatusCode, given)
			assert.Empty(t, body(t, response))
			assert.Equal(t, tag, response.Header.Get("ETag"))
			assert.Equal(t, "Accept-Encoding", response.Header.Get("Vary"))
		}
		for _, given := range []string{`"other"`, strings.Trim(tag, `"`), ""} {
			response := ask(t, s, "GET", "/", "Accept-Encoding: "+accept, "If-None-Match: "+given)
			assert.Equal(t, http.StatusOK, response.StatusCode, given)
		}
	}
}

// HEAD is GET without the body.
func TestSite_Head(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/", "/assets/core-A.wasm", "/healthz", "/missing"} {
		get, head := ask(t, s, "GET", path), ask(t, s, "HEAD", path)
		assert.Equal(t, get.StatusCode, head.StatusCode, path)
		assert.Equal(t, get.Header, head.Header, path)
		if head.StatusCode == http.StatusOK {
			assert.Empty(t, body(t, head), path)
		}
	}
}

// There is nothing to change here, whatever the method is called.
func TestSite_Methods(t *testing.T) {
	s := newSite(t)
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"} {
		for _, path := range []string{"/", "/healthz", "/missing", "*"} {
			response := ask(t, s, method, path)
			assert.Equal(t, http.StatusMethodNotAllowed, response.StatusCode, "%s %s", method, path)
			assert.Equal(t, "GET, HEAD", response.Header.Get("Allow"))
			assert.Equal(t, "no-store", response.Header.Get("Cache-Control"))
		}
	}
}

// Only the exact path of a file is an address: no climbing, no doubled
// slashes, no folders, no siblings by name, no hidden files.
func TestSite_Paths(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{
		"/../site.go", "/assets/../index.html", "/./index.html", "//index.html", "/assets/", "/assets",
		"/index.html/", "/INDEX.HTML", "/index.html.gz", "/assets/core-A.wasm.br", "/.gitkeep", "/..%2findex.html",
		"/index.html\x00", `/assets\main-A.js`, "/C:/index.html", "/healthz/", "/healthz.txt", "/?", "/ ",
		"/" + strings.Repeat("a/", 5000),
	} {
		response := ask(t, s, "GET", path)
		assert.Equal(t, http.StatusNotFound, response.StatusCode, path)
		assert.NotContains(t, body(t, response), "index", "the path is not sent back")
	}
}

// A range is not served: the answer is the whole file, which a client that
// asked for less has to be ready for.
func TestSite_Range(t *testing.T) {
	response := ask(t, newSite(t), "GET", "/assets/core-A.wasm", "Range: bytes=4-7")
	assert.Equal(t, http.StatusOK, response.StatusCode)
	assert.Equal(t, "the core, in full length", body(t, response))
}

// What was asked for in a query is the page's own business.
func TestSite_Query(t *testing.T) {
	server := httptest.NewServer(newSite(t))
	t.Cleanup(server.Close)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/?world=bank&at=842", nil)
	require.NoError(t, err)
	response, err := server.Client().Do(request)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, response.Body.Close()) })
	assert.Equal(t, http.StatusOK, response.StatusCode)
}

// A binary that was made without the page says what to do.
func TestNew_ErrNotBuilt(t *testing.T) {
	_, err := New(fstest.MapFS{".gitkeep": {}})
	require.ErrorIs(t, err, ErrNotBuilt)
	assert.ErrorContains(t, err, "make run")
}

// A file that would be sent without a type stops the server from starting,
// where it is seen, and not a browser later, where it is not.
func TestNew_UnknownType(t *testing.T) {
	files := page()
	files["film.mkv"] = &fstest.MapFile{}
	_, err := New(files)
	assert.ErrorContains(t, err, "film.mkv: its content type is not known")
}

// What cannot be read is said at the start too.
func TestNew_Unreadable(t *testing.T) {
	_, err := New(broken{page()})
	assert.ErrorIs(t, err, fs.ErrPermission)
}

// broken cannot read its core.
type broken struct{ fstest.MapFS }

func (b broken) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".wasm") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return b.MapFS.Open(name)
}

func (b broken) ReadFile(name string) ([]byte, error) {
	if strings.HasSuffix(name, ".wasm") {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrPermission}
	}
	return b.MapFS.ReadFile(name)
}
