//go:build !js

// Build makes web/dist, the page as it is served: it bundles the page and its
// workers, compiles the core to WebAssembly, names files by their content,
// and leaves gzip and brotli siblings. Run it in the repository's root, by
// `make page`.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
)

func main() {
	release := flag.Bool("release", false, "compress as well as possible, which takes minutes")
	budget := flag.Bool("budget", false, "fail when the core is over its budget, or needs what is too heavy")
	traces := flag.Bool("traces", false, "let stack traces of the core tell functions and lines, for a seventh more of gzip")
	units := flag.String("units", "", "bundle the unit tests into this `folder` for node, and nothing else")
	faults := flag.String("faults", "", "compile a core that can be made to fail, for journeys, into this `file`, and nothing else")
	peers := flag.String("peers", "", "bundle what the page is compared with into this `folder`, and nothing else")
	flags := flag.Bool("flags", false, "print the flags that the core is compiled with, and nothing else")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	at := layout{source: "web", core: "./wasm", dist: "web/dist", cache: "bin/compressed", traces: *traces}
	var err error
	switch {
	case *units != "":
		err = bundleUnits(at.source, *units)
	case *faults != "":
		err = faultyCore(ctx, at, *faults)
	case *peers != "":
		err = bundlePeers(at.source, *peers)
	case *flags:
		_, err = fmt.Println(strings.Join(coreFlags(), " "))
	default:
		err = page(ctx, at, *release, *budget)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// faultyCore compiles the core with the build tag that lets the page ask for
// faults. It is not a part of the page: journeys serve it in the core's place.
func faultyCore(ctx context.Context, at layout, file string) error {
	core, err := compileCore(ctx, at.core, at.traces, "-tags=faults")
	if err != nil {
		return err
	}
	return writeChanged(file, core)
}

// page makes the page and prints what it weighs.
func page(ctx context.Context, at layout, release, budget bool) error {
	level := developmentBrotli
	if release {
		level = releaseBrotli
	}
	weighed, err := build(ctx, at, level)
	if err != nil {
		return err
	}
	weighed.print(os.Stdout)
	if !budget {
		return nil
	}
	return errors.Join(weighed.checkBudget(), checkDependencies(ctx, at.core))
}
