package shell

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/debuglog"
)

// check types lines at a console and compares the last part of the screen.
func check(t *testing.T, b *rig, lines []string, want string) {
	t.Helper()
	b.screen.Reset()
	b.screen.WriteString(b.request.Prompt)
	if diff := cmp.Diff(want, b.typing(lines...)); diff != "" {
		t.Errorf("screen (-want +got):\n%s", diff)
	}
}

var configuring = []string{"enable", "configure terminal"}

func TestMessages(t *testing.T) {
	for _, c := range []struct {
		name   string
		before []string
		typed  []string
		want   string
	}{
		{"an invalid host", configuring, []string{"logging 0255.255.1"}, `Router(config)#logging 0255.255.1
                       ^
% Invalid input detected at '^' marker.

Router(config)#`},
		{"incomplete", configuring, []string{"logging"}, "Router(config)#logging\n% Incomplete command.\n\nRouter(config)#"},
		{"ambiguous", configuring, []string{"a"}, "Router(config)#a\n% Ambiguous command:  \"a\"\nRouter(config)#"},
		{"show alone", nil, []string{"show"}, "Router>show\n% Type \"show ?\" for a list of subcommands\nRouter>"},
		{"keepalive without seconds", configuring, []string{"crypto isakmp keepalive"}, "Router(config)#crypto isakmp keepalive\n" +
			"% Incomplete command.\n\nRouter(config)#"},
		{"keepalive too long", configuring, []string{"crypto isakmp keepalive 3601"}, `Router(config)#crypto isakmp keepalive 3601
                                          ^
% Invalid input detected at '^' marker.

Router(config)#`},
		{"one unknown word, no lookup", []string{"enable", "configure terminal", "no ip domain lookup", "end"}, []string{"ls"},
			"Router#ls\n% Bad IP address or host name\n% Unknown command or computer name, or unable to find computer address\nRouter#"},
		{"do marks the line as typed", configuring, []string{"do sh int br"}, `Router(config)#do sh int br
                          ^
% Invalid input detected at '^' marker.

Router(config)#`},
		{"an address past its octet", []string{"enable", "configure terminal", "interface gi 0/0"},
			[]string{"ip address 10.2.2.1 255.355.255.252"},
			`Router(config-if)#ip address 10.2.2.1 255.355.255.252
                                            ^
% Invalid input detected at '^' marker.

Router(config-if)#`},
		{"a mask that does not fit", []string{"enable", "configure terminal", "interface gi0/0"}, []string{"ip address 10.2.2.3 255.255.255.252"},
			"Router(config-if)#ip address 10.2.2.3 255.255.255.252\nBad mask /30 for address 10.2.2.3\nRouter(config-if)#"},
		{"the submode's caret when both fail", []string{"enable", "configure terminal", "crypto isakmp policy 1"}, []string{"encryption x"},
			"Router(config-isakmp)#encryption x\n                                 ^\n% Invalid input detected at '^' marker.\n\n" +
				"Router(config-isakmp)#"},
		{"a new crypto map", configuring, []string{"crypto map VPN 10 ipsec-isakmp"}, "Router(config)#crypto map VPN 10 ipsec-isakmp\n" +
			"% NOTE: This new crypto map will remain disabled until a peer\n\tand a valid access list have been configured.\n" +
			"Router(config-crypto-map)#"},
		{"a key twice", configuring, []string{"crypto isakmp key K address 10.0.0.2", "crypto isakmp key L address 10.0.0.2"},
			"Router(config)#crypto isakmp key K address 10.0.0.2\nRouter(config)#crypto isakmp key L address 10.0.0.2\n" +
				"A pre-shared key for address mask 10.0.0.2 255.255.255.255 already exists!\nRouter(config)#"},
		{"a global command in a submode", []string{"enable", "configure terminal", "line con 0"}, []string{"hostname R1",
			"line vty 0 4", "exit", "", "! nothing", "interface lo1"},
			"Router(config-line)#hostname R1\nR1(config)#line vty 0 4\nR1(config-line)#exit\nR1(config)#\nR1(config)#! nothing\n" +
				"R1(config)#interface lo1\nR1(config-if)#"},
		{"long host names are cut in configuration modes", []string{"enable"}, []string{"configure terminal",
			"hostname veryveryverylonghostname", "end"},
			"Router#configure terminal\nEnter configuration commands, one per line.  End with CNTL/Z.\n" +
				"Router(config)#hostname veryveryverylonghostname\n" +
				"veryveryverylonghost(config)#end\nveryveryverylonghostname#\n" +
				"*Mar 25 15:47:35.000: %SYS-5-CONFIG_I: Configured from console by console"},
		{"debug", []string{"enable"}, []string{"debug crypto isakmp", "show debugging", "u all"},
			"Router#debug crypto isakmp\nCrypto ISAKMP debugging is on\nRouter#show debugging\n\nCryptographic Subsystem:\n" +
				"  Crypto ISAKMP debugging is on\n\n" +
				"Router#u all\nAll possible debugging has been turned off\nRouter#"},
		{"filters", []string{"enable", "configure terminal", "crypto isakmp policy 10", "encr 3des", "hash md5", "end"},
			[]string{"show run | section crypto", "show run | count ^interface", "show run | i ^host", "show run | section include ^line con"},
			"Router#show run | section crypto\ncrypto isakmp policy 10\n encr 3des\n hash md5\nRouter#show run | count ^interface\n" +
				"Number of lines which match regexp = 2\nRouter#show run | i ^host\nhostname Router\n" +
				"Router#show run | section include ^line con\nline con 0\nRouter#"},
		{"a bad filter", []string{"enable"}, []string{"show run | hostname"}, "Router#show run | hostname\n                  ^\n" +
			"% Invalid input detected at '^' marker.\n\nRouter#"},
		{"saving", []string{"enable"}, []string{"write", "copy running-config startup-config", ""},
			"Router#write\nBuilding configuration...\n[OK]\nRouter#copy running-config startup-config\n" +
				"Destination filename [startup-config]? \nBuilding configuration...\n[OK]\nRouter#"},
		{"routes", nil, []string{"show ip route | begin Gate"}, `Router>show ip route | begin Gate
Gateway of last resort is 10.0.0.254 to network 0.0.0.0

S*    0.0.0.0/0 [1/0] via 10.0.0.254
      10.0.0.0/8 is variably subnetted, 2 subnets, 2 masks
C        10.1.1.0/24 is directly connected, FastEthernet0/0
L        10.1.1.1/32 is directly connected, FastEthernet0/0
S     192.168.2.0/24 [1/0] via 10.0.0.2
Router>`},
		{"reload", []string{"enable"}, []string{"reload", "n"}, "Router#reload\nProceed with reload? [confirm]\nRouter#"},
		{"an interface that does not exist", configuring, []string{"interface GigabitEthernet0/9"},
			"Router(config)#interface GigabitEthernet0/9\n                                        ^\n" +
				"% Invalid input detected at '^' marker.\n\nRouter(config)#"},
		{"clear crypto session", []string{"enable"}, []string{"clear crypto session local 10.1.1.1 port 500 remote 10.2.2.2 port 500"},
			"Router#clear crypto session local 10.1.1.1 port 500 remote 10.2.2.2 port 500\nRouter#"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newRig(t, debuglog.IOS15)
			b.typing(c.before...)
			check(t, b, c.typed, c.want)
		})
	}
}

func TestHelp(t *testing.T) {
	for _, c := range []struct {
		before []string
		text   string
		want   string
	}{
		{configuring, "crypto isakmp keepalive ", "  <10-3600>  Number of seconds between keep alives\n\n"},
		{configuring, "crypto isakmp keepalive 10 ", `  <2-60>     Number of seconds between retries if keepalive fails
  on-demand  send DPD messages only when there is traffic to send (default)
  periodic   send DPD messages at regular intervals
  <cr>

`},
		{configuring, "crypto isakmp policy ", "  <1-10000>  Priority of protection suite\n\n"},
		{configuring, "crypto isakmp key ", `  0     Specifies an UNENCRYPTED password will follow
  6     Specifies an ENCRYPTED password will follow
  WORD  The UNENCRYPTED (cleartext) user password

`},
		{append(configuring[:2:2], "crypto isakmp policy 1"), "encryption aes ", "  128  128 bit keys.\n  192  192 bit keys.\n" +
			"  256  256 bit keys.\n  <cr>\n\n"},
		{append(configuring[:2:2], "crypto isakmp policy 1"), "", `ISAKMP commands:
  authentication  Set authentication method for protection suite
  default         Set a command to its defaults
  encryption      Set encryption algorithm for protection suite
  exit            Exit from ISAKMP protection suite configuration mode
  group           Set the Diffie-Hellman group
  hash            Set hash algorithm for protection suite
  lifetime        Set lifetime for ISAKMP security association
  no              Negate a command or set its defaults

`},
		{append(configuring[:2:2], "crypto map VPN 1 ipsec-isakmp"), "match address ", `  <100-199>    IP access-list number
  <2000-2699>  IP access-list number (expanded range)
  WORD         Access-list name

`},
		{append(configuring[:2:2], "interface gi0/0"), "crypto ", "  ipsec  Configure IPSEC policy\n  map    Assign a Crypto Map\n\n"},
		{append(configuring[:2:2], "ip access-list extended X"), "10 permit ip ", `  A.B.C.D       Source address
  any           Any source host
  host          A single source host
  object-group  Source network object group

`},
		{nil, "s", "*s=show  show  ssh  systat  \n\n"},
		{nil, "xyz ", "% Unrecognized command\n"},
	} {
		wantHelp(t, c.before, c.text, c.want)
	}
}

func TestPager(t *testing.T) {
	b := newRig(t, debuglog.IOS15)
	b.typing("enable", "terminal length 5")
	b.screen.Reset()
	b.term.Line("show running-config", Return)
	first, rest, _ := strings.Cut(b.screen.String(), More)
	if got := strings.Count(first, "\n"); got != 1+4 || !b.request.Key {
		t.Errorf("first page has %d lines, want 5: %q", got, first)
	}
	if rest != "" {
		t.Errorf("something behind the pager's prompt: %q", rest)
	}
	b.screen.Reset()
	b.term.Key('q')
	if want := strings.Repeat("\b", 9) + strings.Repeat(" ", 8) + strings.Repeat("\b", 9) + "\nRouter#"; b.screen.String() != want {
		t.Errorf("after q: %q, want %q", b.screen.String(), want)
	}
}

func TestEnableSecret(t *testing.T) {
	b := newRig(t, debuglog.IOS15)
	b.typing("enable", "configure terminal", "enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0", "end", "disable")
	check(t, b, []string{"enable", "wrong", "x", ""}, "Router>enable\nPassword: \nPassword: \nPassword: \n% Bad secrets\n\nRouter>")
	check(t, b, []string{"enable", "cisco"}, "Router>enable\nPassword: \nRouter#")
}

func TestLinesTypedWhileAJobRuns(t *testing.T) {
	b := newRig(t, debuglog.IOS15)
	b.typing("enable", "ping 10.0.0.2 repeat 1")
	b.term.Line("show privilege", Return)
	b.screen.Reset()
	b.term.Interrupt()
	if !b.stopped {
		t.Error("the job was not interrupted")
	}
	b.runner.Write("!\n")
	b.runner.Done()
	if want := "!\nRouter#Current privilege level is 15\nRouter#"; b.screen.String() != want {
		t.Errorf("screen %q, want %q", b.screen.String(), want)
	}
}

// The configuration of the manual's chapter, as it prints it.
func TestChapter(t *testing.T) {
	b := newRig(t, debuglog.IOS124)
	b.typing("enable", "configure terminal", "crypto isakmp policy 1", "  encryption aes", "  authentication pre-share", "  group 14", "!",
		"crypto isakmp key kd94j1ksldz address 10.2.80.209 255.255.255.0", "crypto isakmp keepalive 10 periodic",
		"crypto ipsec transform-set Trans1 esp-aes esp-sha-hmac", "!", "!", "interface GigabitEthernet0/0",
		"  ip address 10.1.32.14 255.255.255.0", "  speed auto", "!",
		"crypto ipsec transform-set txfm esp-aes esp-sha-hmac", "crypto map green 1 ipsec-isakmp", "  set peer 10.0.0.1",
		"  set peer 10.0.0.2", "  set peer 10.0.0.3",
		"  set transform-set txfm", "  match address 101", "end")
	check(t, b, []string{"show running-config | section crypto", "show running-config interface GigabitEthernet0/0"},
		`Router#show running-config | section crypto
crypto isakmp policy 1
 encr aes
 authentication pre-share
 group 14
crypto isakmp key kd94j1ksldz address 10.2.80.209 255.255.255.0
crypto isakmp keepalive 10 periodic
crypto ipsec transform-set Trans1 esp-aes esp-sha-hmac `+`
crypto ipsec transform-set txfm esp-aes esp-sha-hmac `+`
crypto map green 1 ipsec-isakmp `+`
 set peer 10.0.0.1
 set peer 10.0.0.2
 set peer 10.0.0.3
 set transform-set txfm `+`
 match address 101
Router#show running-config interface GigabitEthernet0/0
Building configuration...

Current configuration : 108 bytes
!
interface GigabitEthernet0/0
 ip address 10.1.32.14 255.255.255.0
 shutdown
 duplex auto
 speed auto
end

Router#`)
}
