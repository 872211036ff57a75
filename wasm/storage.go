//go:build js && wasm

package main

import (
	"context"

	"playhead/core/playground"
)

type storage struct{ *playground.Memory }

func newStorage() *storage { return &storage{&playground.Memory{Why: "memory"}} }

func (s *storage) follow(context.Context, *playground.Playground) {}
