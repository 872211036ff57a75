//go:build flaws

package durable

// flaw is set by the linker: -ldflags "-X playhead/core/eventstore/durable.flaw=…".
var flaw string
