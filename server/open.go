//go:build !js

package main

import (
	"os/exec"
	"runtime"
)

// openBrowser asks the desktop to show url. It fails when there is nothing to
// ask.
func openBrowser(url string) error {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	return exec.Command(name, args...).Start()
}
