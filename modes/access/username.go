package access

import (
	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func username() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `username name:WORD &{privilege level:<0-15> | one-time | nohangup | noescape | access-class list:WORD |
			user-maxlinks links:<1-2147483647> | view view-name:WORD}
		[nopassword | secret [type0=0 | <15,xe> type4=4 | type5=5 | <15,xe> type8=8 | <15,xe> type9=9] text:LINE! |
		password [type0p=0 | type7=7] clear:LINE! |
		autocommand command:LINE]`,
		Help: modes.MergeHelp(secretTypes(), modes.H{"username": "Establish User Name Authentication", "name": "User name",
			"privilege": "Set user privilege level", "level": "User privilege level",
			"one-time": "Specify that the username/password is valid for only one time",
			"nohangup": "Do not disconnect after an automatic command", "noescape": "Prevent the user from using an escape character",
			"access-class": "Restrict access by access-class", "list": "Access-list number or name",
			"user-maxlinks": "Limit the user's number of inbound links", "links": "User's maximum number of links",
			"view": "Set view name", "view-name": "View name", "nopassword": "No password is required for the user to log in",
			"secret": "Specify the secret for the user", "password": "Specify the password for the user",
			"7": "Specifies a HIDDEN password will follow", "text": "The UNENCRYPTED (cleartext) user secret",
			"clear": "The UNENCRYPTED (cleartext) user password", "autocommand": "Automatically issue a command after the user logs in",
			"command": "Command to be automatically issued after the user logs in"}),
		Set: setUser,
		No: `username name:WORD [{privilege | one-time | nohangup | noescape | access-class | user-maxlinks | view | nopassword |
			secret | password | autocommand} [text:LINE!]]`,
		Unset: unsetUser,
		Show: func(c modes.Global) (lines []parser.Args) {
			for i := range c.Users {
				lines = append(lines, userLines(&c.Users[i])...)
			}
			return modes.DropFalse(lines)
		},
	}
}

func usernameAlgorithm() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `username name:WORD [privilege level:<0-15>] <15,xe> algorithm-type {md5 | scrypt | sha256} secret text:LINE!`,
		Help: modes.MergeHelp(algorithms(), modes.H{"username": "Establish User Name Authentication", "name": "User name",
			"privilege": "Set user privilege level", "level": "User privilege level",
			"algorithm-type": "Algorithm to use for hashing the plaintext secret for the user",
			"secret":         "Specify the secret for the user", "text": "The UNENCRYPTED (cleartext) user secret"}),
		Set: setUser,
	}
}

func setUser(x *modes.Context, c modes.Global, a parser.Args) error {
	u := config.User{Name: a.Str("name"), Privilege: 1}
	if have := c.User(u.Name); have != nil {
		u = *have
	}
	if err := credentials(x, a, &u); err != nil {
		return err
	}
	if a.Has("privilege") {
		u.Privilege = a.Int("level")
	}
	u.OneTime = u.OneTime || a.Has("one-time")
	u.NoHangup = u.NoHangup || a.Has("nohangup")
	u.NoEscape = u.NoEscape || a.Has("noescape")
	for name, value := range map[string]*string{"list": &u.AccessClass, "view-name": &u.View, "command": &u.AutoCommand} {
		if a.Has(name) {
			*value = a.Str(name)
		}
	}
	if a.Has("links") {
		u.MaxLinks = a.Int("links")
	}
	if have := c.User(u.Name); have != nil {
		*have = u
		return nil
	}
	c.Users = append(c.Users, u)
	return nil
}

var errPasswordAndSecret = modes.Refuse("ERROR: Can not have both a user password and a user secret.\nPlease choose one or the other.")

// credentials sets what the user will have to type.
func credentials(x *modes.Context, a parser.Args, u *config.User) error {
	switch {
	case a.Has("nopassword"):
		u.NoPassword, u.Secret, u.Password = true, "", ""
	case a.Has("text"):
		if u.Password != "" {
			return errPasswordAndSecret
		}
		secret, err := secretOf(x, a)
		if err != nil {
			return err
		}
		u.Secret, u.NoPassword = secret, false
	case a.Has("clear"):
		if u.Secret != "" {
			return errPasswordAndSecret
		}
		password, err := passwordOf(x, parser.Args{"text": a.Str("clear"), "type7": a.Has("type7")})
		if err != nil {
			return err
		}
		u.Password, u.NoPassword = password, false
	}
	return nil
}

// unsetUser removes the user; `no username NAME privilege` and its like only that.
func unsetUser(x *modes.Context, c modes.Global, a parser.Args) error {
	if !a.Has("name") {
		return modes.ErrIncomplete
	}
	u := c.User(a.Str("name"))
	switch {
	case u == nil:
	case a.Has("text"): // the line as it stands in the running-config
		c.RemoveUser(u.Name)
	case a.Has("privilege"):
		u.Privilege = 1
	case a.Has("one-time"):
		u.OneTime = false
	case a.Has("nohangup"):
		u.NoHangup = false
	case a.Has("noescape"):
		u.NoEscape = false
	case a.Has("access-class"):
		u.AccessClass = ""
	case a.Has("user-maxlinks"):
		u.MaxLinks = 0
	case a.Has("view"):
		u.View = ""
	case a.Has("autocommand"):
		u.AutoCommand = ""
	case x == nil || x.Loading || x.Device.Release() == debuglog.IOS124:
		c.RemoveUser(u.Name)
	default:
		name, session := u.Name, x.Session
		x.Terminal.Confirm("This operation will remove all username related configurations with same name.Do you want to continue? [confirm]",
			func(yes bool) {
				if yes {
					session.ChangeConfig(func(c *config.Config) { c.RemoveUser(name) })
				}
			})
	}
	return nil
}

// userLines are the lines of one user: what has to be typed, and what follows.
func userLines(u *config.User) (lines []parser.Args) {
	a := parser.Args{"name": u.Name, "one-time": u.OneTime, "nohangup": u.NoHangup, "noescape": u.NoEscape, "nopassword": u.NoPassword}
	if u.Privilege != 1 {
		a["privilege"], a["level"] = true, u.Privilege
	}
	if u.AccessClass != "" {
		a["access-class"], a["list"] = true, u.AccessClass
	}
	if u.MaxLinks > 0 {
		a["user-maxlinks"], a["links"] = true, u.MaxLinks
	}
	if u.View != "" {
		a["view"], a["view-name"] = true, u.View
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
	if u.AutoCommand != "" {
		lines = append(lines, parser.Args{"name": u.Name, "autocommand": true, "command": u.AutoCommand})
	}
	return lines
}

func addUsername(l *modes.Language) { l.Add("global", username(), usernameAlgorithm()) }
