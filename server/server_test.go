//go:build !js

package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func taken(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() }) // some tests close it themselves
	return listener
}

// A port that was asked for by name is not silently another.
func TestListen_Taken(t *testing.T) {
	addr := taken(t).Addr().String()
	_, err := listen(addr)
	assert.EqualError(t, err, addr+" is in use by another program; choose another with -addr, or leave -addr out")
}

// What is not an address is said to be none, with one that is.
func TestListen_NoAddress(t *testing.T) {
	for _, addr := range []string{"8080", "localhost:eighty", "localhost:99999", "http://localhost:8080"} {
		_, err := listen(addr)
		assert.ErrorContains(t, err, "is not an address to listen on, such as localhost:8080", addr)
	}
}

// Without a wish there is always a port, and it is on this machine alone.
func TestListen_Default(t *testing.T) {
	for range lastPort - firstPort + 2 { // more often than there are usual ports
		listener, err := listen("")
		require.NoError(t, err)
		t.Cleanup(func() { assert.NoError(t, listener.Close()) })
		assert.True(t, listener.Addr().(*net.TCPAddr).IP.IsLoopback())
	}
}

type fake struct {
	net.Listener
	addr *net.TCPAddr
}

func (f fake) Addr() net.Addr { return f.addr }

// The address is one that a browser can be given.
func TestAddress(t *testing.T) {
	for listening, want := range map[string]string{
		"127.0.0.1:8080":   "http://localhost:8080",
		"[::1]:8080":       "http://localhost:8080",
		"0.0.0.0:80":       "http://localhost:80",
		"[::]:9000":        "http://localhost:9000",
		"192.168.1.7:8080": "http://192.168.1.7:8080",
		"[fe80::1]:8080":   "http://[fe80::1]:8080",
	} {
		addr, err := net.ResolveTCPAddr("tcp", listening)
		require.NoError(t, err)
		assert.Equal(t, want, address(fake{addr: addr}), listening)
	}
}

// Who ends up at another port than usual is told why the log is not there.
func TestElsewhere(t *testing.T) {
	at := func(port int) fake { return fake{addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}} }
	assert.Contains(t, elsewhere("", at(8081)), "http://localhost:"+strconv.Itoa(firstPort))
	assert.Empty(t, elsewhere("", at(firstPort)))
	assert.Empty(t, elsewhere("localhost:9000", at(9000)))
}

// A stop lets the answer under way finish, takes no new one, and is no error.
func TestServe_GracefulStop(t *testing.T) {
	listener := taken(t)
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() {
		stopped <- serve(ctx, listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			stop() // in the middle of an answer
			_, _ = io.WriteString(w, "whole")
		}))
	}()

	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address(listener), nil)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, response.Body.Close()) })
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	assert.Equal(t, "whole", string(text))
	require.NoError(t, <-stopped)

	_, err = net.Dial("tcp", listener.Addr().String())
	assert.Error(t, err, "nobody listens any more")
}

// A listener that breaks is an error, not a quiet end.
func TestServe_ListenerBreaks(t *testing.T) {
	listener := taken(t)
	require.NoError(t, listener.Close())
	assert.ErrorIs(t, serve(t.Context(), listener, http.NotFoundHandler()), net.ErrClosed)
}
