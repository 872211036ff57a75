package durable

import "errors"

// ErrInUse says that a file cannot be removed since another store writes to it.
var ErrInUse = errors.New("the file is in use")

// ErrGone says that a file was removed since it was listed.
var ErrGone = errors.New("the file is gone")

// Files keeps the files of one log's name, those of all tabs.
type Files interface {
	// Create makes a file that is not there yet and opens it for writing.
	// Until it is closed, nobody else can write to it or remove it.
	Create(name string) (File, error)
	// List returns the names of all files.
	List() ([]string, error)
	// Read returns what a file holds. What another tab wrote and did not flush
	// yet may be missing or cut off anywhere.
	Read(name string) ([]byte, error)
	// Remove removes a file if sure says so of what it holds. Nobody can write
	// to it between the two. It fails with ErrInUse while the file is open, and
	// so it also tells whether it is.
	Remove(name string, sure func(content []byte) bool) error
}

// File is open for writing at its end.
type File interface {
	// Write appends bytes. They are safe after the next Flush.
	Write(b []byte) error
	// Flush returns when all that was written is safe.
	Flush() error
	// Close lets go of the file.
	Close() error
}
