//go:build js && wasm

package opfs

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"playhead/core/eventstore/durable"
	"playhead/wasm/browser"
)

// patience only ends tests that would hang.
const patience = 30 * time.Second

func always([]byte) bool { return true }

// function makes a JavaScript function of its body.
func function(t *testing.T, body string) safejs.Value {
	t.Helper()
	class, err := browser.Global("Function")
	require.NoError(t, err)
	fn, err := class.New(body)
	require.NoError(t, err)
	return fn
}

// run runs JavaScript and returns what it returns.
func run(t *testing.T, body string) safejs.Value {
	t.Helper()
	value, err := function(t, body).Invoke()
	require.NoError(t, err)
	return value
}

// replace replaces a method until the test ends, whose old self is in `real`.
func replace(t *testing.T, object, method, body string) {
	t.Helper()
	run(t, `const real = `+object+`.`+method+`; globalThis.undo = () => { `+object+`.`+method+` = real; };
		`+object+`.`+method+` = function (...args) { `+body+` };`)
	t.Cleanup(func() { run(t, `globalThis.undo()`) })
}

// startBusyTab starts a worker that writes frames of 5,000 equal bytes to the
// file busy and flushes each, until it is stopped.
func startBusyTab(t *testing.T, f *Files) (stop func()) {
	t.Helper()
	source := `
		const path = ` + "['" + strings.Join(f.path, "','") + "']" + `;
		(async () => {
			let directory = await navigator.storage.getDirectory();
			for (const name of path) directory = await directory.getDirectoryHandle(name);
			const file = await directory.getFileHandle('busy', { create: true });
			const handle = await file.createSyncAccessHandle();
			for (let frame = 0; ; frame++) {
				handle.write(new Uint8Array(5000).fill(frame), { at: handle.getSize() });
				handle.flush();
				if (frame === 0) postMessage('busy');
				await new Promise((next) => setTimeout(next)); // as long as a transaction takes at least
			}
		})();`
	class, err := browser.Global("Blob")
	require.NoError(t, err)
	blob, err := class.New([]any{source})
	require.NoError(t, err)
	urls, err := browser.Global("URL")
	require.NoError(t, err)
	url, err := urls.Call("createObjectURL", blob)
	require.NoError(t, err)
	class, err = browser.Global("Worker")
	require.NoError(t, err)
	worker, err := class.New(url)
	require.NoError(t, err)
	busy := make(chan struct{}, 1)
	var h browser.Handlers
	require.NoError(t, h.On(worker, "message", func(safejs.Value) { busy <- struct{}{} }))
	select {
	case <-busy:
	case <-time.After(patience):
		require.Fail(t, "the worker does not write")
	}
	h.Release()
	return func() { worker.Call("terminate") }
}

func TestFiles_Read_OtherTabWrites(t *testing.T) {
	// A file is read whole as far as it goes, however busy its owner is.
	f := openFiles(t, logName())
	stop := startBusyTab(t, f)
	defer stop()
	refused := 0
	for last := 0; last < 200*5000; {
		refused += refusedSnapshot(t, f)
		got, err := f.Read("busy")
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(got), last)
		last = len(got)
		for frame := 0; frame*5000 < last; frame++ {
			part := got[frame*5000 : min(last, frame*5000+5000)]
			require.Equal(t, bytes.Repeat([]byte{byte(frame)}, len(part)), part, "frame %d", frame)
		}
	}
	agent, err := browser.Global("navigator", "userAgent")
	require.NoError(t, err)
	if name, _ := agent.String(); strings.Contains(name, "Chrome") {
		assert.Positive(t, refused, "Chromium refuses to read what was written to meanwhile")
	}
	_, err = f.Create("busy")
	require.ErrorIs(t, err, durable.ErrInUse)
	require.ErrorIs(t, f.Remove("busy", always), durable.ErrInUse)
}

// refusedSnapshot counts the refusals to read a file at once.
func refusedSnapshot(t *testing.T, f *Files) int {
	t.Helper()
	ctx, cancel := f.deadline()
	defer cancel()
	directory, err := f.directory(ctx)
	require.NoError(t, err)
	handle, err := browser.Await(ctx, directory, "getFileHandle", "busy")
	require.NoError(t, err)
	if _, _, err := part(ctx, handle, 0, 0); has(err, "NotReadableError") {
		return 1
	}
	return 0
}

func TestFiles_Remove_TabDied(t *testing.T) {
	// The file of a tab that is gone is nobody's.
	f := openFiles(t, logName())
	startBusyTab(t, f)()
	require.Eventually(t, func() bool { return f.Remove("busy", always) == nil }, patience, time.Millisecond)
	names, err := f.List()
	require.NoError(t, err)
	assert.Empty(t, names)
}

func TestFiles_DirectoryGone(t *testing.T) {
	// Cleared site data takes the files away; the next file is made anew.
	f := openFiles(t, logName())
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	root, err := browser.Await(ctx, run(t, `return navigator.storage`), "getDirectory")
	require.NoError(t, err)
	_, err = browser.Await(ctx, root, "removeEntry", f.path[0], map[string]any{"recursive": true})
	require.NoError(t, err)
	names, err := f.List()
	require.NoError(t, err)
	assert.Empty(t, names)
	file, err := f.Create("1-abc-1")
	require.NoError(t, err)
	require.NoError(t, file.Close())
}

func TestFiles_ErrTimeout(t *testing.T) {
	// A browser that does not answer is not waited for for ever.
	f, err := Open(logName(), Options{Within: 50 * time.Millisecond})
	require.NoError(t, err)
	replace(t, "navigator.storage", "getDirectory", `return new Promise(() => {});`)
	_, err = f.Create("1-abc-1")
	require.ErrorIs(t, err, errTimeout)
	_, err = f.List()
	require.ErrorIs(t, err, errTimeout)
	_, err = f.Read("1-abc-1")
	require.ErrorIs(t, err, errTimeout)
	require.ErrorIs(t, f.Remove("1-abc-1", always), errTimeout)
	// There may be files: nothing is to be begun as if there were none.
	f, err = Open(logName(), Options{Within: 50 * time.Millisecond})
	require.NoError(t, err)
	_, err = f.List()
	require.ErrorIs(t, err, errTimeout)
}

func TestFiles_ErrTimeout_Once(t *testing.T) {
	// A browser that does not answer is waited for at length once, not for each
	// file of each log, also when it answers in between.
	const within = 2 * afterSilence
	trust := new(Trust)
	f, err := Open(logName(), Options{Within: within, Trust: trust})
	require.NoError(t, err)
	require.Equal(t, within, f.patience())
	replace(t, "FileSystemFileHandle.prototype", "createSyncAccessHandle", `return new Promise(() => {});`)
	for i := range 2 {
		other, err := Open(logName(), Options{Within: within, Trust: trust})
		require.NoError(t, err)
		_, err = other.Create(strconv.Itoa(i))
		require.ErrorIs(t, err, errTimeout)
		_, err = f.List()
		require.NoError(t, err)
		require.Equal(t, afterSilence, f.patience())
	}
}

func TestExists(t *testing.T) {
	directory := logName()
	assert.False(t, Exists(t.Context(), directory))
	_, err := Open("Bank", Options{Directory: directory})
	require.NoError(t, err)
	assert.True(t, Exists(t.Context(), directory))
	t.Run("silent", func(t *testing.T) {
		replace(t, "navigator.storage", "getDirectory", `return new Promise(() => {});`)
		assert.True(t, Exists(t.Context(), directory), "a browser that does not say may have it")
	})
	replace(t, "navigator.storage", "getDirectory", `return Promise.reject(new DOMException("Security error when calling GetDirectory", "SecurityError"));`)
	assert.False(t, Exists(t.Context(), directory))
}

func TestFiles_Create_Late(t *testing.T) {
	// A file that was opened too late is let go of again.
	name := logName()
	f, err := Open(name, Options{Within: 100 * time.Millisecond})
	require.NoError(t, err)
	replace(t, "FileSystemFileHandle.prototype", "createSyncAccessHandle",
		`if (globalThis.goOn) return real.apply(this, args); // only the first one is slow
		return new Promise((resolve) => { globalThis.goOn = () => real.apply(this, args).then((handle) => {
			globalThis.late = handle; resolve(handle);
		}); });`)
	_, err = f.Create("1-abc-1")
	require.ErrorIs(t, err, errTimeout)
	run(t, `globalThis.goOn()`)
	require.Eventually(t, func() bool {
		return openFiles(t, name).Remove("1-abc-1", always) == nil && run(t, `return globalThis.late`).Type() == safejs.TypeObject
	}, patience, time.Millisecond)
}

func TestOpen_ErrRefused(t *testing.T) {
	// So it is in a private window of Firefox.
	replace(t, "navigator.storage", "getDirectory", `return Promise.reject(new DOMException("Security error when calling GetDirectory", "SecurityError"));`)
	_, err := Open(logName(), Options{})
	require.ErrorIs(t, err, ErrRefused)
}

func TestOpen_ErrMissing(t *testing.T) {
	// So it is without https.
	run(t, `Object.defineProperty(navigator, "storage", { value: undefined, configurable: true })`)
	_, err := Open(logName(), Options{})
	run(t, `delete navigator.storage`) // the prototype's comes back
	require.ErrorIs(t, err, ErrMissing)
}

func TestFile_Write_ErrQuota(t *testing.T) {
	// A browser that has no room left writes less than it was given.
	f := openFiles(t, logName())
	replace(t, "FileSystemSyncAccessHandle.prototype", "write", `return real.call(this, args[0].subarray(0, 3), args[1]);`)
	file, err := f.Create("1-abc-1")
	require.NoError(t, err)
	defer file.Close()
	require.ErrorIs(t, file.Write([]byte("too long")), ErrQuota)
}

func TestEncode(t *testing.T) {
	for name, want := range map[string]string{"Bank": "Bank", "..": "_2e_2e", "a/b": "a_2fb", "Kö": "K_c3_b6", "a_b": "a_5fb"} {
		assert.Equal(t, want, encode(name))
	}
}
