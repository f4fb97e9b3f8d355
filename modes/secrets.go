package modes

import (
	"strings"
)

// secretWords matches what stands before a secret, and the secret.
const secretWords = `(?i)\b((?:enable\s+(?:sec\S*|pas\S*)|username\s+\S+(?:\s+privilege\s+\d+)?\s+(?:sec\S*|pas\S*)|password|pass|secret)(?:\s+level\s+\d+)?(?:\s+[0-9](?:\s))?|` +
	`crypto\s+isa\S*\s+key(?:\s+[06]\s)?|pre-shared-key\s+(?:address|hostname)\s+.*\s+key(?:\s+[06]\s)?|snmp-server\s+community|key-string|key(?:\s+[0-9]\s))(\s*)(\S+)`

// maskSecrets writes something else in place of the secrets of a line.
func (l *Language) MaskSecrets(line, mask string) string {
	return l.secrets.ReplaceAllString(line, "$1$2"+mask)
}

// RemoveSecrets masks the secrets of a text.
func (l *Language) RemoveSecrets(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = l.MaskSecrets(line, "<removed>")
	}
	return strings.Join(lines, "\n")
}
