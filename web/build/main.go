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
	units := flag.String("units", "", "bundle the unit tests into this `folder` for node, and nothing else")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	at := layout{source: "web", core: "./wasm", dist: "web/dist", cache: "bin/compressed"}
	if err := run(ctx, at, *units, *release); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, at layout, units string, release bool) error {
	switch {
	case units != "":
		return bundleUnits(at.source, units)
	case release:
		return build(ctx, at, releaseBrotli)
	default:
		return build(ctx, at, developmentBrotli)
	}
}
