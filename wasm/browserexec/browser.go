//go:build !js

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// browser is a program that can open a page without a screen.
type browser struct {
	path    string
	firefox bool
}

// programs are where browsers are found, by the name that people ask for.
var programs = map[string][]string{
	"chromium": {
		"chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
	},
	"firefox": {
		"firefox", "firefox-esr",
		"/Applications/Firefox.app/Contents/MacOS/firefox",
	},
}

// install says how to get a browser where it is missing.
var install = map[string]string{
	"chromium": "apt-get install chromium, or brew install --cask chromium",
	"firefox":  "apt-get install firefox-esr, or brew install --cask firefox",
}

// findBrowser finds chromium, firefox or the program at a path. An empty name
// is chromium.
func findBrowser(name string) (browser, error) {
	if name == "" {
		name = "chromium"
	}
	candidates, known := programs[name]
	if !known {
		candidates = []string{name}
	}
	for _, candidate := range candidates {
		if path, err := exec.LookPath(candidate); err == nil {
			return browser{path, strings.Contains(filepath.Base(path), "firefox")}, nil
		}
	}
	if known {
		return browser{}, fmt.Errorf("%s is not installed: %s", name, install[name])
	}
	return browser{}, fmt.Errorf("%s is no program, and neither chromium nor firefox", name)
}

// process is a running browser.
type process struct {
	cmd     *exec.Cmd
	profile string
	output  *bytes.Buffer // to be read when the browser has ended
	ended   chan error
}

// start opens the address in a new process with a profile of its own.
func (b browser) start(url string, extra []string) (*process, error) {
	profile, err := os.MkdirTemp("", "browserexec-")
	if err != nil {
		return nil, err
	}
	args := chromiumArgs(profile)
	if b.firefox {
		args = []string{"--headless", "--no-remote", "--profile", profile}
		if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(firefoxPrefs), 0o600); err != nil {
			return nil, err
		}
	}
	p := &process{
		cmd:     exec.Command(b.path, append(append(args, extra...), url)...),
		profile: profile,
		output:  &bytes.Buffer{},
		ended:   make(chan error, 1),
	}
	p.cmd.Stdout, p.cmd.Stderr = p.output, p.output
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that kill reaches the browser's children
	if err := p.cmd.Start(); err != nil {
		os.RemoveAll(profile)
		return nil, fmt.Errorf("start %s: %w", b.path, err)
	}
	go func() {
		err := p.cmd.Wait()
		if err == nil {
			err = fmt.Errorf("exit status 0")
		}
		p.ended <- err
	}()
	return p, nil
}

// kill ends the browser with all its children and removes its profile.
func (p *process) kill() {
	syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.ended
	// A child may still be writing while it dies.
	for range 50 {
		if os.RemoveAll(p.profile) == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func chromiumArgs(profile string) []string {
	args := []string{
		"--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-breakpad",
		"--disable-background-timer-throttling", "--disable-renderer-backgrounding",
		"--user-data-dir=" + profile,
	}
	if os.Getuid() == 0 {
		args = append(args, "--no-sandbox") // chromium's own sandbox does not work for root
	}
	return args
}

// firefoxPrefs keep Firefox from talking to anybody but the test.
const firefoxPrefs = `
user_pref("app.update.enabled", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("dom.max_script_run_time", 0);
user_pref("extensions.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
`
