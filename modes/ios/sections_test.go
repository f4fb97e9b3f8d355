package ios

import (
	"slices"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// sections are the first lines of what a whole configuration consists of, in the order in which
// routers of the release write them: a 2811 with 12.4(25d), an IOSv with 15.4(3)M and a CSR 1000V with
// 17.3.4. It is told here once more, apart from running_order.go.
var sections = map[debuglog.Release]string{
	debuglog.IOS124: `version 12.4
service timestamps debug datetime msec
service timestamps log datetime msec
no service password-encryption
hostname R1
boot-start-marker
boot-end-marker
logging buffered 50000
enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0
aaa new-model
aaa authentication login default local
aaa session-id common
clock timezone CET 1
no ip source-route
ip cef
ip dhcp excluded-address 10.10.10.1
ip dhcp pool OFFICE
ip vrf RED
no ip domain lookup
ip domain name lab.example
ip name-server 192.0.2.53
crypto pki trustpoint CA
username admin privilege 15 secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0
ip ssh version 2
class-map match-all VOICE
policy-map WAN
crypto isakmp policy 1
crypto isakmp key secret address 192.0.2.1
crypto isakmp keepalive 10 periodic
crypto ipsec transform-set T esp-aes
crypto map VPN 10 ipsec-isakmp
interface Loopback0
interface FastEthernet0/0
router ospf 1
ip forward-protocol nd
ip route 0.0.0.0 0.0.0.0 192.0.2.2
ip http server
no ip http secure-server
ip nat inside source list 1 interface FastEthernet0/0 overload
ip access-list extended VPN
logging trap debugging
access-list 10 permit 172.16.220.0
route-map OUT permit 10
snmp-server community public RO
control-plane
banner motd
line con 0
line aux 0
line vty 0 4
scheduler allocate 20000 1000
ntp server 192.0.2.123
end`,
	debuglog.IOS15: `version 15.4
service timestamps debug datetime msec
service timestamps log datetime msec
no service password-encryption
hostname R1
boot-start-marker
boot-end-marker
logging buffered 50000
enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0
aaa new-model
aaa authentication login default local
aaa session-id common
clock timezone CET 1 0
ip vrf RED
no ip source-route
ip dhcp excluded-address 10.10.10.1
ip dhcp pool OFFICE
no ip domain lookup
ip domain name lab.example
ip name-server 192.0.2.53
ip cef
no ipv6 cef
multilink bundle-name authenticated
crypto pki trustpoint CA
username admin privilege 15 secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0
redundancy
class-map match-all VOICE
policy-map WAN
crypto isakmp policy 1
crypto isakmp key secret address 192.0.2.1
crypto isakmp keepalive 10 periodic
crypto ipsec transform-set T esp-aes
crypto map VPN 10 ipsec-isakmp
interface Loopback0
interface GigabitEthernet0/0
router ospf 1
ip forward-protocol nd
no ip http server
no ip http secure-server
ip nat inside source list 1 interface GigabitEthernet0/0 overload
ip route 0.0.0.0 0.0.0.0 192.0.2.2
ip ssh version 2
ip access-list extended VPN
logging trap debugging
access-list 10 permit 172.16.220.0
route-map OUT permit 10
snmp-server community public RO
control-plane
banner motd
line con 0
line aux 0
line vty 0 4
no scheduler allocate
ntp server 192.0.2.123
end`,
	debuglog.IOSXE: `version 17.3
service timestamps debug datetime msec
service timestamps log datetime msec
hostname R1
boot-start-marker
boot-end-marker
logging buffered 50000
enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0
vrf definition RED
aaa new-model
aaa authentication login default local
aaa session-id common
clock timezone CET 1 0
no ip domain lookup
ip domain name lab.example
multilink bundle-name authenticated
crypto pki trustpoint CA
username admin privilege 15 secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0
redundancy
class-map match-all VOICE
policy-map WAN
crypto isakmp policy 1
crypto isakmp key secret address 192.0.2.1
crypto isakmp keepalive 10 periodic
crypto ipsec transform-set T esp-aes
crypto map VPN 10 ipsec-isakmp
interface Loopback0
interface GigabitEthernet1
router ospf 1
ip forward-protocol nd
no ip http server
no ip http secure-server
ip nat inside source list 1 interface GigabitEthernet1 overload
ip route 0.0.0.0 0.0.0.0 192.0.2.2
ip ssh version 2
ip access-list extended VPN
logging trap debugging
route-map OUT permit 10
snmp-server community public RO
control-plane
banner motd
line con 0
line aux 0
line vty 0 4
ntp server 192.0.2.123
end`,
}

// notLoaded are lines of the table that a file does not say, or that others say for it.
func notLoaded(line string) bool {
	return strings.HasPrefix(line, "banner") || strings.HasPrefix(line, "boot-") || line == "end"
}

func TestOrderOfSections(t *testing.T) {
	for r, text := range sections {
		lines := strings.Split(text, "\n")
		typed := slices.DeleteFunc(slices.Clone(lines), notLoaded)
		slices.Reverse(typed)
		typed = append([]string{"aaa new-model"}, append(typed, "banner motd ^C", "Authorised use only", "^C")...)
		l := &loader{config: config.New(), release: r}
		for _, c := range modes.Load(l, strings.Join(typed, "\n")) {
			t.Errorf("%v: %q: %s", r, c.Text, c.Message)
		}
		printed := strings.Split(running(l.config, r), "\n")
		from, last := 0, ""
		for _, line := range lines {
			at := slices.IndexFunc(printed[from:], func(have string) bool { return strings.HasPrefix(strings.TrimSpace(have), line) })
			switch elsewhere := slices.IndexFunc(printed, func(have string) bool { return strings.HasPrefix(have, line) }); {
			case at >= 0:
				from, last = from+at+1, line
			case elsewhere >= 0:
				t.Errorf("%v: %q stands before %q", r, line, last)
			default:
				t.Errorf("%v: %q is not printed", r, line)
			}
		}
	}
}

// What an Ethernet port says unasked, and what takes its place.
func TestPortsStateTheirDefaults(t *testing.T) {
	for _, c := range []struct {
		r            debuglog.Release
		typed, wants string
	}{
		{debuglog.IOS124, "interface FastEthernet0/0", "no ip address|duplex auto|speed auto"},
		{debuglog.IOS124, "interface FastEthernet0/0\nspeed 100\nno duplex full", "no ip address|duplex auto|speed 100"},
		{debuglog.IOS124, "interface FastEthernet0/0\nfull-duplex", "no ip address|speed auto|full-duplex"},
		{debuglog.IOS124, "interface FastEthernet0/0\nduplex full\ndefault duplex", "no ip address|duplex auto|speed auto"},
		{debuglog.IOS124, "interface FastEthernet0/0.10", "no ip address"},
		{debuglog.IOS124, "interface Loopback0", "no ip address"},
		{debuglog.IOS124, "interface Serial0/0/0", "no ip address"},
		{debuglog.IOS15, "interface GigabitEthernet0/0", "no ip address|duplex auto|speed auto|media-type rj45"},
		{debuglog.IOSXE, "interface GigabitEthernet1", "no ip address|negotiation auto|no mop enabled|no mop sysid"},
		{debuglog.IOSXE, "interface GigabitEthernet1\nno negotiation auto\nspeed 1000\nmop enabled",
			"no ip address|speed 1000|no negotiation auto|mop enabled|no mop sysid"},
	} {
		name, _, _ := strings.Cut(c.typed, "\n")
		printed := running(load(t, c.r, c.typed), c.r)
		_, block, _ := strings.Cut(printed, name+"\n")
		block, _, _ = strings.Cut(block, "!")
		if got := strings.ReplaceAll(strings.TrimSpace(block), "\n ", "|"); got != c.wants {
			t.Errorf("%v, %q: %q, want %q", c.r, c.typed, got, c.wants)
		}
	}
}
