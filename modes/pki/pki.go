// Package pki holds the commands for certificates: trustpoints, certificate maps and chains, the dialogues by which a router trusts an
// authority and gets a certificate of it, and what `show crypto pki` tells.
package pki

import (
	"strings"

	"ruthere/modes"
)

// Add adds the room's commands. Of two that match the same line the one added first wins.
func Add(l *modes.Language) {
	addServer(l)
	addTrustpoint(l)
	addCertificateMap(l)
	addChain(l)
	addAuthenticate(l)
	addEnroll(l)
	addImport(l)
	addExport(l)
	addShowCertificates(l)
	addShowTrustpoints(l)
	addShowLists(l)
}

// pkiHelp explains the words before those of a command, the older spelling among them.
func pkiHelp(more modes.H) modes.H {
	return modes.MergeHelp(modes.H{"crypto": "Encryption module", "pki": "Public Key components", "ca": "Certification authority"}, more)
}

// older is a command with `crypto ca` in place of `crypto pki`, as it was typed before 12.3. It is taken and never printed, and `?` and
// Tab are silent about it.
func older[T any](c modes.Cmd[T]) modes.Cmd[T] {
	c.Syntax = strings.Replace(c.Syntax, "crypto pki ", "crypto ca ", 1)
	if c.No != "" && c.No != "-" {
		c.No = strings.Replace(c.No, "crypto pki ", "crypto ca ", 1)
	}
	help := modes.H{}
	for word, text := range c.Help {
		if word != "pki" {
			help[word] = text
		}
	}
	c.Help, c.Show, c.Hidden, c.Document = help, nil, true, nil
	return c
}

// newer is a command without the help for its older spelling.
func newer[T any](c modes.Cmd[T]) modes.Cmd[T] {
	help := modes.H{}
	for word, text := range c.Help {
		if word != "ca" {
			help[word] = text
		}
	}
	c.Help = help
	return c
}

// addBoth adds commands in both spellings.
func addBoth[T any](l *modes.Language, mode string, commands ...modes.Cmd[T]) {
	for _, c := range commands {
		l.Add(mode, newer(c), older(c))
	}
}
