package modes

import "strings"

// configLines parts a text into lines. What a terminal did while it was recorded is
// undone: the prompts of the pager are gone from the screen once a key is typed.
func ConfigLines(text string) []string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line = strings.TrimSuffix(line, "\r")
		if strings.Contains(line, "\b") {
			line = strings.TrimRight(overstrike(line), " ")
		}
		if before, after, paged := strings.Cut(line, "--More--"); paged && strings.Trim(before, " ") == "" {
			line = strings.TrimPrefix(after, " ") // the prompt's own
			if at := strings.LastIndexByte(after, '\r'); at >= 0 {
				line = after[at+1:]
			}
		}
		lines[i] = line
	}
	return lines
}

// overstrike is what a line looks like after its backspaces.
func overstrike(line string) string {
	var shown []byte
	at := 0
	for i := range len(line) {
		switch {
		case line[i] == '\b':
			at = max(at-1, 0)
			continue
		case at < len(shown):
			shown[at] = line[i]
		default:
			shown = append(shown, line[i])
		}
		at++
	}
	return string(shown)
}

// isNoise says whether a line is what `show running-config` prints around the
// configuration.
func isNoise(line string) bool {
	for _, beginning := range []string{"Building configuration...", "Current configuration", "Using ", "Uncompressed configuration from "} {
		if strings.HasPrefix(line, beginning) {
			return true
		}
	}
	return false
}
