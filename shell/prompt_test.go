package shell

import (
	"strings"
	"testing"

	"ruthere/debuglog"
)

// The prompt of each mode, as ios-cli 1.1 lists them.
func TestPrompts(t *testing.T) {
	b := newRig(t, debuglog.IOS15)
	is := func(want string) {
		t.Helper()
		if got := b.term.Prompt(); got != want {
			t.Errorf("prompt %q, want %q", got, want)
		}
	}
	is("Router>")
	b.typing("enable 1")
	is("Router>")
	b.typing("enable 7")
	is("Router#")
	b.config.AddInterface("GigabitEthernet0/0.10")
	b.typing("enable", "configure terminal", "hostname R1")
	is("R1(config)#")
	for _, c := range [][2]string{
		{"interface GigabitEthernet0/0", "config-if"}, {"interface GigabitEthernet0/0.10", "config-subif"},
		{"interface range gi0/0 - 1", "config-if-range"},
		{"line con 0", "config-line"}, {"line vty 0 4", "config-line"}, {"router ospf 1", "config-router"},
		{"crypto isakmp policy 10", "config-isakmp"}, {"crypto isakmp profile P", "conf-isa-prof"}, {"crypto keyring K", "conf-keyring"},
		{"crypto isakmp client configuration group G", "config-isakmp-group"}, {"crypto isakmp peer address 10.0.0.2", "config-isakmp-peer"},
		{"crypto ipsec transform-set T esp-aes esp-sha-hmac", "cfg-crypto-trans"}, {"crypto ipsec profile P", "ipsec-profile"},
		{"crypto map M 10 ipsec-isakmp", "config-crypto-map"}, {"crypto dynamic-map D 10", "config-crypto-map"},
		{"ip access-list extended X", "config-ext-nacl"}, {"ip access-list standard S", "config-std-nacl"},
		{"vrf definition V", "config-vrf"}, {"address-family ipv4", "config-vrf-af"}, {"ip vrf W", "config-vrf"},
		{"archive", "config-archive"}, {"ip dhcp pool D", "dhcp-config"}, {"control-plane", "config-cp"},
	} {
		b.typing(c[0])
		is("R1(" + c[1] + ")#")
		b.typing("", "! a comment")
		is("R1(" + c[1] + ")#")
	}
	b.typing("exit")
	is("R1(config)#")
	b.typing("vrf definition V", "address-family ipv4", "exit")
	is("R1(config-vrf)#")
	b.typing("end")
	is("R1#")
	b.typing("configure terminal", "no service prompt config")
	is("")
	b.typing("service prompt config", "prompt TTY%n@%h%s%p", "end")
	is("TTY0@R1 #")
	b.typing("configure terminal", "do disable", "no prompt")
	is("R1(config)#")
}

// What is typed in the mode of a range is done to each of its interfaces.
func TestInterfaceRange(t *testing.T) {
	const unknown = "% Invalid input detected at '^' marker.\n\n"
	transcripts(t, []transcript{
		{"each", []string{"enable"}, []string{"configure terminal", "interface range gi0/0 - 1 , lo3-4", "description all",
			"do show run | i ^interface|desc", "exit", "default interface range"},
			`Router#configure terminal
Enter configuration commands, one per line.  End with CNTL/Z.
Router(config)#interface range gi0/0 - 1 , lo3-4
Router(config-if-range)#description all
Router(config-if-range)#do show run | i ^interface|desc
interface Loopback3
 description all
interface Loopback4
 description all
interface GigabitEthernet0/0
 description all
interface GigabitEthernet0/1
 description all
Router(config-if-range)#exit
Router(config)#default interface range
                                 ^
` + unknown + `Router(config)#`},
		{"no such interface", configuring, []string{"interface range gi0/0 - x", "interface range nonsense"},
			"Router(config)#interface range gi0/0 - x\n" + strings.Repeat(" ", 39) + "^\n" + unknown +
				"Router(config)#interface range nonsense\n" + strings.Repeat(" ", 31) + "^\n" + unknown + "Router(config)#"},
	})
}
