package router

import (
	"fmt"
	"testing"
	"time"

	"ruthere/debuglog"
)

func TestLoginBlockFor(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office+"access-list 7 permit 10.0.0.7\nlogin block-for 120 attempts 2 within 60\nlogin on-success log\n")
	d.ssh(1, "10.0.0.3", "admin", "x")
	d.ssh(2, "10.0.0.4", "root", "x", "y")
	d.wantLog(
		"%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: admin] [Source: 10.0.0.3] [localport: 22]"+
			" [Reason: Login Authentication Failed] at 15:00:00 UTC Wed Mar 25 2026",
		"%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: root] [Source: 10.0.0.4] [localport: 22]"+
			" [Reason: Login Authentication Failed] at 15:00:02 UTC Wed Mar 25 2026",
		"%SEC_LOGIN-1-QUIET_MODE_ON: Still timeleft for watching failures is 58 secs, [user: root] [Source: 10.0.0.4] [localport: 22]"+
			" [Reason: Login Authentication Failed] [ACL: sl_def_acl] at 15:00:02 UTC Wed Mar 25 2026",
		"%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: root] [Source: 10.0.0.4] [localport: 22]"+
			" [Reason: Login Authentication Failed] at 15:00:04 UTC Wed Mar 25 2026")
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

func TestFiveHundredGuesses(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office)
	for i := range 500 {
		d.ssh(1, "10.0.0.3", fmt.Sprint("user", i), "x")
		d.do(Detach{Terminal: 1})
	}
	if got := len(d.router.loginGuard.recent); got != maxRememberedFailures {
		t.Errorf("%d failures are remembered, want %d", got, maxRememberedFailures)
	}
}
