package process

import (
	"strconv"

	"github.com/google/uuid"
)

// CommandID returns the id of the command of a process's step, from the id of
// the process's first event: however often it is sent, it is the same command.
func CommandID(root uuid.UUID, step string) uuid.UUID { return derived(root, "step "+step) }

// heardID returns the id of the i-th event that records an event elsewhere.
func heardID(happened uuid.UUID, stream string, i int) uuid.UUID {
	return derived(happened, "heard by "+stream+" "+strconv.Itoa(i))
}

// notedID returns the id of the i-th event that records how an attempt at a
// step ended.
func notedID(command uuid.UUID, attempt int, kind NewsKind, i int) uuid.UUID {
	return derived(command, string(kind)+" "+strconv.Itoa(attempt)+" "+strconv.Itoa(i))
}

// struckID returns the id of the event that records that a failure struck.
func struckID(command uuid.UUID, attempt int, f Failure) uuid.UUID {
	return derived(command, "struck "+strconv.Itoa(attempt)+" "+string(f))
}

// derived makes an id from another one, which is the same everywhere. It keeps the time in
// front, as a UUIDv7 has it.
func derived(from uuid.UUID, name string) uuid.UUID {
	id := uuid.NewSHA1(from, []byte(name))
	copy(id[:6], from[:6])
	id[6] = 0x70 | id[6]&0x0f
	return id
}
