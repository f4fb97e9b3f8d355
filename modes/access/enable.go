package access

import (
	"fmt"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// passwordOf is the password that `password [0 | 7] TEXT` asks to be stored.
func passwordOf(x *modes.Context, a parser.Args) (string, error) {
	text := a.Str("text")
	if a.Has("type7") {
		if _, ok := revealType7(text); !ok {
			return "", modes.Refuse("Invalid encrypted password: " + text)
		}
		return obfuscated + text, nil
	}
	if err := longEnough(x, text); err != nil {
		return "", err
	}
	if x.Config.Services.PasswordEncryption {
		text = obfuscate(text, len(text)%10+2)
	}
	return text, nil
}

// longEnough holds a new password in clear against `security passwords min-length`. One that
// was stored before there was the rule stays as it is.
func longEnough(x *modes.Context, text string) error {
	if n := x.Config.Services.PasswordMinLength; len(text) < n && !x.Loading {
		return modes.Refuse(fmt.Sprintf("%% Password too short - must be at least %d characters. Password configuration failed", n))
	}
	return nil
}

// passwordArgs is the inverse of passwordOf; numbered writes the 0 of a clear one.
func passwordArgs(stored string, numbered bool) parser.Args {
	if text, ok := strings.CutPrefix(stored, obfuscated); ok {
		return parser.Args{"type7": true, "text": text}
	}
	a := parser.Args{"text": stored}
	if numbered {
		a["type0"] = true
	}
	return a
}

// secretOf is the hash that `secret [0 | 4 | 5 | 8 | 9] TEXT` asks to be stored.
func secretOf(x *modes.Context, a parser.Args) (string, error) {
	text := a.Str("text")
	for _, n := range []int{4, 5, 8, 9} {
		if !a.Has("type" + modes.Itoa(n)) {
			continue
		}
		if secretType(text) != n || n != 4 && strings.Count(text, "$") != 3 || n == 4 && len(text) != type4Length {
			return "", modes.Refuse("ERROR: The secret you entered is not a valid encrypted secret.\n" +
				"To enter an UNENCRYPTED secret, do not specify type " + modes.Itoa(n) + " encryption.\n" +
				"When you properly enter an UNENCRYPTED secret, it will be encrypted.\n\n")
		}
		return text, nil
	}
	if err := longEnough(x, text); err != nil {
		return "", err
	}
	return hashSecret(algorithmOf(x.Device.Release(), a), text, x.Device.Salt(saltBytes)), nil
}

// algorithmOf is the hash that a command asks for, or that its release makes: md5-crypt,
// or scrypt on IOS XE.
func algorithmOf(r debuglog.Release, a parser.Args) int {
	switch {
	case a.Has("sha256"):
		return 8
	case a.Has("scrypt"):
		return 9
	case a.Has("md5") || r != debuglog.IOSXE:
		return 5
	}
	return 9
}

func secretArgs(stored string) parser.Args {
	return parser.Args{"type" + modes.Itoa(secretType(stored)): true, "text": stored}
}

// hashedArgs are the arguments that are kept of a `secret` that a line asks for.
func hashedArgs(x *modes.Context, a parser.Args) (parser.Args, error) {
	stored, err := secretOf(x, a)
	return secretArgs(stored), err
}

func secretTypes() modes.H {
	return modes.H{
		"0": "Specifies an UNENCRYPTED password will follow", "4": "Specifies a SHA256 ENCRYPTED secret will follow",
		"5": "Specifies a MD5 HASHED secret will follow",
		"8": "Specifies a PBKDF2 HASHED secret will follow", "9": "Specifies a SCRYPT HASHED secret will follow",
	}
}

func algorithms() modes.H {
	return modes.H{
		"algorithm-type": "Algorithm to use for hashing the plaintext 'enable' secret",
		"md5":            "Encode the password using the MD5 algorithm",
		"sha256":         "Encode the password using the PBKDF2 hashing algorithm",
		"scrypt":         "Encode the password using the SCRYPT hashing algorithm",
	}
}

func enableHelp() modes.H {
	return modes.H{"enable": "Modify enable password parameters", "level": "Set exec level password", "number": "Level number"}
}

// levelOf is the privilege level that an `enable` line is about.
func levelOf(a parser.Args) int {
	if a.Has("number") {
		return a.Int("number")
	}
	return modes.TopLevel
}

// byLevel are the lines of the levels that have something to say.
func byLevel(c modes.Global, args func(config.Credential) parser.Args) (lines []parser.Args) {
	for level, credential := range c.Enable {
		a := args(credential)
		if a == nil {
			continue
		}
		if level != modes.TopLevel {
			a["level"], a["number"] = true, level
		}
		lines = append(lines, a)
	}
	return lines
}

func setEnableSecret(x *modes.Context, c modes.Global, a parser.Args) error {
	secret, err := secretOf(x, a)
	if err != nil {
		return err
	}
	of := &c.Enable[levelOf(a)]
	of.Secret = secret
	if of.Password != "" && matchesSecret(secret, reveal(of.Password)) && !x.Loading {
		x.Printf("The enable secret you have chosen is the same as your enable password.\n" +
			"This is not recommended.  Re-enter the enable secret.\n\n")
	}
	return nil
}

func enableSecret() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `enable secret [level number:<1-15>] [type0=0 | <15,xe> type4=4 | type5=5 | <15,xe> type8=8 | <15,xe> type9=9] text:LINE!`,
		Help: modes.MergeHelp(secretTypes(), enableHelp(), modes.H{"secret": "Assign the privileged level secret",
			"text": "The UNENCRYPTED (cleartext) 'enable' secret"}),
		Set: setEnableSecret,
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.Enable[levelOf(a)].Secret = ""
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			return byLevel(c, func(e config.Credential) parser.Args {
				if e.Secret == "" {
					return nil
				}
				return secretArgs(e.Secret)
			})
		},
	}
}

func enableAlgorithm() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `enable <15,xe> algorithm-type {md5 | scrypt | sha256} secret [level number:<1-15>] text:LINE!`,
		Help: modes.MergeHelp(algorithms(), enableHelp(), modes.H{"secret": "Assign the privileged level secret",
			"text": "The UNENCRYPTED (cleartext) 'enable' secret"}),
		Set: setEnableSecret,
	}
}

func enablePassword() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `enable password [level number:<1-15>] [type0=0 | type7=7] text:LINE!`,
		Help: modes.MergeHelp(enableHelp(), modes.H{"password": "Assign the privileged level password",
			"0": "Specifies an UNENCRYPTED password will follow", "7": "Specifies a HIDDEN password will follow",
			"text": "The UNENCRYPTED (cleartext) 'enable' password"}),
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			password, err := passwordOf(x, a)
			if err == nil {
				c.Enable[levelOf(a)].Password = password
			}
			return err
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.Enable[levelOf(a)].Password = ""
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			return byLevel(c, func(e config.Credential) parser.Args {
				if e.Password == "" {
					return nil
				}
				return passwordArgs(e.Password, false)
			})
		},
	}
}

func passwordMinLength() modes.Cmd[modes.Global] {
	return modes.Number(`security passwords min-length characters:<0-16>`,
		modes.H{"security": "Infra Security CLIs", "passwords": "Password security CLIs", "min-length": "Minimum length of passwords",
			"characters": "Length of password"},
		0, func(c modes.Global) *int { return &c.Services.PasswordMinLength }).WithoutDefaultLine()
}

// with is a help table and some more rows.
func addEnable(l *modes.Language) {
	l.Add("global", enableSecret(), enablePassword(), enableAlgorithm(), passwordMinLength())
}
