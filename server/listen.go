//go:build !js

package main

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
)

// A browser keeps a log under the address that it was made at. So the same
// few ports are tried in the same order before any free one is taken.
const (
	firstPort = 8080
	lastPort  = 8089
)

// listen opens addr. An empty addr is the first port of localhost that is
// free. It fails in a sentence when addr cannot be listened on.
func listen(addr string) (net.Listener, error) {
	if addr != "" {
		return listenExactly(addr)
	}
	for port := firstPort; port <= lastPort; port++ {
		listener, err := net.Listen("tcp", net.JoinHostPort("localhost", strconv.Itoa(port)))
		if err == nil {
			return listener, nil
		}
	}
	return net.Listen("tcp", "localhost:0")
}

func listenExactly(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use by another program; choose another with -addr, or leave -addr out", addr)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("%s may not be used by this user; ports from 1024 on may", addr)
	default:
		return nil, fmt.Errorf("%q is not an address to listen on, such as localhost:8080: %w", addr, err)
	}
}

// address returns what to type into a browser to reach the listener. The name
// is localhost wherever that works: browsers trust it without a certificate,
// and keep a log by the name and port.
func address(listener net.Listener) string {
	tcp, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return "http://" + listener.Addr().String()
	}
	host := tcp.IP.String()
	if tcp.IP.IsUnspecified() || tcp.IP.IsLoopback() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(tcp.Port))
}

// elsewhere says what it means that the usual port was taken; nothing when it
// was not, or another was asked for.
func elsewhere(addr string, listener net.Listener) string {
	tcp, ok := listener.Addr().(*net.TCPAddr)
	if addr != "" || !ok || tcp.Port == firstPort {
		return ""
	}
	return fmt.Sprintf("Port %d is in use by another program. A browser keeps its logs by address: those of http://localhost:%d are not lost, but not shown here.", firstPort, firstPort)
}
