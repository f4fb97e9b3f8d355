package ios

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// loader is a device into which a startup-config is loaded.
type loader struct {
	modes.Device // nil: loading asks for nothing else
	config       *config.Config
	release      debuglog.Release
	language     *modes.Language // nil: that of the release
}

func (l *loader) Config() *config.Config    { return l.config }
func (l *loader) Loading() bool             { return true }
func (l *loader) Lab() modes.LabControl     { return nil }
func (l *loader) Release() debuglog.Release { return l.release }
func (l *loader) Now() time.Time            { return time.Date(2026, 3, 25, 15, 0, 0, 0, time.UTC) }
func (l *loader) Language() *modes.Language {
	if l.language != nil {
		return l.language
	}
	return Language(l.release)
}
func (l *loader) Salt(n int) []byte   { return make([]byte, n) }
func (l *loader) CanHave(string) bool { return true }

// running is the running-config of a release.
func running(c *config.Config, r debuglog.Release) string { return Language(r).RunningConfig(c) }

// load reads a configuration that must be understood to the last line.
func load(t *testing.T, r debuglog.Release, text string) *config.Config {
	t.Helper()
	l := &loader{config: config.New(), release: r}
	for _, c := range modes.Load(l, text) {
		t.Fatalf("line %d %q: %s", c.Line, c.Text, c.Message)
	}
	return l.config
}

// Whatever is printed reads back as the same.
func TestPrintReadPrint(t *testing.T) {
	for seed := range uint64(200) {
		if testing.Short() && seed%10 > 0 {
			continue
		}
		c := randomConfig(rand.New(rand.NewPCG(seed, 1)))
		for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			printed := running(c, r)
			if diff := cmp.Diff(printed, running(load(t, r, printed), r)); diff != "" {
				t.Fatalf("seed %d, release %v (-first +second):\n%s", seed, r, diff)
			}
			if strings.Contains(printed, "! print ") {
				t.Fatalf("seed %d: a value that no line can say:\n%s", seed, printed)
			}
		}
	}
}

func addr4(r *rand.Rand) netip.Addr {
	return netip.AddrFrom4([4]byte{10, byte(r.IntN(256)), byte(r.IntN(256)), byte(1 + r.IntN(254))})
}

// randomConfig sets what a configuration can hold to random values.
func randomConfig(r *rand.Rand) *config.Config {
	c := config.New()
	maybe := func() bool { return r.IntN(2) == 0 }
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	c.Hostname = pick("R1", "Router", "a-b")
	c.DomainLookup, c.CryptoLogging = maybe(), maybe()
	c.DomainName = pick("", "lab.example")
	c.Services.DebugStamp = config.Stamp{Datetime: true, Msec: maybe(), Localtime: maybe(), ShowTimezone: maybe(), Year: maybe()}
	c.Services.LogStamp = []config.Stamp{{}, {Uptime: true}}[r.IntN(2)]
	c.Services.SequenceNumbers = maybe()
	c.Logging.Console, c.Logging.Monitor = r.IntN(9)-1, r.IntN(9)-1
	if maybe() {
		c.Logging.BufferSize, c.Logging.BufferLevel = 4096+r.IntN(100000), r.IntN(8)
	}
	c.Enable[15] = config.Credential{Secret: pick("", "$1$mERr$hx5rVt7rPNoS4wqbXKX7m0"), Password: pick("", "x y", "7 0822455D0A16")}
	c.Enable[7] = config.Credential{Secret: pick("", "$9$aaaaaaaaaaaaaa$b"), Password: pick("", "x y", "7 0822455D0A16")}
	c.Users = []config.User{{Name: "admin", Privilege: r.IntN(16), Password: pick("", "p", "7 0822455D0A16")}, {Name: "b", Privilege: 1,
		Secret: "$9$aaaaaaaaaaaaaa$b"},
		{Name: "guest", Privilege: 1, NoPassword: true, OneTime: maybe(), NoHangup: maybe(), AccessClass: pick("", "23"), AutoCommand: pick("",
			"show  users"), MaxLinks: r.IntN(3)}}
	c.Banners = []config.Banner{{Kind: "motd", Text: pick("one line", "\nseveral\n  lines\n")}}
	for i := range r.IntN(3) {
		c.Hosts = append(c.Hosts, config.Host{Name: fmt.Sprintf("peer%d", i), Addr: addr4(r)})
	}
	c.FilePrompt, c.Exclusive = pick("", "quiet", "noisy"), pick("", "auto", "manual")
	c.Archive = config.Archive{Path: pick("", "flash:$h-cfg"), Maximum: r.IntN(15), WriteMemory: maybe(),
		TimePeriod: time.Duration(r.IntN(3)) * time.Hour,
		LogEnable:  maybe(), HideKeys: maybe(), NotifySyslog: maybe(), LogSize: r.IntN(3)}
	c.NTP.Servers = []config.NTPServer{{Host: "10.0.0.60"}, {VRF: "RED", Host: "time.example", Prefer: maybe(), Key: r.IntN(3),
		IBurst: maybe(), Least: 4 * r.IntN(2)}}
	c.CryptoIdentities = []*config.CryptoIdentity{{Name: "staff", Description: pick("", "the  staff"), Distinguished: []string{"cn=a"},
		DNS: []string{pick("a.example", "b")}}}
	c.AddDynamicMapEntry("DYN", 10)
	c.DynamicMaps[0].TransformSets, c.DynamicMaps[0].PFSGroup = []string{"T", "missing"}, 14*r.IntN(2)
	c.NameServers = []config.NameServer{{Addr: addr4(r)}, {VRF: "RED", Addr: addr4(r)}}
	randomVRFs(r, c)
	randomISAKMP(r, c)
	randomProfiles(r, c)
	randomPeers(r, c)
	randomIPsec(r, c)
	for i := range 1 + r.IntN(3) {
		f := c.AddInterface(fmt.Sprintf("GigabitEthernet0/%d", i))
		f.Shutdown, f.Description = maybe(), pick("", "to  the branch")
		f.MTU, f.GroupIn = []int{0, 1400}[r.IntN(2)], pick("", "IN")
		f.VRF = pick("", "RED", "BLUE")
		f.Bandwidth, f.Delay, f.NATDomain = r.IntN(3), r.IntN(3), pick("", "inside", "outside")
		f.NoRedirects, f.NoUnreachables, f.NoProxyARP, f.LocalProxyARP, f.NoSplitHorizon = maybe(), maybe(), maybe(), maybe(), maybe()
		if f.Negotiated, f.Unnumbered = maybe(), pick("", "Loopback0"); f.Unnumbered != "" {
			f.Negotiated = false
		}
		if maybe() {
			f.Address = netip.PrefixFrom(netip.AddrFrom4([4]byte{172, 16, byte(i), 1}), 24)
			f.CryptoMap, f.Unnumbered = "VPN", ""
		}
		typeInert("interface", f, "duplex auto", "speed auto")
	}
	c.AddInterface("Loopback0").Address = netip.MustParsePrefix("1.1.1.1/32")
	c.Routes = []config.Route{{Prefix: netip.MustParsePrefix("0.0.0.0/0"), NextHop: addr4(r), Distance: 1 + r.IntN(255)},
		{Prefix: netip.MustParsePrefix("10.9.0.0/16"), Interface: "Null0", Distance: 1, Name: pick("", "N")},
		{VRF: "RED", Prefix: netip.MustParsePrefix("10.9.0.0/16"), NextHop: addr4(r), Global: maybe(), Distance: 1 + r.IntN(2)},
		{VRF: "BLUE", Prefix: netip.MustParsePrefix("0.0.0.0/0"), Interface: "GigabitEthernet0/0", NextHop: addr4(r), Global: maybe(),
			Distance: 1}}
	randomLists(r, c)
	l := c.Line("con", 0)
	l.ExecTimeout, l.LoggingSynchronous, l.Length = time.Duration(r.IntN(700))*time.Second, maybe(), r.IntN(513)
	v := c.Line("vty", 3)
	v.Login = maybe()
	v.LoginLocal = v.Login && maybe()
	v.Password = pick("", "cisco")
	typeInert("line", v, "notify")
	v.TransportInput = [][]string{nil, {"all"}, {"none"}, {"telnet", "ssh"}}[r.IntN(4)]
	v.TransportPreferred = [][]string{nil, {"none"}, {"ssh"}}[r.IntN(3)]
	v.AccessIn, v.AutoCommand, v.Location = config.AccessClass{List: "MGMT", VRFAlso: maybe()}, pick("", "show version"), pick("", "the  rack")
	v.NoExec, v.NoMOTDBanner, v.NoHistory, v.EscapeCharacter = maybe(), maybe(), maybe(), []int{30, 3, -1}[r.IntN(3)]
	v.AbsoluteTimeout, v.SessionTimeout, v.SessionLimit = time.Duration(r.IntN(3))*time.Minute, time.Duration(r.IntN(3))*time.Minute, r.IntN(3)
	if maybe() {
		c.Lines = append(c.Lines, config.NewLine("vty", 5, 15))
	}
	typeInert(modes.GlobalMode, c, "no ip cef", "ntp update-calendar", "snmp-server community x ro",
		"snmp-server enable "+pick("traps", "informs"))
	randomNTP(r, c)
	return c
}

func randomNTP(r *rand.Rand, c *config.Config) {
	maybe := func() bool { return r.IntN(2) == 0 }
	n := &c.NTP
	n.Logging, n.Authenticate, n.PanicUpdate, n.Master = maybe(), maybe(), maybe(), maybe()
	n.Source = []string{"", "Loopback0"}[r.IntN(2)]
	n.Keys, n.Trusted = []config.NTPKey{{Number: 1, Text: "0822455D0A16", Encryption: 7}}, []int{1, 2}[:r.IntN(3)]
	n.Peers = []config.NTPServer{{Host: "10.0.0.61", Most: 4 * r.IntN(2)}}
	n.Access[r.IntN(4)] = config.NTPList{List: "23", Kiss: maybe()}
	if n.Master {
		n.MasterStratum = r.IntN(3)
	}
	c.Interface("GigabitEthernet0/0").NoNTP = maybe()
}

// typeInert types lines without effect into what the commands of a mode act on.
func typeInert(mode string, target any, lines ...string) {
	for _, line := range lines {
		if err := Language(debuglog.IOS15).Mode(mode).Edit(target, line); err != nil {
			panic(err)
		}
	}
}

// groups are those of Diffie-Hellman.
var groups = []int{1, 2, 5, 14, 15, 16, 19, 20, 21, 24}

func randomISAKMP(r *rand.Rand, c *config.Config) {
	for range r.IntN(4) {
		p := c.ISAKMP.AddPolicy(1 + r.IntN(10000))
		p.Encryption = []config.Encryption{config.DES, config.TripleDES, config.AES}[r.IntN(3)]
		if p.Encryption == config.AES {
			p.KeyBits = []int{128, 192, 256}[r.IntN(3)]
		}
		p.Hash = []config.HashName{config.MD5, config.SHA, config.SHA256}[r.IntN(3)]
		p.Authentication = []config.Authentication{config.PreShare, config.RSASig}[r.IntN(2)]
		p.Group, p.Lifetime = groups[r.IntN(len(groups))], modes.Seconds(60+r.IntN(86000))
	}
	if r.IntN(2) == 0 {
		c.ISAKMP.Keepalive = &config.Keepalive{Interval: modes.Seconds(10 + r.IntN(3591)), Retry: modes.Seconds(2 + r.IntN(59)),
			Periodic: r.IntN(2) == 0}
	}
	c.ISAKMP.Identity = []string{config.IdentityAddress, config.IdentityHostname}[r.IntN(2)]
	c.ISAKMP.ErrorPaths = []int{0, 7, config.DefaultErrorPaths}[r.IntN(3)]
	c.ISAKMP.Enabled, c.ISAKMP.NoAggressiveMode, c.ISAKMP.InvalidSPIRecovery = r.IntN(2) == 0, r.IntN(2) == 0, r.IntN(2) == 0
	for i := range r.IntN(4) {
		c.ISAKMP.Keys = append(c.ISAKMP.Keys, config.PreSharedKey{Key: fmt.Sprintf("k%d!|?", i),
			Prefix: netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i), 80, 209}), []int{16, 24, 32}[r.IntN(3)]), NoXAuth: r.IntN(2) == 0})
	}
	c.ISAKMP.Keys = append(c.ISAKMP.Keys, config.PreSharedKey{Key: "h", Host: "peer3"}, config.PreSharedKey{Key: "z",
		Prefix: netip.MustParsePrefix("0.0.0.0/0")})
}

func randomPeers(r *rand.Rand, c *config.Config) {
	for _, like := range []*config.ISAKMPPeer{{Addr: addr4(r)}, {Addr: addr4(r), VRF: "RED"}, {Host: "hub.lab.example"}} {
		p := c.ISAKMP.AddPeer(like)
		p.Description = []string{"", "the  hub"}[r.IntN(2)]
		p.Password = []string{"", "k!|? 7"}[r.IntN(2)]
		p.Encrypted = p.Password != "" && r.IntN(2) == 0
		p.Endpoint = []config.Identity{{}, {Kind: config.IdentityFQDN, Name: "gw.lab.example"},
			{Kind: config.IdentityUserFQDN, Name: "u@lab.example"}, {Kind: config.IdentityAddress, Addr: addr4(r)}}[r.IntN(4)]
	}
}

func randomVRFs(r *rand.Rand, c *config.Config) {
	red, blue := c.AddVRF("RED", true), c.AddVRF("BLUE", false)
	red.RD, blue.RD = "65000:1", "10.0.0.1:2" // without one, 12.4 lets no interface in
	red.Description = []string{"", "the  internet"}[r.IntN(2)]
	typeInert("ip-vrf", red, "route-target export 65000:1", "route-target import 65000:1")
	blue.IPv4 = true
	if r.IntN(2) == 0 {
		typeInert("vrf-family", blue, "route-target both 1:1")
	}
	c.AddVRF("IDLE", false)
}

func randomProfiles(r *rand.Rand, c *config.Config) {
	anyone := netip.MustParsePrefix("0.0.0.0/0")
	vrf := func() string { return []string{"", "RED", "BLUE"}[r.IntN(3)] }
	local := func() config.LocalAddress {
		return []config.LocalAddress{{}, {Interface: "GigabitEthernet0/0"}, {Addr: addr4(r), VRF: vrf()}, {Interface: "Loopback0",
			VRF: "RED"}}[r.IntN(4)]
	}
	for _, name := range []string{"KR", "KB"} {
		k := c.ISAKMP.AddKeyring(name)
		k.VRF, k.LocalAddress, k.Description = vrf(), local(), []string{"", "keys"}[r.IntN(2)]
		k.Keys = []config.PreSharedKey{{Key: "abc", Prefix: netip.PrefixFrom(addr4(r), 32)}, {Key: "d|!?", Prefix: anyone},
			{Key: "e", Host: "peer3"}, {Key: "f", Prefix: netip.MustParsePrefix("0.0.0.0/32")}, {Key: "g",
				Prefix: netip.MustParsePrefix("10.2.0.0/16")}}
	}
	for _, name := range []string{"P1", "P2"} {
		p, _ := c.ISAKMP.AddProfile(name)
		p.VRF, p.LocalAddress, p.Keyrings = vrf(), local(), [][]string{nil, {"KR"}, {"KB", "KR"}}[r.IntN(3)]
		p.VirtualTemplate = r.IntN(3)
		p.SelfIdentity = []string{"", config.IdentityAddress, config.IdentityFQDN, config.IdentityUserFQDN}[r.IntN(4)]
		if p.SelfIdentity == config.IdentityUserFQDN {
			p.UserFQDN = "gw@lab.example"
		}
		if p.SelfIdentity == config.IdentityFQDN {
			p.FQDN = []string{"", "gw.lab.example"}[r.IntN(2)]
		}
		p.Aggressive = r.IntN(2) == 0
		p.Matches = []config.IdentityMatch{{Kind: config.MatchAddress, Prefix: netip.PrefixFrom(addr4(r), 32)},
			{Kind: config.MatchAddress, Prefix: anyone, VRF: vrf()}, {Kind: config.MatchHost, Text: "a.example"}, {Kind: config.MatchHostDomain,
				Text: "example"},
			{Kind: config.MatchUser, Text: "u@example"}, {Kind: config.MatchUserDomain, Text: "example"}, {Kind: config.MatchGroup, Text: "g"}}
		if r.IntN(2) == 0 {
			p.Keepalive = &config.Keepalive{Interval: modes.Seconds(10 + r.IntN(3591)), Retry: modes.Seconds(2 + r.IntN(59))}
			typeInert("isakmp-profile", p, "client authentication list L")
		}
	}
	if r.IntN(2) == 0 {
		c.SetMapProfile("VPN", "P2")
	}
}

func randomIPsec(r *rand.Rand, c *config.Config) {
	c.IPsec.LifetimeSeconds = 120 + r.IntN(86000)
	c.IPsec.LifetimeKilobytes = []int{0, 2560, config.DefaultSALifetimeKilobytes}[r.IntN(3)]
	c.IPsec.IdleTime = modes.Seconds([]int{0, 600}[r.IntN(2)])
	c.IPsec.ReplayWindow, c.IPsec.NoReplayCheck = []int{64, 128, 256, 512, 1024}[r.IntN(5)], r.IntN(2) == 0
	c.IPsec.TransformSets = []*config.TransformSet{
		{Name: "T", Transforms: []config.Transform{{Name: "esp-sha-hmac"}, {Name: "esp-aes", KeyBits: []int{128, 192, 256}[r.IntN(3)]}},
			Transport: r.IntN(2) == 0},
		{Name: "gcm", Transforms: []config.Transform{{Name: "esp-gcm", KeyBits: 256}, {Name: "comp-lzs"}}}}
	for range 1 + r.IntN(3) {
		e, _ := c.AddMapEntry("VPN", 1+r.IntN(65535))
		e.Peers = []config.Peer{{Addr: addr4(r), Default: r.IntN(2) == 0}, {Host: "branch.example", Dynamic: true}}
		e.TransformSets = []string{"gcm", "T"}
		e.PFSGroup = append([]int{0}, groups...)[r.IntN(len(groups)+1)]
		e.AccessList = []string{"", "101", "VPN-ACL"}[r.IntN(3)]
		e.LifetimeSeconds, e.LifetimeKilobytes = []int{0, 900}[r.IntN(2)], []int{0, 2560, config.NoVolumeLimit}[r.IntN(3)]
		e.Profile = []string{"", "P1"}[r.IntN(2)]
		e.ReplayWindow = []int{0, config.NoReplayCheck, 64, 1024}[r.IntN(4)]
		if r.IntN(2) == 0 {
			e.IdleTime, e.IdleDefault = modes.Seconds(60+r.IntN(1000)), r.IntN(2) == 0
		}
	}
}

func randomLists(r *rand.Rand, c *config.Config) {
	side := func(port bool) config.Match {
		m := []config.Match{config.Any, config.HostMatch(addr4(r)), {Addr: netip.MustParseAddr("192.168.1.0"),
			Wildcard: netip.MustParseAddr("0.0.0.255")}}[r.IntN(3)]
		if port {
			m.Port = []config.PortMatch{{}, {Op: "eq", From: 500}, {Op: "range", From: 1, To: 80}}[r.IntN(3)]
		}
		return m
	}
	for _, name := range []string{"101", "VPN-ACL"} {
		l := c.AddAccessList(name, true)
		for range 1 + r.IntN(4) {
			p := []int{config.AnyProtocol, 6, 17, 50}[r.IntN(4)]
			l.Add(config.Entry{Permit: r.IntN(2) == 0, Protocol: p, Src: side(p == 6), Dst: side(p == 17), Options: []string{"", "log"}[r.IntN(2)]})
		}
		l.Add(config.Entry{Remark: "the  rest"})
	}
	c.AddAccessList("10", false).Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: side(false), Dst: config.Any})
}

func TestExactSize(t *testing.T) {
	c := config.New()
	i := c.AddInterface("Serial0/0/0")
	i.Address = netip.MustParsePrefix("10.2.2.1/30")
	want := "\nCurrent configuration : 66 bytes\n!\ninterface Serial0/0/0\n ip address 10.2.2.1 255.255.255.252\nend\n\n"
	if diff := cmp.Diff(want, modes.CurrentConfiguration(Language(debuglog.IOS15).RunningBlock(15, c, "interface",
		func(a parser.Args) bool { return a.Str("interface") == "Serial0/0/0" }))); diff != "" {
		t.Error(diff)
	}
}

func TestKeyAddressIsPadded(t *testing.T) {
	c := load(t, debuglog.IOS15,
		"crypto isakmp key a address 0.0.0.0\ncrypto isakmp key b address 172.16.74.100\ncrypto isakmp key c address 10.2.0.0 255.255.0.0\n")
	for _, line := range []string{"crypto isakmp key a address 0.0.0.0        \n", "crypto isakmp key b address 172.16.74.100  \n",
		"crypto isakmp key c address 10.2.0.0 255.255.0.0\n"} {
		if !strings.Contains(running(c, debuglog.IOS15), line) {
			t.Errorf("no line %q", line)
		}
	}
}

func TestManyLinesLoadQuickly(t *testing.T) {
	var text strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&text, "crypto isakmp key k%d address 10.%d.%d.1\n", i, i/256, i%256)
		fmt.Fprintf(&text, "crypto map VPN %d ipsec-isakmp\n set peer 10.%d.%d.1\n match address 101\n", i+1, i/256, i%256)
	}
	started := time.Now()
	if c := load(t, debuglog.IOS15, text.String()); len(c.CryptoMaps) != 4000 || len(c.ISAKMP.Keys) != 4000 {
		t.Errorf("%d entries, %d keys", len(c.CryptoMaps), len(c.ISAKMP.Keys))
	}
	t.Logf("16,000 lines in %v", time.Since(started))
}

// The defaults that `all` shows say what is so without them.
func TestRunningAllLoadsToTheSame(t *testing.T) {
	for seed := range uint64(8) {
		c := randomConfig(rand.New(rand.NewPCG(seed, 2)))
		for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			want, all := running(c, r), Language(r).RunningAll(15, c)
			if diff := cmp.Diff(want, running(load(t, r, all), r)); diff != "" {
				t.Fatalf("seed %d, release %v (-without +with defaults):\n%s\n%s", seed, r, diff, all)
			}
			missing := cmp.Diff(want, all)
			for line := range strings.Lines(want) {
				if !strings.Contains(all, line) {
					t.Fatalf("seed %d: %q is missing\n%s", seed, line, missing)
				}
			}
			if len(all) < len(want)+300 {
				t.Fatalf("seed %d: hardly any defaults:\n%s", seed, all)
			}
		}
	}
}
