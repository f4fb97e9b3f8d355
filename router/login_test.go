package router

import (
	"fmt"
	"strings"
	"testing"
	"time"

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
	d := newRoom(t, debuglog.IOS15, office)
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
		"%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: admin] [Source: 10.0.0.3] [localport: 23] [Reason: Login Authentication Failed - BadPassword] at 15:00:00 UTC Wed Mar 25 2026",
		"%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: nobody] [Source: 10.0.0.3] [localport: 23] [Reason: Login Authentication Failed - BadUser] at 15:00:02 UTC Wed Mar 25 2026")
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
			d := newRoom(t, debuglog.IOS15, c.aaa+"\nusername admin password p\nline vty 0 4\n "+c.line+"\n")
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
	d := newRoom(t, debuglog.IOS15, office)
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
	d := newRoom(t, debuglog.IOS15, "hostname R1\n")
	d.want("telnet", d.telnet(1, "10.0.0.3"), "\nPassword required, but none set\n[closed]\n")
	d.want("ssh", d.ssh(2, "10.0.0.3", "admin", "", "x"), "")
	if d.answer.OK || d.answer.Left != 1 || d.answer.Wait < 2*time.Second {
		t.Errorf("an SSH password where none is set: %+v", d.answer)
	}
	open := newRoom(t, debuglog.IOS15, "hostname R1\nline vty 0 4\n no login\n")
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
		{"a group without servers, then local", "aaa new-model\naaa authentication login default group tacacs+ local\n", []string{"op", "o"}, "Password: \nR1>"},
		{"only a group", "aaa new-model\naaa authentication login default group tacacs+\n", []string{"op", "o"}, "\n% Authentication failed\n\nUsername: "},
		{"the line's password", "aaa new-model\naaa authentication login default line\nline vty 0 4\n password l\n", []string{"l"}, "Password: \nR1>"},
		{"no line password, then enable", "aaa new-model\naaa authentication login default line enable\n", []string{"top"}, "Password: \nR1>"},
		{"none", "aaa new-model\naaa authentication login default none\n", nil, "R1>"},
		{"a list of the line's own", "aaa new-model\naaa authentication login default local\naaa authentication login OPEN none\nline vty 0 4\n login authentication OPEN\n", nil, "R1>"},
		{"the case of local names", "aaa new-model\naaa authentication login default local-case\n", []string{"ADMIN", "p"}, "\n% Authentication failed\n\nUsername: "},
		{"authorization gives the level", "aaa new-model\naaa authorization exec default local\n", []string{"admin", "p"}, "Password: \nR1#"},
		{"authorization without a level", "aaa new-model\naaa authorization exec default if-authenticated\n", []string{"admin", "p"}, "Password: \nR1>"},
		{"authorization refused", "aaa new-model\naaa authorization exec default group radius\n", []string{"admin", "p"}, "% Authorization failed.\n[closed]\n"},
		{"the line's level", "aaa new-model\nline vty 0 4\n privilege level 15\n", []string{"op", "o"}, "Password: \nR1#"},
		{"prompts of one's own", "aaa new-model\naaa authentication username-prompt \"Who goes there:\"\n", []string{"admin"}, "Who goes there: admin\nPassword: "},
		{"the old model gives the level", "line vty 0 4\n login local\n", []string{"admin", "p"}, "Password: \nR1#"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newRoom(t, debuglog.IOS15, "hostname R1\n"+users+c.startup)
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
	d := newRoom(t, debuglog.IOS15, "hostname R1\naaa new-model\nusername admin privilege 15 password p\n")
	d.want("no default list", d.new(0), "R1>")
	d = newRoom(t, debuglog.IOS15, "hostname R1\naaa new-model\naaa authentication login default local\naaa authorization exec default local\nusername admin privilege 15 password p\n")
	d.want("a default list", d.typed(0, "admin", "p"), "\nUser Access Verification\n\nUsername: admin\nPassword: \nR1>")
	d = newRoom(t, debuglog.IOS15, "hostname R1\naaa new-model\naaa authentication login default local\naaa authorization exec default local\naaa authorization console\nusername admin privilege 15 password p\n")
	d.want("authorization on the console", d.typed(0, "admin", "p"), "\nUser Access Verification\n\nUsername: admin\nPassword: \nR1#")
}

func TestWhoMayConnect(t *testing.T) {
	d := newRoom(t, debuglog.IOS15, `
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
		d.connect(i+1, c.transport, c.from)
		if in := d.refused == ""; in != c.in {
			t.Errorf("%s from %s: in %v, want %v", c.transport, c.from, in, c.in)
		}
	}
	d.typed(1, "exit")
	d.want("a line that is free again", d.telnet(9, "10.0.0.6"), "R1>")
}

func TestLoginBlockFor(t *testing.T) {
	d := newRoom(t, debuglog.IOS15, office+"access-list 7 permit 10.0.0.7\nlogin block-for 120 attempts 2 within 60\nlogin on-success log\n")
	d.ssh(1, "10.0.0.3", "admin", "x")
	d.ssh(2, "10.0.0.4", "root", "x", "y")
	d.wantLog(
		"%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: admin] [Source: 10.0.0.3] [localport: 22] [Reason: Login Authentication Failed] at 15:00:00 UTC Wed Mar 25 2026",
		"%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: root] [Source: 10.0.0.4] [localport: 22] [Reason: Login Authentication Failed] at 15:00:02 UTC Wed Mar 25 2026",
		"%SEC_LOGIN-1-QUIET_MODE_ON: Still timeleft for watching failures is 58 secs, [user: root] [Source: 10.0.0.4] [localport: 22] [Reason: Login Authentication Failed] [ACL: sl_def_acl] at 15:00:02 UTC Wed Mar 25 2026",
		"%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: root] [Source: 10.0.0.4] [localport: 22] [Reason: Login Authentication Failed] at 15:00:04 UTC Wed Mar 25 2026")
	if d.telnet(3, "10.0.0.7"); d.refused == "" {
		t.Error("quiet mode lets somebody in")
	}
	d.want("show login", d.typed(0, "enable", "top", "show login", "show login failures"), `R1>enable
Password: 
R1#show login
     A default login delay of 1 seconds is applied.
     No Quiet-Mode access list has been configured.
     All successful login is logged.

     Router enabled to watch for login Attacks.
     If more than 2 login failures occur in 60 seconds or less,
     logins will be disabled for 120 seconds.

     Router presently in Quiet-Mode.
     Will remain in Quiet-Mode for 116 seconds.
     Denying logins from all sources.
R1#show login failures
Total failed logins: 3
Detailed information about last 50 failures

Username        SourceIPAddr    lPort Count TimeStamp
admin           10.0.0.3        22    1     15:00:00 UTC Wed Mar 25 2026
root            10.0.0.4        22    2     15:00:04 UTC Wed Mar 25 2026
R1#`)
	d.typed(0, "configure terminal", "login quiet-mode access-class 7", "end")
	if d.telnet(4, "10.0.0.7"); d.refused != "" {
		t.Error("the quiet-mode list does not let its host in")
	}
	d.said()
	d.pass(2 * time.Minute)
	d.wantLog("%SEC_LOGIN-5-QUIET_MODE_OFF: Quiet Mode is OFF, because block period timed out at 15:02:02 UTC Wed Mar 25 2026")
	d.ssh(5, "10.0.0.3", "admin", "s3cret")
	d.wantLog("%SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: admin] [Source: 10.0.0.3] [localport: 22] at 15:02:06 UTC Wed Mar 25 2026")
}

func TestIdleLoginsEnd(t *testing.T) {
	d := newRoom(t, debuglog.IOS15, office+"line con 0\n exec-timeout 0 30\nline vty 0 4\n exec-timeout 1 0\n")
	d.ssh(1, "10.0.0.3", "admin", "s3cret")
	d.typed(0, "")
	d.pass(30 * time.Second)
	d.want("console", d.new(0), "\n\nR1 con0 is now available\n\n\n\n\n\nPress RETURN to get started.\n\n\n\n\n")
	d.do(Key{Terminal: 0, Key: 'x'})
	d.do(Key{Terminal: 0, Key: '\r'})
	d.want("somebody else at the console", d.new(0), "R1>")
	d.typed(0, "exit")
	d.typed(1, "show clock")
	d.pass(59 * time.Second)
	d.want("busy vty", d.new(1), "")
	d.pass(time.Second)
	d.want("idle vty", d.new(1), "[closed]\n")
	d.wantLog("%SYS-6-TTY_EXPIRE_TIMER: (exec timer expired, tty 0 (0.0.0.0)), user ",
		"%SYS-6-TTY_EXPIRE_TIMER: (exec timer expired, tty 2 (10.0.0.3)), user admin",
		"%SYS-6-LOGOUT: User admin has exited tty session 2(10.0.0.3)")
}

// A command that runs is no idling, and neither does the line's new time-out wait for
// the next login.
func TestPingKeepsTheLoginAlive(t *testing.T) {
	d := newRoom(t, debuglog.IOS15, office)
	d.typed(0, "enable", "top", "configure terminal", "line con 0", "exec-timeout 0 20", "end", "ping 10.9.9.9 repeat 20")
	d.pass(39 * time.Second)
	if got := d.new(0); strings.Contains(got, "available") {
		t.Errorf("the login ended during a ping: %q", got)
	}
	d.pass(21 * time.Second)
	if got := d.new(0); !strings.Contains(got, "available") {
		t.Errorf("the login did not end after the ping: %q", got)
	}
}

func TestConsoleWaitsForReturn(t *testing.T) {
	d := newRoom(t, debuglog.IOS15, office+"banner motd ^CKeep out^C\nline con 0\n login local\n length 40\n")
	d.do(Attach{Terminal: 7, Kind: "con", Standby: true})
	d.want("after boot", d.new(7), "\n\nPress RETURN to get started!\n\n\n")
	d.pass(time.Hour)
	d.want("an hour later", d.new(7), "")
	d.want("RETURN", d.typed(7, "", "admin", "s3cret", "terminal length 0", "exit"), `
Keep out

User Access Verification

Username: admin
Password: 
R1#terminal length 0
R1#exit


R1 con0 is now available





Press RETURN to get started.





*Mar 25 16:00:00.000: %SYS-6-LOGOUT: User admin has exited tty session 0()
`)
	if got := d.typed(7, "", "admin", "s3cret", "show terminal | include Length", "show history"); !strings.Contains(got, "Length: 40 lines") || strings.Contains(got, "terminal length") {
		t.Errorf("the next user finds the settings of the last:\n%s", got)
	}
}

func TestAbsoluteTimeout(t *testing.T) {
	d := newRoom(t, debuglog.IOS15, office+"line vty 0 4\n absolute-timeout 2\n")
	d.ssh(1, "10.0.0.3", "admin", "s3cret")
	for range 3 {
		d.pass(30 * time.Second)
		d.typed(1, "show clock")
	}
	d.pass(30 * time.Second)
	d.want("vty", d.new(1), "\n*\n*** Line timeout expired\n*\n[closed]\n")
}

func TestAutocommand(t *testing.T) {
	d := newRoom(t, debuglog.IOS15, office+"username guest password g\nusername guest autocommand show privilege\nusername stay nohangup password s\nusername stay autocommand show privilege\n"+
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
	d := newRoom(t, debuglog.IOS15, office)
	d.connect(1, "ssh", "10.0.0.3")
	d.do(Enter{Terminal: 1})
	d.want("a shell", d.new(1), "[closed]\n")
	d.connect(2, "ssh", "10.0.0.3")
	d.do(Authenticate{Terminal: 2, User: "admin", Password: "x"})
	d.do(Enter{Terminal: 2, Command: "show version"})
	d.want("a command", d.new(2), "[closed]\n")
}

func TestBanners(t *testing.T) {
	d := newRoom(t, debuglog.IOS15, office+"ip domain name lab.example\nbanner motd ^CThis is $(hostname).$(domain)^C\nbanner login ^CLine $(line)^C\nbanner exec ^CBehave.^C\n"+
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

func TestFiveHundredGuesses(t *testing.T) {
	d := newRoom(t, debuglog.IOS15, office)
	for i := range 500 {
		d.ssh(1, "10.0.0.3", fmt.Sprint("user", i), "x")
		d.do(Detach{Terminal: 1})
	}
	if got := len(d.router.guard.recent); got != remembered {
		t.Errorf("%d failures are remembered, want %d", got, remembered)
	}
}
