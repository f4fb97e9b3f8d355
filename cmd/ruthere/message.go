package main

import (
	"fmt"
	"os"

	"github.com/fatih/color"
	"golang.org/x/term"
)

// What the program itself says is coloured where that helps; what a router says never
// is. NO_COLOR and pipes are honoured.

// printFailure says on standard error why the program ends.
func printFailure(err error) {
	fmt.Fprintln(os.Stderr, colorFor(os.Stderr, color.FgRed).Sprint("ruthere:"), err)
}

// printNotice says on standard error what the user should know.
func printNotice(text string) {
	fmt.Fprintln(os.Stderr, colorFor(os.Stderr, color.FgCyan).Sprint("ruthere:"), text)
}

// colorFor is a colour for one stream: none where it would not be seen as such.
func colorFor(f *os.File, c color.Attribute) *color.Color {
	p := color.New(c)
	if os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" || !term.IsTerminal(int(f.Fd())) {
		p.DisableColor()
	} else {
		p.EnableColor()
	}
	return p
}
