package modes

import (
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

// passwordOf is the password that `password [0 | 7] TEXT` asks to be stored.
func passwordOf(c global, a parser.Args) (string, error) {
	text := a.Str("text")
	if a.Has("type7") {
		if _, ok := revealType7(text); !ok {
			return "", refuse("% Invalid encrypted password: " + text)
		}
		return obfuscated + text, nil
	}
	if c.Services.PasswordEncryption {
		text = obfuscate(text, len(text)%10+2)
	}
	return text, nil
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

// secretOf is the hash that `secret [0 | 5 | 8 | 9] TEXT` asks to be stored.
func secretOf(x *Context, a parser.Args) (string, error) {
	text := a.Str("text")
	for n, prefix := range map[string]string{"type5": "$1$", "type8": "$8$", "type9": "$9$"} {
		if !a.Has(n) {
			continue
		}
		if !strings.HasPrefix(text, prefix) || strings.Count(text, "$") != 3 {
			return "", refuse("ERROR: The secret you entered is not a valid encrypted secret.\n" +
				"To enter an UNENCRYPTED secret, do not specify type " + n[4:] + " encryption.\n" +
				"When you properly enter an UNENCRYPTED secret, it will be encrypted.\n\n")
		}
		return text, nil
	}
	return hashSecret(x.Box.Release(), text, x.Config.Hostname, x.Box.Now()), nil
}

func secretArgs(stored string) parser.Args {
	return parser.Args{"type" + itoa(secretType(stored)): true, "text": stored}
}

var secretTypes = H{
	"0": "Specifies an UNENCRYPTED password will follow", "5": "Specifies a MD5 HASHED secret will follow",
	"8": "Specifies a PBKDF2 HASHED secret will follow", "9": "Specifies a SCRYPT HASHED secret will follow",
}

var enableSecret = Cmd[global]{
	Syntax: `enable secret [type0=0 | type5=5 | type8=8 | type9=9] text:LINE`,
	Help: with(secretTypes, H{"enable": "Modify enable password parameters", "secret": "Assign the privileged level secret",
		"text": "The UNENCRYPTED (cleartext) 'enable' secret"}),
	Set: func(x *Context, c global, a parser.Args) (err error) {
		secret, err := secretOf(x, a)
		if err == nil {
			c.Enable.Secret = secret
		}
		return err
	},
	Unset: func(x *Context, c global, a parser.Args) error { c.Enable.Secret = ""; return nil },
	Show: func(c global) []parser.Args {
		if c.Enable.Secret == "" {
			return nil
		}
		return []parser.Args{secretArgs(c.Enable.Secret)}
	},
}

var enablePassword = Cmd[global]{
	Syntax: `enable password [type0=0 | type7=7] text:LINE`,
	Help: H{"enable": "Modify enable password parameters", "password": "Assign the privileged level password",
		"0": "Specifies an UNENCRYPTED password will follow", "7": "Specifies a HIDDEN password will follow",
		"text": "The UNENCRYPTED (cleartext) 'enable' password"},
	Set: func(x *Context, c global, a parser.Args) error {
		password, err := passwordOf(c, a)
		if err == nil {
			c.Enable.Password = password
		}
		return err
	},
	Unset: func(x *Context, c global, a parser.Args) error { c.Enable.Password = ""; return nil },
	Show: func(c global) []parser.Args {
		if c.Enable.Password == "" {
			return nil
		}
		return []parser.Args{passwordArgs(c.Enable.Password, false)}
	},
}

// with is a help table and some more rows.
func with(tables ...H) H {
	all := H{}
	for _, t := range tables {
		for key, text := range t {
			all[key] = text
		}
	}
	return all
}

var username = Cmd[global]{
	Syntax: `username name:WORD [privilege level:<0-15>]
		[secret [type0=0 | type5=5 | type8=8 | type9=9] text:LINE | password [type0p=0 | type7=7] clear:LINE]`,
	Help: with(secretTypes, H{"username": "Establish User Name Authentication", "name": "User name",
		"privilege": "Set user privilege level", "level": "User privilege level", "secret": "Specify the secret for the user", "password": "Specify the password for the user",
		"7": "Specifies a HIDDEN password will follow", "text": "The UNENCRYPTED (cleartext) user secret",
		"clear": "The UNENCRYPTED (cleartext) user password"}),
	Set: func(x *Context, c global, a parser.Args) error {
		u := config.User{Name: a.Str("name"), Privilege: 1}
		if have := c.User(u.Name); have != nil {
			u = *have
		}
		if a.Has("privilege") {
			u.Privilege = a.Int("level")
		}
		if err := credentials(x, c, a, &u); err != nil {
			return err
		}
		if have := c.User(u.Name); have != nil {
			*have = u
			return nil
		}
		c.Users = append(c.Users, u)
		return nil
	},
	No: `username name:WORD`,
	Unset: func(x *Context, c global, a parser.Args) error {
		if !a.Has("name") {
			return errIncomplete
		}
		for i, u := range c.Users {
			if u.Name == a.Str("name") {
				c.Users = append(c.Users[:i:i], c.Users[i+1:]...)
				break
			}
		}
		return nil
	},
	Show: func(c global) (lines []parser.Args) {
		for _, u := range c.Users {
			a := parser.Args{"name": u.Name}
			if u.Privilege != 1 {
				a["privilege"], a["level"] = true, u.Privilege
			}
			switch {
			case u.Secret != "":
				for k, v := range secretArgs(u.Secret) {
					a[k] = v
				}
				a["secret"] = true
			case u.Password != "":
				p := passwordArgs(u.Password, true)
				a["password"], a["clear"] = true, p["text"]
				a["type0p"], a["type7"] = p.Has("type0"), p.Has("type7")
			}
			lines = append(lines, a)
		}
		return present(lines)
	},
}

func credentials(x *Context, c global, a parser.Args, u *config.User) error {
	switch {
	case a.Has("text"):
		secret, err := secretOf(x, a)
		if err != nil {
			return err
		}
		u.Secret, u.Password = secret, ""
	case a.Has("clear"):
		if u.Secret != "" {
			return refuse("ERROR: Can not have both a user password and a user secret.\nPlease choose one or the other.")
		}
		password, err := passwordOf(c, parser.Args{"text": a.Str("clear"), "type7": a.Has("type7")})
		if err != nil {
			return err
		}
		u.Password = password
	}
	return nil
}

func init() { Global.Add(enableSecret, enablePassword, username) }
