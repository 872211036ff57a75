//go:build !js

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"html"
	"maps"
	"path"
	"slices"
	"strings"
)

// document is what the page's document refers to, by names below dist.
type document struct {
	script   string
	style    string   // empty when the page imports no stylesheet
	preloads []string // scripts that the first one needs at once
}

// fill returns the document with its references. The style comes before the
// scripts, whatever else the browser thinks of them: with it the document can be
// painted, and they are not waited for. It fails when there is no place
// for them: the comment <!-- assets --> in the head.
func (d document) fill(page []byte) ([]byte, error) {
	place := []byte("<!-- assets -->")
	if bytes.Count(page, place) != 1 {
		return nil, fmt.Errorf("%s: %s must stand in it once", documentName, place)
	}
	var tags strings.Builder
	if d.style != "" {
		fmt.Fprintf(&tags, `<link rel="stylesheet" href="%s">`+"\n    ", html.EscapeString(d.style))
	}
	for _, name := range d.preloads {
		fmt.Fprintf(&tags, `<link rel="modulepreload" fetchpriority="low" href="%s">`+"\n    ", html.EscapeString(name))
	}
	fmt.Fprintf(&tags, `<script type="module" fetchpriority="low" src="%s"></script>`, html.EscapeString(d.script))
	return bytes.Replace(page, place, []byte(tags.String()), 1), nil
}

// hashedName returns the name with the hash of the content before its
// extension, in the form of esbuild's own.
func hashedName(name string, content []byte) string {
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "-" + hash(content) + ext
}

// id returns a text that changes whenever a name or a content does.
func (o output) id() string {
	var all bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(o)) {
		fmt.Fprintf(&all, "%s %s\n", name, hash(o[name]))
	}
	return hash(all.Bytes())
}

// hash is short enough for a name and long enough never to meet another:
// 40 bits, as in esbuild's names.
func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return base32.StdEncoding.EncodeToString(sum[:5])
}
