package durable

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFlaws builds the tests anew with each mistake that somebody made once,
// and sees them fail.
func TestFlaws(t *testing.T) {
	if testing.Short() || flaw != "" {
		t.Skip("this is the run with the mistake in it, or a short one")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no Go here, as in a browser")
	}
	for _, flaw := range []string{
		flawEarlyAnswer, flawTwoSteps, flawOverwrite, flawNoFlush, flawTrustHints, flawOneWay, flawOffByOne,
	} {
		t.Run(flaw, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), "go", "test", "-tags=flaws",
				"-ldflags=-X playhead/core/eventstore/durable.flaw="+flaw, "-run=Simulation|Store", "-seeds=3000", ".")
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			require.ErrorAs(t, err, &exit, "the tests pass with the mistake in it:\n%s", out)
			found := strings.Contains(string(out), "--- FAIL")
			assert.True(t, found, "not a test failed, but something else:\n%s", out)
			t.Log(strings.SplitN(string(out), "\n", 4))
		})
	}
}
