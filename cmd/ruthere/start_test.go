package main

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"
	"time"
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

// BenchmarkFirstPrompt is the part of that which a person waits for: from the start of the
// process until the prompt is there. What the process takes of a processor is reported too:
// it depends less on what else the machine does.
func BenchmarkFirstPrompt(b *testing.B) {
	var used time.Duration
	for b.Loop() {
		command := exec.Command("ruthere")
		in, err := command.StdinPipe()
		if err != nil {
			b.Fatal(err)
		}
		out, err := command.StdoutPipe()
		if err != nil {
			b.Fatal(err)
		}
		if err := command.Start(); err != nil {
			b.Fatal(err)
		}
		prompt, err := bufio.NewReader(out).ReadString('>')
		b.StopTimer()
		if err != nil || prompt != "Router>" {
			b.Fatalf("%v: %q", err, prompt)
		}
		_ = in.Close()
		_ = command.Wait() // it complains of the output that nobody reads
		used += command.ProcessState.UserTime() + command.ProcessState.SystemTime()
		b.StartTimer()
	}
	b.ReportMetric(float64(used.Milliseconds())/float64(b.N), "cpu-ms/op")
}
