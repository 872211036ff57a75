//go:build !js

// Protocol writes what is derived from core/playground/protocol*.go: the page's
// types in web/src/protocol.ts and the table of kinds in README.md. Run it in
// the repository's root, by `make generate`.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "protocol:", err)
		os.Exit(1)
	}
}

func run(root string) error {
	files, err := generate(root)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(f.path, f.content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
