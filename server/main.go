//go:build !js

// Server serves the page of Playhead from one file. See `playhead -help`.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"playhead/server/site"
	"playhead/web"
)

func main() {
	addr := flag.String("addr", "", "`host:port` to listen on (default localhost:8080, or another port when that is taken)")
	open := flag.Bool("open", false, "open the page in the browser")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once

	if err := run(ctx, *addr, *open); err != nil {
		fmt.Fprintln(os.Stderr, "playhead:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, addr string, open bool) error {
	page, err := site.New(web.Dist())
	if err != nil {
		return err
	}
	listener, err := listen(addr)
	if err != nil {
		return err
	}
	url := address(listener)
	fmt.Println("Playhead is at", url)
	if note := elsewhere(addr, listener); note != "" {
		fmt.Println(note)
	}
	if open {
		if err := openBrowser(url); err != nil {
			fmt.Fprintln(os.Stderr, "playhead: the browser could not be opened:", err)
		}
	}
	return serve(ctx, listener, page)
}
