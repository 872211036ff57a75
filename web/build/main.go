//go:build !js

// Build makes web/dist, the page as it is served: it bundles the page and its
// workers, compiles the core to WebAssembly, names files by their content,
// and leaves gzip and brotli siblings. Run it in the repository's root, by
// `make page`.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	release := flag.Bool("release", false, "compress as well as possible, which takes minutes")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	level := developmentBrotli
	if *release {
		level = releaseBrotli
	}
	if err := build(ctx, layout{source: "web", core: "./wasm", dist: "web/dist", cache: "bin/compressed"}, level); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}
