package modes

import (
	"regexp"
	"slices"
	"strings"

	"ruthere/parser"
)

// What is secret in a line is marked in the grammar (`key:LINE!`, see package parser), and
// every printer that is read by others than whoever typed the line masks by these marks:
// `show tech-support`, the log of configuration commands, and the lists of refused lines.
// What the grammar does not understand is masked by words that look secret.

// secretPatterns find secrets without the grammar.
type secretPatterns struct {
	shown *regexp.Regexp // in what show commands print: one word after the secret word
	line  *regexp.Regexp // in lines that are not understood: all that follows
	url   *regexp.Regexp // a password in a URL
}

func compileSecretPatterns() secretPatterns {
	return secretPatterns{
		shown: regexp.MustCompile(`(?i)\b((?:enable\s+(?:sec\S*|pas\S*)|username\s+\S+(?:\s+privilege\s+\d+)?\s+(?:sec\S*|pas\S*)|` +
			`password|pass|secret)(?:\s+level\s+\d+)?(?:\s+[0-9](?:\s))?|` +
			`crypto\s+isa\S*\s+key(?:\s+[06]\s)?|pre-shared-key\s+(?:address|hostname)\s+.*\s+key(?:\s+[06]\s)?|` +
			`snmp-server\s+community|key-string|key(?:\s+[0-9]\s))(\s*)(\S+)`),
		line: regexp.MustCompile(`(?i)((?:^|[\s-])(?:sec|secr|secre|secret|pas|pass|passw|passwo|passwor|password|passwd|passphrase|pin|` +
			`key|server-key|key-string|psk|pre-shared-key(?:\s+(?:address|hostname)\s.*?\skey)?|pre-shared-key|community|` +
			`authentication(?:-key)?|authen|auth|priv|md5|sha|string|hostkey|credential|ppk)(?:\s+[0-9])?)(\s+)(\S.*)`),
		url: regexp.MustCompile(`(://[^/\s:@]*:)([^/\s@]+)(@)`),
	}
}

// maskUnknown masks a line, or a part of one, that the grammar cannot judge.
func (l *Language) maskUnknown(line, mask string) string {
	return l.secrets.line.ReplaceAllString(line, "${1}${2}"+mask)
}

func (l *Language) maskURLs(line, mask string) string {
	return l.secrets.url.ReplaceAllString(line, "${1}"+mask+"${3}")
}

// maskIn masks a line of a configuration that was typed in the first of these modes; the
// others are those around it, from the inside. It returns what the line was understood as
// and the index of its mode; -1 if it was not understood.
func (l *Language) maskIn(around []*Mode, line, mask string) (masked string, understood parser.Match, at int) {
	for i, m := range around {
		match, err := m.grammar.Match(line, maxPrivilege)
		if err != nil {
			continue
		}
		secrets := m.secretsOf(match, line)
		masked := l.maskSpans(line, secrets, mask)
		if outermost := around[len(around)-1]; m != outermost && !strings.HasPrefix(line, " ") {
			// An abbreviation or a text of any lines, such as a macro, may have taken a line that was meant for the outermost mode.
			if outer, err := outermost.grammar.Match(line, maxPrivilege); err == nil {
				hidden := outermost.secretsOf(outer, line)
				if byOuter := l.maskSpans(line, hidden, mask); byOuter != line && (hides(hidden) || !hides(secrets)) {
					masked = byOuter
				}
			}
		}
		return l.maskURLs(masked, mask), match, i
	}
	return l.maskURLs(l.maskUnknown(line, mask), mask), parser.Match{}, -1
}

// secretsOf are the secrets of a line that was understood.
func (m *Mode) secretsOf(match parser.Match, line string) []parser.Secret {
	if m.forms != nil {
		if form, err := m.forms.Match(line, maxPrivilege); err == nil {
			return form.Secrets
		}
	}
	return match.Secrets
}

// hides says whether something of a line must not be shown at all.
func hides(secrets []parser.Secret) bool {
	return slices.ContainsFunc(secrets, func(s parser.Secret) bool { return s.Secrecy == parser.Hidden })
}

// maskSpans masks the secret arguments of a line.
func (l *Language) maskSpans(line string, secrets []parser.Secret, mask string) string {
	for _, s := range slices.Backward(secrets) {
		shown := mask
		if s.Secrecy == parser.FreeText {
			shown = l.maskUnknown(line[s.Start:s.End], mask)
		}
		line = line[:s.Start] + shown + line[s.End:]
	}
	return line
}

// MaskSecrets masks the secrets of a line that was typed in the session's mode, or would
// have been.
func (s *Session) MaskSecrets(line, mask string) string {
	var around []*Mode
	for i := len(s.stack) - 1; i >= 1; i-- {
		around = append(around, s.stack[i].mode)
	}
	masked, _, _ := s.language().maskIn(around, line, mask)
	return masked
}

// RemoveSecrets masks the secrets of the text of a configuration.
func (l *Language) RemoveSecrets(text string) string {
	m := l.newMasker("<removed>", true)
	return m.mask(text) + m.flush()
}

// A masker masks a text that is printed piece by piece.
type masker struct {
	language      *Language
	with          string
	configuration bool    // the text is one
	around        []*Mode // of the next line, from the inside
	begun         string  // a line that has not ended yet
}

func (l *Language) newMasker(with string, configuration bool) *masker {
	return &masker{language: l, with: with, configuration: configuration, around: []*Mode{l.Mode(GlobalMode)}}
}

// mask takes a piece of the text and returns the lines that are complete, masked.
func (m *masker) mask(piece string) string {
	lines := strings.Split(m.begun+piece, "\n")
	last := len(lines) - 1
	for i, line := range lines[:last] {
		lines[i] = m.maskLine(line)
	}
	m.begun, lines[last] = lines[last], ""
	return strings.Join(lines, "\n")
}

// flush returns the line that the text ended in.
func (m *masker) flush() string {
	line := m.begun
	m.begun = ""
	return m.maskLine(line)
}

func (m *masker) maskLine(line string) string {
	switch {
	case m.configuration:
		return m.maskConfigLine(line)
	case strings.Contains(line, loggedCommand):
		head, command, _ := strings.Cut(line, loggedCommand)
		return head + loggedCommand + m.language.maskAnywhere(command, m.with)
	}
	return m.language.maskURLs(m.language.secrets.shown.ReplaceAllString(line, "$1$2"+m.with), m.with)
}

// loggedCommand stands in a log line before a command that somebody typed.
const loggedCommand = "logged command:"

// maskAnywhere masks a line whose mode is not known: by each mode that understands it.
func (l *Language) maskAnywhere(line, mask string) string {
	understood := false
	for _, m := range l.Modes() {
		if m.ID == ExecMode {
			continue
		}
		masked, _, at := l.maskIn([]*Mode{m}, line, mask)
		if understood = understood || at >= 0; at >= 0 && masked != line {
			return masked
		}
	}
	if understood {
		return line
	}
	return l.maskURLs(l.maskUnknown(line, mask), mask)
}

func (m *masker) maskConfigLine(line string) string {
	text := strings.TrimLeft(line, " \t")
	if text == "" || text[0] == '!' || isNoise(line) {
		return line
	}
	around := m.around
	if outer := around[0].outerKeyword; outer != "" && strings.HasPrefix(text, outer+" ") && len(around) > 1 {
		around = around[1:]
	}
	masked, match, at := m.language.maskIn(around, line, m.with)
	if at < 0 {
		return masked
	}
	m.around = around[at:]
	if act := match.Tag.(action); act.command.enter != nil && act.form == "" {
		m.around = append([]*Mode{act.command.enter}, m.around...)
	}
	return masked
}

// AddSecretForms says where in a mode's lines secrets stand that a command keeps as text:
// the syntaxes are those of the lines, as far as they matter, and are used for nothing else.
func (l *Language) AddSecretForms(mode string, syntaxes ...string) {
	m := l.Mode(mode)
	if m.forms == nil {
		m.forms = parser.NewGrammar(mode)
	}
	for _, text := range syntaxes {
		help := H{}
		for word := range wordsOf(text) {
			if word != "" {
				help[word] = word
			}
		}
		s := parser.MustCompile(text, help, l.types...)
		m.forms.Add(s, nil, 0, false)
		m.forms.Add(s.No("no"), nil, 0, false)
	}
}
