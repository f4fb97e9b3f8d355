package router

import (
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
)

// Secrets of every kind are typed; what a router shows for others has none of them.
func TestTechSupportAndCommandLogHideSecrets(t *testing.T) {
	d := newRig(t, debuglog.IOS15,
		"hostname R1\nlogging buffered 65536 debugging\nno ip domain lookup\narchive\n log config\n  logging enable\n  notify syslog\nend\n")
	d.typed(0, "", "enable", "configure terminal")
	secrets := []string{"tacacs-server key CANARY", "radius-server host 10.0.0.1 key CANARY", "snmp-server community CANARY RO",
		"snmp-server host 10.0.0.9 version 2c CANARY", "snmp-server user u g v3 auth sha CANARY priv aes 128 CANARY",
		"ntp authentication-key 1 md5 CANARY", "enable password CANARY", "username admin password CANARY",
		"crypto isakmp key CANARY address 10.0.0.2",
		"key chain K", "key 1", "key-string CANARY", "crypto isakmp client configuration group G", "key CANARY", "exit",
		"interface Loopback0", "ip ospf message-digest-key 1 md5 CANARY", "ip nhrp authentication CANARY", "exit",
		"no service password-encryption"}
	d.typed(0, secrets...)
	d.typed(0, "archive", "log config", "hidekeys", "exit", "exit")
	d.typed(0, secrets...)
	d.typed(0, "end", "terminal length 0")
	d.pass(time.Second)
	d.new(0)
	shown := d.typed(0, "show tech-support")
	if strings.Contains(shown, "CANARY") || !strings.Contains(shown, "ip nhrp authentication <removed>") ||
		!strings.Contains(shown, "logged command:tacacs-server key <removed>") || !strings.Contains(shown, "no service password-encryption") {
		for _, line := range strings.Split(shown, "\n") {
			if strings.Contains(line, "CANARY") {
				t.Errorf("show tech-support: %q", line)
			}
		}
		t.Errorf("show tech-support lacks masked lines, or does not mask:\n%.6000s", shown)
	}
	_, hidden, _ := strings.Cut(d.typed(0, "show archive log config all"), "|hidekeys")
	if strings.Contains(hidden, "CANARY") || !strings.Contains(hidden, "|key *****") {
		t.Errorf("the log of commands shows\n%s", hidden)
	}
}
