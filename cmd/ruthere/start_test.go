package main

import (
	"os/exec"
	"strings"
	"testing"
)

// BenchmarkStart takes the built-in lab from the start of the process to its first
// prompt, and out again: starting must stay well under the 50 ms that a person notices.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		command := exec.Command("ruthere")
		out, err := command.Output()
		if err != nil || !strings.HasPrefix(string(out), "Router>") {
			b.Fatalf("%v: %q", err, out)
		}
	}
}
