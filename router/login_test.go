package router

import (
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

const office = `
hostname R1
enable secret top
username admin privilege 15 secret s3cret
username op password lesser
line vty 0 4
 login local
`

func TestLoginByName(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office)
	d.want("telnet", d.telnet(1, "10.0.0.3")+d.typed(1, "admin", "wrong", "nobody", "x", "", "ADMIN", "s3cret"), `
User Access Verification

Username: admin
Password: 
% Login invalid

Username: nobody
Password: 
% Login invalid

Username: 
Username: ADMIN
Password: 
R1#`)
	d.wantLog(
		"%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: admin] [Source: 10.0.0.3] [localport: 23]"+
			" [Reason: Login Authentication Failed - BadPassword] at 15:00:00 UTC Wed Mar 25 2026",
		"%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: nobody] [Source: 10.0.0.3] [localport: 23]"+
			" [Reason: Login Authentication Failed - BadUser] at 15:00:02 UTC Wed Mar 25 2026")
	if took := d.now.Sub(d.router.boot); took < 4*time.Second {
		t.Errorf("two wrong passwords took %v", took)
	}
}

func TestThreeWrongPasswordsEndTheLogin(t *testing.T) {
	for _, c := range []struct{ name, line, aaa, want string }{
		{"by name", "login local", "", `u
Password: 
% Login invalid

Username: u
Password: 
% Login invalid

Username: u
Password: 
% Login invalid

[closed]
`},
		{"by the line's password", "login\n password p", "", `
Password: 
Password: 
% Bad passwords
[closed]
`},
		{"with aaa new-model", "", "aaa new-model", `u
Password: 

% Authentication failed

Username: u
Password: 

% Authentication failed

Username: u
Password: 

% Authentication failed

[closed]
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newRig(t, debuglog.IOS15, c.aaa+"\nusername admin password p\nline vty 0 4\n "+c.line+"\n")
			d.telnet(1, "10.0.0.3")
			for range 6 {
				if _, asked := d.asked[1]; asked {
					d.screen(1).WriteString(d.typed(1, "u"))
				}
				d.pass(3 * time.Second)
			}
			d.want("screen", d.new(1), c.want)
			if got := len(d.said()); got != 3 {
				t.Errorf("%d failures were logged, want 3", got)
			}
		})
	}
}

func TestNobodyAnswersTheLogin(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office)
	d.telnet(1, "10.0.0.3")
	d.pass(29 * time.Second)
	d.want("29 s", d.new(1), "")
	d.pass(time.Second)
	d.want("30 s", d.new(1), "\n% Username:  timeout expired!\nUsername: ")
	d.typed(1, "admin")
	d.pass(30 * time.Second)
	d.want("another 30 s", d.new(1), "\n% Password:  timeout expired!\nUsername: ")
	d.pass(30 * time.Second)
	d.want("another 30 s", d.new(1), "\n% Username:  timeout expired!\n[closed]\n")
}

func TestNoPasswordNoLogin(t *testing.T) {
	d := newRig(t, debuglog.IOS15, "hostname R1\n")
	d.want("telnet", d.telnet(1, "10.0.0.3"), "\nPassword required, but none set\n[closed]\n")
	d.want("ssh", d.ssh(2, "10.0.0.3", "admin", "", "x"), "")
	if d.answer.OK || d.answer.Left != 1 || d.answer.Wait < 2*time.Second {
		t.Errorf("an SSH password where none is set: %+v", d.answer)
	}
	open := newRig(t, debuglog.IOS15, "hostname R1\nline vty 0 4\n no login\n")
	open.want("telnet with no login", open.telnet(1, "10.0.0.3"), "R1>")
	open.want("SSH with no login", open.ssh(2, "10.0.0.3", "admin", ""), "")
}

// Which way of proving who one is a line asks for, and at what level the user comes out.
func TestMethodLists(t *testing.T) {
	const users = "enable secret top\nusername admin privilege 15 password p\nusername op password o\n"
	for _, c := range []struct {
		name, startup string
		typed         []string
		want          string // how the screen ends
	}{
		{"local by default", "aaa new-model\n", []string{"admin", "p"}, "Password: \nR1>"},
		{"a group without servers, then local", "aaa new-model\naaa authentication login default group tacacs+ local\n",
			[]string{"op", "o"}, "Password: \nR1>"},
		{"only a group", "aaa new-model\naaa authentication login default group tacacs+\n", []string{"op", "o"},
			"\n% Authentication failed\n\nUsername: "},
		{"the line's password", "aaa new-model\naaa authentication login default line\nline vty 0 4\n password l\n",
			[]string{"l"}, "Password: \nR1>"},
		{"no line password, then enable", "aaa new-model\naaa authentication login default line enable\n", []string{"top"}, "Password: \nR1>"},
		{"none", "aaa new-model\naaa authentication login default none\n", nil, "R1>"},
		{"a list of the line's own", "aaa new-model\naaa authentication login default local\naaa authentication login OPEN none\n" +
			"line vty 0 4\n login authentication OPEN\n", nil, "R1>"},
		{"the case of local names", "aaa new-model\naaa authentication login default local-case\n", []string{"ADMIN", "p"},
			"\n% Authentication failed\n\nUsername: "},
		{"authorization gives the level", "aaa new-model\naaa authorization exec default local\n", []string{"admin", "p"}, "Password: \nR1#"},
		{"authorization without a level", "aaa new-model\naaa authorization exec default if-authenticated\n", []string{"admin",
			"p"}, "Password: \nR1>"},
		{"authorization refused", "aaa new-model\naaa authorization exec default group radius\n", []string{"admin", "p"},
			"% Authorization failed.\n[closed]\n"},
		{"the line's level", "aaa new-model\nline vty 0 4\n privilege level 15\n", []string{"op", "o"}, "Password: \nR1#"},
		{"prompts of one's own", "aaa new-model\naaa authentication username-prompt \"Who goes there:\"\n", []string{"admin"},
			"Who goes there: admin\nPassword: "},
		{"the old model gives the level", "line vty 0 4\n login local\n", []string{"admin", "p"}, "Password: \nR1#"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newRig(t, debuglog.IOS15, "hostname R1\n"+users+c.startup)
			got := d.telnet(1, "10.0.0.3") + d.typed(1, c.typed...)
			d.pass(3 * time.Second)
			got += d.new(1)
			if !strings.HasSuffix(got, c.want) {
				t.Errorf("screen %q\nwant it to end in %q", got, c.want)
			}
		})
	}
}

func TestConsoleWithNewModel(t *testing.T) {
	d := newRig(t, debuglog.IOS15, "hostname R1\naaa new-model\nusername admin privilege 15 password p\n")
	d.want("no default list", d.new(0), "R1>")
	d = newRig(t, debuglog.IOS15, "hostname R1\naaa new-model\naaa authentication login default local\n"+
		"aaa authorization exec default local\nusername admin privilege 15 password p\n")
	d.want("a default list", d.typed(0, "admin", "p"), "\nUser Access Verification\n\nUsername: admin\nPassword: \nR1>")
	d = newRig(t, debuglog.IOS15, "hostname R1\naaa new-model\naaa authentication login default local\n"+
		"aaa authorization exec default local\naaa authorization console\nusername admin privilege 15 password p\n")
	d.want("authorization on the console", d.typed(0, "admin", "p"), "\nUser Access Verification\n\nUsername: admin\nPassword: \nR1#")
}

func TestWhoMayConnect(t *testing.T) {
	d := newRig(t, debuglog.IOS15, `
hostname R1
access-list 23 permit 10.0.0.0 0.0.0.255
ip access-list extended SSH-ONLY
 permit tcp host 10.0.1.9 any eq 22
line vty 0 1
 no login
 access-class 23 in
 transport input telnet
line vty 2 4
 no login
 access-class SSH-ONLY in
 transport input ssh
`)
	for i, c := range []struct {
		transport, from string
		in              bool
	}{
		{"telnet", "10.0.0.3", true},
		{"telnet", "10.0.1.9", false},
		{"ssh", "10.0.1.9", true},
		{"ssh", "10.0.0.3", false},
		{"telnet", "10.0.0.4", true},
		{"telnet", "10.0.0.5", false}, // both lines are in use
	} {
		d.connect(i+1, config.Transport(c.transport), c.from)
		if in := d.refused == ""; in != c.in {
			t.Errorf("%s from %s: in %v, want %v", c.transport, c.from, in, c.in)
		}
	}
	d.typed(1, "exit")
	d.want("a line that is free again", d.telnet(9, "10.0.0.6"), "R1>")
}

func TestAutocommand(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office+"username guest password g\nusername guest autocommand show privilege\n"+
		"username stay nohangup password s\nusername stay autocommand show privilege\n"+
		"username once one-time password o\n")
	d.telnet(1, "10.0.0.3")
	d.want("an automatic command", d.typed(1, "guest", "g"), "guest\nPassword: \nCurrent privilege level is 1\n[closed]\n")
	d.telnet(2, "10.0.0.3")
	d.want("nohangup", d.typed(2, "stay", "s"), "stay\nPassword: \nCurrent privilege level is 1\nR1>")
	d.telnet(3, "10.0.0.3")
	d.want("once", d.typed(3, "once", "o", "exit"), "once\nPassword: \nR1>exit\n[closed]\n")
	d.telnet(4, "10.0.0.3")
	d.want("not twice", d.typed(4, "once", "o", "x"), "once\nPassword: \n% Login invalid\n\nUsername: x\nPassword: ")
	d.connect(5, "ssh", "10.0.0.9")
	d.do(Authenticate{Terminal: 5, User: "admin", Password: "s3cret"})
	d.do(Enter{Terminal: 5, Command: "show privilege"})
	d.want("a command of the client's", d.new(5), "Current privilege level is 15\n[closed]\n")
}

func TestNobodyEntersUnauthenticated(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office)
	d.connect(1, "ssh", "10.0.0.3")
	d.do(Enter{Terminal: 1})
	d.want("a shell", d.new(1), "[closed]\n")
	d.connect(2, "ssh", "10.0.0.3")
	d.do(Authenticate{Terminal: 2, User: "admin", Password: "x"})
	d.do(Enter{Terminal: 2, Command: "show version"})
	d.want("a command", d.new(2), "[closed]\n")
}

func TestBanners(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office+"ip domain name lab.example\nbanner motd ^CThis is $(hostname).$(domain)^C\n"+
		"banner login ^CLine $(line)^C\nbanner exec ^CBehave.^C\n"+
		"line vty 3\n login local\n no exec-banner\n")
	d.want("telnet", d.telnet(1, "10.0.0.3")+d.typed(1, "op", "lesser"), `
This is R1.lab.example

Line 2

User Access Verification

Username: op
Password: 

Behave.
R1>`)
	d.want("ssh", d.ssh(2, "10.0.0.3", "op", "lesser"), "\nThis is R1.lab.example\n\nBehave.\nR1>")
	d.telnet(3, "10.0.0.3")
	d.want("no exec-banner", d.ssh(4, "10.0.0.3", "op", "lesser"), "R1>")
}

// Two users with the same password have hashes of their own; the same seed gives the same text; and
// what is printed lets the user in after it was loaded again.
func TestSaltsAreRandom(t *testing.T) {
	hashes := func() []string {
		d := newRig(t, debuglog.IOSXE, "hostname R1\nline con 0\n privilege level 15\nline vty 0 4\n login local\n")
		d.typed(0, "configure terminal", "username a secret same", "username b secret same", "username c algorithm-type sha256 secret same",
			"username d algorithm-type md5 secret same", "enable secret same", "end", "terminal length 0")
		var lines []string
		for line := range strings.Lines(d.typed(0, "show running-config | include secret")) {
			if strings.Contains(line, "$") {
				lines = append(lines, line)
			}
		}
		return lines
	}
	lines := hashes()
	again := strings.Join(hashes(), "")
	if text := strings.Join(lines, ""); len(lines) != 5 || text != again {
		t.Fatalf("the same seed gives\n%s\nand\n%s", text, again)
	}
	salts := map[string]bool{}
	for _, line := range lines {
		salts[strings.Split(line, "$")[2]] = true
	}
	if len(salts) != len(lines) {
		t.Errorf("%d salts for %d secrets:\n%s", len(salts), len(lines), again)
	}
	d := newRig(t, debuglog.IOSXE, "hostname R1\n"+again+"line vty 0 4\n login local\n")
	for id, user := range []string{"a", "b", "c", "d"} {
		if d.ssh(id+1, "10.0.0.3", user, "same"); !d.answer.OK {
			t.Errorf("%s is not let in by the hash that was saved", user)
		}
	}
}
