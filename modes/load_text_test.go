package modes

import "testing"

// Whatever a terminal keeps of the pager's prompt, a line has the indent with which it was printed.
func TestPagedLines(t *testing.T) {
	for text, want := range map[string]string{
		" --More-- \b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\b set peer 1.1.1.1": " set peer 1.1.1.1",
		" --More-- \r          \r set peer 1.1.1.1":                                     " set peer 1.1.1.1",
		" --More-- \r          \rhostname A\r":                                          "hostname A",
		" --More--  set peer 1.1.1.1":                                                   " set peer 1.1.1.1",
		" --More-- hostname A":                                                          "hostname A",
		"--More--hostname A":                                                            "hostname A",
		" description --More-- and more":                                                " description --More-- and more",
	} {
		if got := ConfigLines(text); len(got) != 1 || got[0] != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
