package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/modes/ios"
	"ruthere/outline"
	"ruthere/plaintext"
)

// runCheck reads configurations and lists the lines that are refused, those that are kept
// though the release does not have them, and those that are taken and do nothing.
func runCheck(_ context.Context, args []string) error {
	f := newFlags("check")
	like := f.String("ios", "15", "read like `RELEASE` 12.4, 15 or xe")
	effect := f.Bool("effect", false, "list the lines too that are taken and do nothing here, and count them by feature")
	if err := f.parseArguments(args, 1, -1); err != nil {
		return err
	}
	release, ok := releases[*like]
	if !ok {
		return f.usageError(fmt.Sprintf("--ios %s: there is 12.4, 15 and xe", *like))
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	var verdict refusedLines
	var counts featureCounts // of what does nothing, if that was asked for
	if *effect {
		counts = featureCounts{}
	}
	for _, name := range f.arguments {
		text, err := readConfiguration(name)
		if err != nil {
			return &usageError{f.of.usageLine(), fmt.Sprintf("cannot read the configuration: %v", err)}
		}
		r := ios.Read(text, release)
		verdict += refusedLines(len(r.Complaints))
		printLines(out, name, r, counts)
	}
	counts.print(out)
	if verdict > 0 {
		return verdict
	}
	return nil
}

// printLines lists what is to be said of a file, in the order of its lines.
func printLines(out io.Writer, name string, r modes.Reading, counts featureCounts) {
	complaints := r.Complaints
	refusedBefore := func(line int) {
		for len(complaints) > 0 && complaints[0].Line < line {
			c := complaints[0]
			fmt.Fprintf(out, "%s:%d:%d: %s: %s\n", name, c.Line, c.Column, strings.TrimSpace(c.Shown), inOneLine(c.Reason()))
			complaints = complaints[1:]
		}
	}
	for _, t := range r.Taken {
		if t.Foreign {
			refusedBefore(t.Line)
			fmt.Fprintf(out, "%s:%d: %s: kept, but a console of this release would refuse it\n", name, t.Line, strings.TrimSpace(t.Text))
		}
		if counts == nil {
			continue
		}
		if missing := missingMap(t.Text, r.Config); missing != "" {
			refusedBefore(t.Line)
			fmt.Fprintf(out, "%s:%d: %s: no effect (there is no crypto map %s)\n", name, t.Line, strings.TrimSpace(t.Text), missing)
			counts["Crypto maps that are not there"]++
			continue
		}
		if mode := idleTunnelMode(t.Text); mode != "" {
			refusedBefore(t.Line)
			fmt.Fprintf(out, "%s:%d: %s: no effect (a tunnel of mode %s stays down here)\n", name, t.Line, strings.TrimSpace(t.Text), mode)
			counts["Tunnels of other modes than GRE and IP in IP"]++
			continue
		}
		if t.HasEffect() {
			continue
		}
		refusedBefore(t.Line)
		fmt.Fprintf(out, "%s:%d: %s: no effect (%s)\n", name, t.Line, strings.TrimSpace(t.Text), t.Entry.Feature())
		counts[t.Entry.Feature()]++
	}
	refusedBefore(math.MaxInt)
}

// idleTunnelMode is the mode of tunnels that a line asks for, if none of that mode carries packets here; "" for every other line.
func idleTunnelMode(line string) string {
	mode, ok := strings.CutPrefix(strings.Join(strings.Fields(line), " "), "tunnel mode ")
	if !ok || (config.Tunnel{Mode: mode}).Carries() {
		return ""
	}
	return mode
}

// missingMap is the crypto map that a line applies to an interface though it is not there;
// "" for every other line.
func missingMap(line string, c *config.Config) string {
	words := strings.Fields(line)
	if len(words) != 3 || words[0] != "crypto" || words[1] != "map" || len(c.CryptoMap(words[2])) > 0 {
		return ""
	}
	return words[2]
}

// featureCounts is how many lines of each feature do nothing.
type featureCounts map[string]int

// print writes them, the largest first.
func (n featureCounts) print(out io.Writer) {
	names := slices.SortedFunc(maps.Keys(n), func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	if len(names) > 0 {
		fmt.Fprintln(out, "lines without effect:")
	}
	for _, name := range names {
		fmt.Fprintf(out, "%6d  %s\n", n[name], name)
	}
}

// refusedLines is how many there were.
type refusedLines int

func (n refusedLines) Error() string {
	if n == 1 {
		return "1 line was refused"
	}
	return fmt.Sprintf("%d lines were refused", int(n))
}

// readConfiguration reads a file, or standard input if its name is "-": as it was saved, or copied from a terminal.
func readConfiguration(name string) (string, error) {
	read := os.ReadFile
	if name == "-" {
		read = func(string) ([]byte, error) { return io.ReadAll(os.Stdin) }
	}
	text, err := read(name)
	return outline.Printed(plaintext.Decode(string(text))), err
}

// inOneLine is what the device says without its percent sign and line ends.
func inOneLine(message string) string {
	return strings.ReplaceAll(strings.TrimLeft(message, "% "), "\n", "; ")
}
