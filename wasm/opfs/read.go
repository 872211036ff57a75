//go:build js && wasm

package opfs

import (
	"context"

	"github.com/hack-pad/safejs"

	"playhead/wasm/browser"
)

// pieceBytes is how much of a file is read at once while its owner writes to
// it: so little that it is read in between two of the owner's flushes.
const pieceBytes = 64 << 10

// Read returns what a file holds, also while another tab writes to it. It
// fails when there is no such file.
func (f *Files) Read(name string) ([]byte, error) {
	ctx, cancel := f.deadline()
	defer cancel()
	directory, err := f.directory(ctx)
	if err != nil {
		return nil, err
	}
	handle, err := browser.Await(ctx, directory, "getFileHandle", name)
	if err != nil {
		return nil, plain(err)
	}
	all, _, err := part(ctx, handle, 0, 0)
	if has(err, "NotReadableError") { // it has been written to meanwhile
		all, err = pieces(ctx, handle)
	}
	return all, plain(err)
}

// pieces reads a file while its owner writes to it.
func pieces(ctx context.Context, handle safejs.Value) ([]byte, error) {
	var all []byte
	for {
		piece, size, err := part(ctx, handle, len(all), pieceBytes)
		switch {
		case has(err, "NotReadableError") && ctx.Err() == nil:
			continue // written to again
		case err != nil:
			return nil, err
		}
		if all = append(all, piece...); len(all) >= size || len(piece) == 0 {
			return all, nil
		}
	}
}

// part reads bytes of a file as it is now, from an offset on, and returns how
// long the file is. Zero bytes are all.
func part(ctx context.Context, handle safejs.Value, from, bytes int) (read []byte, size int, err error) {
	file, err := browser.Await(ctx, handle, "getFile")
	if err != nil {
		return nil, 0, err
	}
	length, err := file.Get("size")
	if err == nil {
		size, err = length.Int()
	}
	if err == nil && bytes > 0 {
		file, err = file.Call("slice", from, from+bytes)
	}
	if err != nil {
		return nil, 0, err
	}
	buffer, err := browser.Await(ctx, file, "arrayBuffer")
	if err != nil {
		return nil, 0, err
	}
	class, err := browser.Global("Uint8Array")
	if err != nil {
		return nil, 0, err
	}
	array, err := class.New(buffer)
	if err != nil {
		return nil, 0, err
	}
	read, err = browser.Bytes(array)
	return read, size, err
}
