package ios

import (
	"slices"
	"strings"
	"testing"

	"ruthere/modes"
	"ruthere/parser"
)

// The file systems that are listed are those of the release, and what is said of them is what the command does there.
func TestFileSystemsInHelp(t *testing.T) {
	for _, c := range []struct{ line, item, text, has string }{
		{"copy ", "flash:", "Copy from flash: file system", "12.4 15 XE"},
		{"copy ", "flash0:", "Copy from flash0: file system", "15"},
		{"copy ", "bootflash:", "Copy from bootflash: file system", "XE"},
		{"copy ", "running-config", "Copy from current system configuration", "12.4 15 XE"},
		{"copy ", "startup-config", "Copy from startup configuration", "12.4 15 XE"},
		{"copy running-config ", "tftp:", "Copy to tftp: file system", "12.4 15 XE"},
		{"copy tftp: ", "running-config", "Update (merge with) current system configuration", "12.4 15 XE"},
		{"copy running-config ", "startup-config", "Copy to startup configuration", "12.4 15 XE"},
		{"dir ", "nvram:", "Directory or file name", "12.4 15 XE"},
		{"dir ", "bootflash:", "Directory or file name", "XE"},
		{"more ", "flash:", "File to display", "12.4 15 XE"},
		{"delete ", "flash:", "File to be deleted", "12.4 15 XE"},
		{"verify ", "flash:", "File to be verified", "12.4 15 XE"},
	} {
		for _, r := range releases {
			rows := Language(r).Mode(modes.ExecMode).Help(c.line, 15).Rows
			at := slices.IndexFunc(rows, func(row parser.Row) bool { return row.Item == c.item })
			want := slices.Contains(strings.Fields(c.has), r.String())
			if (at >= 0) != want {
				t.Errorf("%v: %q offers %s: %v", r, c.line+"?", c.item, !want)
			} else if want && rows[at].Text != c.text {
				t.Errorf("%v: %q: %s is %q, want %q", r, c.line+"?", c.item, rows[at].Text, c.text)
			}
		}
	}
}
