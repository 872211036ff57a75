//go:build !js

package site

import (
	"net/http"
	"path"
	"strings"
)

// documentPolicy is the Content-Security-Policy of the page. Frames are
// allowed on purpose: a page may be embedded, and then keeps nothing.
var documentPolicy = strings.Join([]string{
	"default-src 'none'",
	"script-src 'self'",
	"worker-src 'self'",
	"style-src 'self' 'unsafe-inline'",
	"img-src 'self' data:",
	"font-src 'self'",
	"connect-src 'self'",
	"manifest-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"object-src 'none'",
	"frame-ancestors *",
	"require-trusted-types-for 'script'",
	"trusted-types playhead",
}, "; ")

// workerPolicy belongs to the script of the worker that runs the core. It alone
// may compile WebAssembly; the page may not.
var workerPolicy = strings.Join([]string{
	"default-src 'none'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"connect-src 'self'",
}, "; ")

// permissions turns off every feature of the browser that asks a visitor for
// something or reaches a device. They are named one by one, since there is no
// word for all of them, and only those that Chromium knows: it complains of others.
var permissions = strings.Join([]string{
	"accelerometer=()", "autoplay=()", "camera=()", "clipboard-read=()", "clipboard-write=()",
	"display-capture=()", "encrypted-media=()", "fullscreen=()", "gamepad=()", "geolocation=()", "gyroscope=()",
	"hid=()", "idle-detection=()", "local-fonts=()", "magnetometer=()", "microphone=()", "midi=()", "payment=()",
	"picture-in-picture=()", "publickey-credentials-create=()", "publickey-credentials-get=()",
	"screen-wake-lock=()", "serial=()", "storage-access=()", "usb=()", "window-management=()",
	"xr-spatial-tracking=()",
}, ", ")

// setPolicy sets the headers that every answer carries; f is nil when there
// is no such file.
func setPolicy(h http.Header, f *file) {
	policy := documentPolicy
	if f != nil && f.isWorker() {
		policy = workerPolicy
	}
	h.Set("Content-Security-Policy", policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", permissions)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
}

// isWorker reports whether the file is the script of the worker.
func (f *file) isWorker() bool {
	fits, err := path.Match("assets/worker-*.js", f.name)
	return err == nil && fits
}
