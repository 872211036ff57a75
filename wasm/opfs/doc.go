// Package opfs keeps files in the browser's Origin Private File System.
//
// Each log has a directory, playhead/<its name>, and each store a file in it
// that nobody else can write to: it holds the file's FileSystemSyncAccessHandle,
// which only workers have. Writing and flushing are synchronous calls; all
// else are promises, which are waited for with a deadline.
//
// What browsers do with a file that another tab holds open (Chromium 150,
// Firefox 153, found by this package's tests): it is listed; it is read like
// any other, with all that was written, flushed or not; removing it and
// opening it for writing fail with a NoModificationAllowedError. But a File
// that was taken from it is a snapshot to Chromium, and reading one fails with a
// NotReadableError as soon as its owner has written again. Since files only
// grow, they are then read in pieces, each from a snapshot of its own.
package opfs
