package ios

import (
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// Lines that open a mode on the device open one here: with its prompt at the console, and with the
// lines below it kept where they stand.
func TestLinesOpenTheirModes(t *testing.T) {
	for _, c := range []struct {
		r      debuglog.Release
		prompt string
		text   string
	}{
		{debuglog.IOS124, "config-voicecard", "voice-card 0\n no dspfarm\n"},
		{debuglog.IOS124, "config-dial-peer", "dial-peer voice 1 voip\n destination-pattern 9T\n session target ipv4:192.0.2.1\n no vad\n"},
		{debuglog.IOS124, "config-ephone", "ephone 1\n mac-address 0011.2233.4455\n button 1:1\n"},
		{debuglog.IOS124, "config-ephone-dn", "ephone-dn 1 dual-line\n number 1001\n"},
		{debuglog.IOS124, "config-telephony", "telephony-service\n max-ephones 10\n ip source-address 192.0.2.1 port 2000\n"},
		{debuglog.IOS124, "config-ssid", "dot11 ssid OFFICE\n vlan 10\n authentication open\n guest-mode\n"},
		{debuglog.IOS124, "config-view", "parser view NOC\n secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0\n commands exec include all show\n"},
		{debuglog.IOS15, "cfg-dns-view", "ip dns view OFFICE\n domain name-server 192.0.2.53\n dns forwarder 192.0.2.54\n"},
		{debuglog.IOS15, "config-wsma", "wsma agent exec\n profile P\n"},
		{debuglog.IOS15, "config-wsma-prof", "wsma profile listener P\n encap soap12\n transport ssh subsys wsma\n"},
		{debuglog.IOS15, "config-identity-policy", "identity policy GUESTS\n access-group WEB\n"},
		{debuglog.IOS15, "config-identity-prof", "identity profile eapoudp\n device authorize ip-address 192.0.2.9 policy GUESTS\n"},
		{debuglog.IOS15, "config-tablemap", "table-map MAP\n map from 0 to 1\n default copy\n"},
		{debuglog.IOS15, "config-dhcp-class", "ip dhcp class VOICE\n relay agent information\n  relay-information hex 01*\n"},
		{debuglog.IOS15, "dhcp-config", "ip dhcp pool LAN\n class VOICE\n  address range 192.0.2.10 192.0.2.20\n"},
		{debuglog.IOS15, "config-radsrv", "radius-server local\n nas 192.0.2.1 key secret\n"},
		{debuglog.IOS15, "config-attr-list", "aaa attribute list USERS\n attribute type addr-pool \"POOL\"\n"},
		{debuglog.IOSXE, "config-mon-erspan", "monitor session 1 type erspan-source\n source interface GigabitEthernet1\n"},
		{debuglog.IOS15, "", "macro name desk\nswitchport mode access\ninterface GigabitEthernet0/1\n@\n"},
	} {
		printed := running(load(t, c.r, c.text+"hostname AFTER\n"), c.r)
		if !strings.Contains(printed, "hostname AFTER\n") || !strings.Contains(printed, "\n"+c.text) {
			t.Errorf("%v: not printed as it was:\n%s", c.r, c.text)
		}
		if c.prompt == "" {
			continue // no console has it
		}
		d := newConsole(config.New())
		d.release = c.r
		d.session = modes.NewSession(d, nil, 15, "")
		d.session.EnterConfiguration()
		opener, _, _ := strings.Cut(c.text, "\n")
		d.session.Execute("aaa new-model")
		d.session.Execute(opener)
		if want := "Router(" + c.prompt + ")#"; d.session.Prompt() != want {
			t.Errorf("%v, %q: prompt %q, want %q", c.r, opener, d.session.Prompt(), want)
		}
	}
}
