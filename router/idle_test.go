package router

import (
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

func TestIdleLoginsEnd(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office+"line con 0\n exec-timeout 0 30\nline vty 0 4\n exec-timeout 1 0\n")
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

// A user whom SSH let in and who asks for no shell is a login like another: the line's timers run, and
// with them every line is free again. What such a user copies is activity.
func TestLoginsWithoutAShellEnd(t *testing.T) {
	for _, c := range []struct{ line, timer string }{
		{" exec-timeout 1 0\n", "exec"}, {" exec-timeout 0 0\n absolute-timeout 1\n", "absolute"},
	} {
		d := newRig(t, debuglog.IOS15, office+"line vty 0 15\n login local\n"+c.line)
		for id := 1; id <= 16; id++ {
			d.connect(id, "ssh", "10.0.0.3")
			d.do(Authenticate{Terminal: id, User: "op", Password: "lesser"})
		}
		if d.telnet(17, "10.0.0.4"); d.refused == "" {
			t.Fatal("there is a seventeenth line")
		}
		d.pass(59 * time.Second)
		if c.timer == "exec" {
			d.do(UserActive{Terminal: 1})
		}
		d.said()
		d.pass(time.Second)
		want := "%SYS-6-TTY_EXPIRE_TIMER: (" + c.timer + " timer expired, tty 17 (10.0.0.3)), user op"
		if lines := strings.Join(d.said(), "\n"); !strings.Contains(lines, want) {
			t.Errorf("no %q in\n%s", want, lines)
		}
		if d.telnet(18, "10.0.0.4"); d.refused != "" {
			t.Errorf("%s: idle connections without a shell hold every line", c.timer)
		}
	}
}

// A command that runs is no idling, and neither does the line's new time-out wait for
// the next login.
func TestPingKeepsTheLoginAlive(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office)
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
	d := newRig(t, debuglog.IOS15, office+"banner motd ^CKeep out^C\nline con 0\n login local\n length 40\n")
	d.do(Attach{Terminal: 7, Kind: config.LineConsole, Standby: true})
	d.want("after boot", strings.TrimPrefix(d.new(7), modes.BootText(d.router)), "\n\nPress RETURN to get started!\n\n\n")
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
	if got := d.typed(7, "", "admin", "s3cret", "show terminal | include Length", "show history"); !strings.Contains(got,
		"Length: 40 lines") || strings.Contains(got, "terminal length") {
		t.Errorf("the next user finds the settings of the last:\n%s", got)
	}
}

// A line that takes long to type is no idling.
func TestSlowTyping(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office+"line con 0\n exec-timeout 0 30\n")
	d.new(0)
	for range 4 {
		d.pass(20 * time.Second)
		d.do(UserActive{Terminal: 0})
	}
	d.want("console", d.typed(0, "show privilege"), "show privilege\nCurrent privilege level is 1\nR1>")
}

func TestPasswordlessLogin(t *testing.T) {
	d := newRig(t, debuglog.IOS15, "hostname R1\n")
	d.new(0)
	d.want("login without a password", d.typed(0, "enable", "configure terminal", "line vty 0 2", "login"), `enable
R1#configure terminal
Enter configuration commands, one per line.  End with CNTL/Z.
R1(config)#line vty 0 2
R1(config-line)#login
% Login disabled on line 2, until 'password' is set
% Login disabled on line 3, until 'password' is set
% Login disabled on line 4, until 'password' is set
R1(config-line)#`)
}

func TestAbsoluteTimeout(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office+"line vty 0 4\n absolute-timeout 2\n")
	d.ssh(1, "10.0.0.3", "admin", "s3cret")
	for range 3 {
		d.pass(30 * time.Second)
		d.typed(1, "show clock")
	}
	d.pass(30 * time.Second)
	d.want("vty", d.new(1), "\n*\n*** Line timeout expired\n*\n[closed]\n")
}
