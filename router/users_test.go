package router

import (
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/shell"
)

func TestUsersSeeEachOther(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office)
	d.ssh(1, "10.0.0.3", "admin", "s3cret")
	d.pass(90 * time.Second)
	d.ssh(2, "10.0.0.4", "op", "lesser")
	d.want("show users", d.typed(2, "show users"), `show users
    Line       User       Host(s)              Idle       Location
   0 con 0                idle                 00:01:30   
   2 vty 0     admin      idle                 00:01:30 10.0.0.3
*  3 vty 1     op         idle                 00:00:00 10.0.0.4

  Interface    User               Mode         Idle     Peer Address

R1>`)
	d.want("who all", d.typed(2, "who all"), `who all
    Line       User       Host(s)              Idle       Location
   0 con 0                idle                 00:01:30   
   1 aux 0                                     00:00:00   
   2 vty 0     admin      idle                 00:01:30 10.0.0.3
*  3 vty 1     op         idle                 00:00:00 10.0.0.4
   4 vty 2                                     00:00:00   
   5 vty 3                                     00:00:00   
   6 vty 4                                     00:00:00   

  Interface    User               Mode         Idle     Peer Address

R1>`)
	d.typed(1, "configure terminal", "line vty 0 4", "access-class 23 in", "end")
	d.want("show line", d.typed(1, "show line | include TY"), `show line | include TY
*    0 CTY              -    -      -    -    -      1       0     0/0       -
*    2 VTY              -    -      -    -   23      1       0     0/0       -
*    3 VTY              -    -      -    -   23      1       0     0/0       -
     4 VTY              -    -      -    -   23      0       0     0/0       -
     5 VTY              -    -      -    -   23      0       0     0/0       -
     6 VTY              -    -      -    -   23      0       0     0/0       -
R1#`)
}

func TestClearLine(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office)
	d.ssh(1, "10.0.0.3", "op", "lesser")
	d.telnet(2, "10.0.0.4") // has not logged in yet
	d.typed(0, "enable", "top")
	d.want("clear", d.typed(0, "clear line vty 0", "\r", "clear line 3", "n", "clear line 3", "y", "clear line con 0", "clear line 7"),
		"clear line vty 0\n[confirm]\n [OK]\nR1#clear line 3\n[confirm]\nR1#clear line 3\n[confirm]\n [OK]\nR1#clear line con 0\n"+
			"% Not allowed to clear current line\nR1#clear line 7\n% No such line\nR1#")
	d.want("the first one", d.new(1), "[closed]\n")
	d.want("the second one", d.new(2), "[closed]\n")
	d.wantLog("%SYS-6-LOGOUT: User op has exited tty session 2(10.0.0.3)")
	d.want("the line is free", d.ssh(3, "10.0.0.9", "op", "lesser"), "R1>")
}

func TestSend(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office)
	d.ssh(1, "10.0.0.3", "admin", "s3cret")
	d.ssh(2, "10.0.0.4", "op", "lesser")
	const message = "\n\a***\n***\n*** Message from tty2 to all terminals:\n***\nlunch\nin five minutes\n\n"
	d.typed(1, "send *", "lunch")
	d.do(Typed{Terminal: 1, Text: "in five minutes", End: shell.CtrlZ})
	d.want("sender", d.new(1)+d.typed(1, "\r"), "Send message? [confirm]\nR1#"+message)
	d.want("another", d.new(2), message)
	d.want("the console", strings.TrimPrefix(d.new(0), "R1>"), message)

	d.typed(1, "send vty 1", "just you")
	d.do(Typed{Terminal: 1, End: shell.CtrlZ})
	d.typed(1, "y")
	d.want("another", d.new(2), "\n\a***\n***\n*** Message from tty2 to tty3:\n***\njust you\n\n")
	d.want("the console", d.new(0), "")

	d.typed(1, "send *", "never mind")
	d.do(Typed{Terminal: 1, End: shell.CtrlC})
	d.want("nothing is sent", d.new(2)+d.new(0), "")

	d.typed(1, "send log all is well")
	d.wantLog("%SYS-7-USERLOG_DEBUG: Message from tty2(user id: admin): all is well")
}

func TestLock(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office)
	d.new(0)
	d.want("lock", d.typed(0, "lock", "a", "b", "lock", "a", "a", "b", "", "a", "show privilege"), `lock
Password: 
Again: 
Passwords don't match
R1>lock
Password: 
Again: 

                                Locked

Password: 
Password: 
Password: 
R1>show privilege
Current privilege level is 1
R1>`)
}

func TestEnableByLevel(t *testing.T) {
	const levels = "hostname R1\nlogging userinfo\nenable secret level 7 seven\nenable secret top\nline vty 0 4\n no login\n"
	d := newRig(t, debuglog.IOS15, levels)
	d.telnet(1, "10.0.0.3")
	d.want("levels", d.typed(1, "enable 7", "top", "seven", "show privilege", "enable", "seven", "top", "show privilege",
		"disable 7", "show privilege", "enable 9"), `enable 7
Password: 
Password: 
R1#show privilege
Current privilege level is 7
R1#enable
Password: 
Password: 
R1#show privilege
Current privilege level is 15
R1#disable 7
R1#show privilege
Current privilege level is 7
R1#enable 9
% Error in authentication.

R1#`)
	d.wantLog("%SYS-5-PRIV_AUTH_PASS: Privilege level set to 7 by unknown on vty0 (10.0.0.3)",
		"%SYS-5-PRIV_AUTH_PASS: Privilege level set to 15 by unknown on vty0 (10.0.0.3)")
	d.want("bad secrets", d.typed(1, "disable", "enable", "x", "y", "z"), "disable\nR1>enable\nPassword: \nPassword: \n"+
		"Password: \n% Bad secrets\n\nR1>")
	d.wantLog("%SYS-5-PRIV_AUTH_FAIL: Authentication to Privilege level 15 failed by unknown on vty0 (10.0.0.3)")
}

func TestEnableWithNewModel(t *testing.T) {
	for _, c := range []struct {
		startup string
		typed   []string
		want    string
	}{
		{"enable secret top\n", []string{"enable", "x"}, "enable\nPassword: \n% Access denied\n\nR1>"},
		{"enable secret top\n", []string{"enable", "top"}, "enable\nPassword: \nR1#"},
		{"", []string{"enable"}, "enable\n% Error in authentication.\n\nR1>"},
		{"aaa authentication enable default group tacacs+ enable none\n", []string{"enable"}, "enable\nR1#"},
		{"aaa authentication enable default line\nline vty 0 4\n password l\n", []string{"enable", "l"}, "enable\nPassword: \nR1#"},
	} {
		d := newRig(t, debuglog.IOS15, "hostname R1\naaa new-model\naaa authentication login default none\n"+c.startup)
		d.telnet(1, "10.0.0.3")
		d.want(c.startup, d.typed(1, c.typed...), c.want)
	}
}

func TestWhoChangedIt(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office)
	d.ssh(1, "10.0.0.3", "admin", "s3cret")
	d.typed(1, "configure terminal", "hostname R2", "end", "write memory")
	d.pass(time.Minute)
	d.wantLog("%SYS-5-CONFIG_I: Configured from console by admin on vty0 (10.0.0.3)")
	d.want("the header", d.typed(1, "show running-config | include ^! "), `show running-config | include ^! 
! Last configuration change at 15:00:00 UTC Wed Mar 25 2026 by admin
! NVRAM config last updated at 15:00:00 UTC Wed Mar 25 2026 by admin
R2#`)
	d.connect(2, "ssh", "10.0.0.4")
	d.do(Authenticate{Terminal: 2, User: "op", Password: "lesser"})
	d.do(Enter{Terminal: 2, Command: "enable\ntop\nconfigure terminal\nhostname R3\nend"})
	if _, by, _ := d.router.LastChange(); by != "op" {
		t.Errorf("the last change was by %q, want op", by)
	}
}

func TestShowTerminal(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office+"line vty 0 4\n exec-timeout 5 30\n history size 50\n location rack 7\n transport input ssh\n")
	d.ssh(1, "10.0.0.3", "admin", "s3cret")
	d.pass(5 * time.Second)
	d.want("show terminal", d.typed(1, "terminal length 0", "terminal width 132", "terminal no editing",
		"terminal escape-character 3", "terminal transport preferred none", "xyzzy", "show terminal"), `terminal length 0
R1#terminal width 132
R1#terminal no editing
R1#terminal escape-character 3
R1#terminal transport preferred none
R1#xyzzy
   ^
% Invalid input detected at '^' marker.

R1#show terminal
Line 2, Location: "rack 7", Type: ""
Length: 0 lines, Width: 132 columns
Baud rate (TX/RX) is 9600/9600
Status: PSI Enabled, Ready, Active, No Exit Banner, Automore On
Capabilities: none
Modem state: Ready
Special Chars: Escape  Hold  Stop  Start  Disconnect  Activation
                ^C     none   -     -       none         
Timeouts:      Idle EXEC    Idle Session   Modem Answer  Session   Dispatch
               00:05:30        never                        none     not set
                            Idle Session Disconnect Warning
                              never 
                            Login-sequence User Response
                             00:00:30
                            Autoselect Initial Wait
                              not set 
Modem type is unknown.
Session limit is not set.
Time since activation: 00:00:05
Editing is disabled.
History is enabled, history size is 50.
DNS resolution in show commands is enabled
Full user help is disabled
Allowed input transports are ssh.
Allowed output transports are pad telnet rlogin ssh.
Preferred transport is none.
No output characters are padded
No special data dispatching characters
R1#`)
}
