//go:build !js

package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// bundleUnits turns every src/**/*.test.ts of the source folder into one
// script for `node --test` in the folder dir, which then holds nothing else.
// It fails when there are none: a green run of no tests would be a lie.
func bundleUnits(source, dir string) error {
	tests, err := findUnits(source)
	if err != nil {
		return err
	}
	if len(tests) == 0 {
		return fmt.Errorf("there is no src/**/*.test.ts in %s", source)
	}
	made, err := bundle(source, api.BuildOptions{
		EntryPointsAdvanced: tests,
		Outdir:              "dist",
		OutExtension:        map[string]string{".js": ".mjs"},
		Bundle:              true,
		Platform:            api.PlatformNode,
		Format:              api.FormatESModule,
		Target:              api.ES2022,
		Sourcemap:           api.SourceMapInline,
		JSX:                 api.JSXAutomatic,
		JSXImportSource:     "preact",
		Loader:              map[string]api.Loader{".css": api.LoaderEmpty},
		Define: map[string]string{
			"WORKER_URL":         quote("assets/worker.js"),
			"SERVICE_WORKER_URL": quote(serviceWorkerName),
		},
		LogLevel: api.LogLevelSilent, // messages are in the error
	})
	if err != nil {
		return err
	}
	return made.files.write(dir)
}

// findUnits finds the tests; each goes to the same folder, under a name that
// tells where it was.
func findUnits(source string) ([]api.EntryPoint, error) {
	var tests []api.EntryPoint
	root := filepath.Join(source, "src")
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if flat, ok := testName(name); ok {
			tests = append(tests, api.EntryPoint{InputPath: "./src/" + name, OutputPath: flat})
		}
		return nil
	})
	return tests, err
}

// testName returns "timeline.scale.test" for "timeline/scale.test.ts", and
// false for what is not a test.
func testName(name string) (string, bool) {
	for _, ext := range []string{".test.ts", ".test.tsx"} {
		if base, ok := strings.CutSuffix(name, ext); ok {
			return strings.ReplaceAll(base, "/", ".") + ".test", true
		}
	}
	return "", false
}
