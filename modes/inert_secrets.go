package modes

import (
	"regexp"

	"ruthere/config"
	"ruthere/parser"
)

// What is secret in a line without effect is kept as a device keeps it: a `secret` as its hash, what may be
// written as type 7 so once there is `service password-encryption`.

// A SecretKeeper makes of secrets what is kept of them.
type SecretKeeper struct {
	// Hash makes the arguments of `secret [0 | 5 | 8 | 9] TEXT`, named as those of `enable secret`,
	// those that are kept.
	Hash func(x *Context, a parser.Args) (parser.Args, error)
	// Hide makes of a text in clear that of type 7. Equal texts have equal ones.
	Hide func(clear string) string
}

// hideable finds the argument of a syntax that may be written as type 7.
var hideable = regexp.MustCompile(`[\[|] ?7(?: \||\])[^\[\]:]*?\]? *([a-z0-9-]+):[A-Z]+!`)

// keepSecrets makes the secrets of a line those that are kept of it.
func (k *compiledInert) keepSecrets(x *Context, a parser.Args) error {
	if x == nil {
		return nil
	}
	if k.Hashed {
		kept, err := k.command.mode.language.Secrets.Hash(x, a)
		if err != nil {
			return err
		}
		delete(a, "type0")
		for name, value := range kept {
			a[name] = value
		}
	}
	if x.Config.Services.PasswordEncryption {
		k.hidePassword(a)
	}
	return nil
}

// hidePassword writes the line's password as type 7, if it may be and is not yet. It says whether it did.
func (k *compiledInert) hidePassword(a parser.Args) bool {
	if k.hideable == "" || !a.Has(k.hideable) || a.Has("7") || a.Has("6") {
		return false
	}
	delete(a, "type0")
	a["7"], a[k.hideable] = true, k.command.mode.language.Secrets.Hide(a.Str(k.hideable))
	return true
}

// HidePasswords writes as type 7 what the lines without effect have in clear: what `service
// password-encryption` does to those that are there already.
func (l *Language) HidePasswords(c *config.Config) {
	l.hideIn(l.Mode(GlobalMode), &c.Inert)
	for _, i := range c.Interfaces {
		l.hideIn(l.Mode("interface"), &i.Inert)
	}
	for _, s := range c.RADIUS.Servers {
		l.hideIn(l.Mode("radius-server"), &s.Inert)
	}
}

func (l *Language) hideIn(m *Mode, n *config.Inert) {
	n.Rewrite(func(line config.InertLine) config.InertLine {
		e := m.printed[line.Command]
		if line.Block != nil && e.enter != nil {
			block := line.Block.Clone()
			l.hideIn(e.enter, &block)
			line.Block = &block
		}
		match, err := m.grammar.Match(line.Text, maxPrivilege)
		k := e.withoutEffect
		if err != nil || k == nil || !k.hidePassword(match.Args) {
			return line
		}
		if text, err := e.syntax.Print(match.Args); err == nil {
			line.Text = text
			line.Key = k.key(match.Args)
		}
		return line
	})
}
