package ladder

import (
	"strings"
	"testing"
)

// A text that was wrapped for a box is in one line what it was before.
func TestUnwrap(t *testing.T) {
	for lines, want := range map[string]string{
		"":                           "",
		"one":                        "one",
		"one|two":                    "one two",
		"(wrong-pre-shared-|key)":    "(wrong-pre-shared-key)",
		"one -|two":                  "one - two",
		"wrong-|pre-|shared-key|too": "wrong-pre-shared-key too",
	} {
		if got := unwrap(strings.Split(lines, "|")); got != want {
			t.Errorf("%s: %q, want %q", lines, got, want)
		}
	}
}
