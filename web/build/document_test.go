//go:build !js

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The document names its style first, so that it is there before the first
// paint, and then the scripts.
func TestDocument_Fill(t *testing.T) {
	d := document{script: "assets/main-1.js", style: "assets/main-2.css", preloads: []string{"assets/chunk-3.js"}}
	got, err := d.fill([]byte("<head>\n    <!-- assets -->\n</head>"))
	require.NoError(t, err)
	assert.Equal(t, `<head>
    <link rel="stylesheet" href="assets/main-2.css">
    <link rel="modulepreload" fetchpriority="low" href="assets/chunk-3.js">
    <script type="module" fetchpriority="low" src="assets/main-1.js"></script>
</head>`, string(got))
}

// A document that would come out without its scripts is refused.
func TestDocument_Fill_NoPlace(t *testing.T) {
	_, err := document{script: "a.js"}.fill([]byte("<head></head>"))
	assert.ErrorContains(t, err, "must stand in it once")
}

// Names change with the content, and only with it.
func TestHashedName(t *testing.T) {
	first := hashedName("core.wasm", []byte("a"))
	assert.Regexp(t, `^core-[A-Z2-7]{8}\.wasm$`, first)
	assert.Equal(t, first, hashedName("core.wasm", []byte("a")))
	assert.NotEqual(t, first, hashedName("core.wasm", []byte("b")))
}

// A new name or a new content is a new build; the order of a map is not.
func TestOutput_ID(t *testing.T) {
	first := output{"a": []byte("1"), "b": []byte("2")}.id()
	assert.Equal(t, first, output{"b": []byte("2"), "a": []byte("1")}.id())
	assert.NotEqual(t, first, output{"a": []byte("1"), "c": []byte("2")}.id())
	assert.NotEqual(t, first, output{"a": []byte("1"), "b": []byte("3")}.id())
}
