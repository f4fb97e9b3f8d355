package clients

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/scrapli/scrapligo/channel"
	"github.com/scrapli/scrapligo/driver/network"
	"github.com/scrapli/scrapligo/driver/opoptions"
	"github.com/scrapli/scrapligo/driver/options"
	"github.com/scrapli/scrapligo/platform"
	"github.com/scrapli/scrapligo/transport"
	"github.com/scrapli/scrapligo/util"
)

// dial is a Scrapli connection that is not open yet.
func dial(t *testing.T, d *device, user, password string, more ...util.Option) *network.Driver {
	t.Helper()
	number, err := strconv.Atoi(port(t, d.ssh))
	if err != nil {
		t.Fatal(err)
	}
	p, err := platform.NewPlatform("cisco_iosxe", "127.0.0.1", append([]util.Option{
		options.WithAuthNoStrictKey(), options.WithTransportType(transport.StandardTransport), options.WithPort(number),
		options.WithAuthUsername(user), options.WithAuthPassword(password), options.WithAuthSecondary("topsecret"),
		options.WithTimeoutOps(60 * time.Second), options.WithTimeoutSocket(60 * time.Second)}, more...)...)
	if err != nil {
		t.Fatal(err)
	}
	driver, err := p.GetNetworkDriver()
	if err != nil {
		t.Fatal(err)
	}
	return driver
}

func open(t *testing.T, d *device) *network.Driver {
	t.Helper()
	driver := dial(t, d, "guest", "rabbit")
	if err := driver.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { driver.Close() })
	return driver
}

// send runs a command in EXEC and returns what it says.
func send(t *testing.T, driver *network.Driver, command string) string {
	t.Helper()
	answer, err := driver.SendCommand(command)
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	if answer.Failed != nil {
		t.Fatalf("%s: %v\n%s", command, answer.Failed, answer.Result)
	}
	return answer.Result
}

func TestScrapliEscalates(t *testing.T) {
	t.Parallel()
	driver := open(t, start(t, ""))
	if got := send(t, driver, "show privilege"); got != "Current privilege level is 15" {
		t.Errorf("show privilege: %q", got)
	}
	for _, level := range []string{"exec", "privilege-exec", "configuration", "exec", "configuration", "privilege-exec"} {
		if err := driver.AcquirePriv(level); err != nil {
			t.Fatalf("to %s: %v", level, err)
		}
	}
}

// configuration has sections, a section within a section, and long lines.
var configuration = []string{
	"crypto isakmp policy 20", "encr aes 256", "hash sha256", "group 14",
	"crypto keyring KEYS", "pre-shared-key address 10.0.0.2 key secret",
	"crypto isakmp profile PEERS", "keyring KEYS", "match identity address 10.0.0.2 255.255.255.255",
	"crypto ipsec transform-set T esp-aes 256 esp-sha-hmac", "mode tunnel",
	"ip access-list extended TUNNEL", "permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255", "deny ip any any log",
	"crypto map M 10 ipsec-isakmp", "set peer 10.0.0.2 default", "set transform-set T", "match address TUNNEL",
	"interface GigabitEthernet0/0", "description " + strings.Repeat("long ", 40) + "line", "crypto map M",
	"line vty 0 4", "exec-timeout 30 0",
}

func TestScrapliConfigures(t *testing.T) {
	t.Parallel()
	driver := open(t, start(t, ""))
	push := func() string {
		t.Helper()
		answer, err := driver.SendConfigs(configuration)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Failed != nil {
			t.Fatalf("%v", answer.JoinedResult())
		}
		return send(t, driver, "show running-config | begin ^hostname")
	}
	first := push()
	for _, section := range []string{
		"\ncrypto isakmp policy 20\n encr aes 256\n hash sha256\n authentication rsa-sig\n group 14\n",
		"\ninterface GigabitEthernet0/0\n description " + strings.Repeat("long ", 40) + "line\n",
		"\nip access-list extended TUNNEL\n permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255\n deny   ip any any log\n",
		"\nline vty 0 4\n exec-timeout 30 0\n",
	} {
		if !strings.Contains(first+"\n", strings.Replace(section, " authentication rsa-sig\n", "", 1)) {
			t.Errorf("no %q in what the router has:\n%s", section, first)
		}
	}
	if second := push(); second != first {
		t.Errorf("the same lines again changed something:\n%s\nbefore:\n%s", second, first)
	}
}

// A long answer comes whole without paging, and a page at a time with it.
func TestScrapliReadsTenThousandLines(t *testing.T) {
	t.Parallel()
	var lines strings.Builder
	lines.WriteString("ip access-list extended LONG\n")
	const n = 10_000
	for i := range n {
		fmt.Fprintf(&lines, " permit tcp any host 10.%d.%d.%d eq 443\n", i>>16, i>>8&255, i&255)
	}
	driver := open(t, start(t, lines.String()))
	got := strings.Split(send(t, driver, "show running-config | include permit tcp"), "\n")
	if len(got) != n {
		t.Errorf("%d lines, want %d", len(got), n)
	}
	for i, line := range got {
		if want := fmt.Sprintf(" permit tcp any host 10.%d.%d.%d eq 443", i>>16, i>>8&255, i&255); strings.TrimSpace(line) != want[1:] {
			t.Fatalf("line %d is %q, want %q", i, line, want)
		}
	}
	send(t, driver, "terminal length 20")
	answer, err := driver.SendInteractive([]*channel.SendInteractiveEvent{
		{ChannelInput: "show running-config | include permit tcp", ChannelResponse: "--More--"},
		{ChannelInput: "q", ChannelResponse: "R1#", HideInput: true},
	}, opoptions.WithTimeoutOps(60*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if page := strings.Count(answer.Result, "permit tcp any"); page != 19 {
		t.Errorf("a page of 20 rows shows %d lines:\n%s", page, answer.Result)
	}
}

// The prompt of every mode is taken for one of configuration.
func TestScrapliKnowsThePrompts(t *testing.T) {
	t.Parallel()
	driver := open(t, start(t, ""))
	for mode, command := range map[string]string{
		"config-if": "interface Loopback1", "config-isakmp": "crypto isakmp policy 30", "config-line": "line vty 0 4",
		"cfg-crypto-trans": "crypto ipsec transform-set X esp-aes", "config-crypto-map": "crypto map X 1 ipsec-isakmp",
		"config-ext-nacl": "ip access-list extended X", "config-std-nacl": "ip access-list standard Y",
		"conf-keyring": "crypto keyring X", "conf-isa-prof": "crypto isakmp profile X", "config-vrf": "ip vrf X",
	} {
		if err := driver.AcquirePriv("configuration"); err != nil {
			t.Fatal(err)
		}
		if _, err := driver.Channel.SendInput(command); err != nil {
			t.Errorf("%s: %v", command, err)
		}
		prompt, err := driver.GetPrompt()
		if err != nil || prompt != "R1("+mode+")#" {
			t.Errorf("%s: prompt %q, %v; want mode %s", command, prompt, err, mode)
		}
	}
}

// A wrong password is refused, costs time, and is logged.
func TestScrapliIsRefused(t *testing.T) {
	t.Parallel()
	d := start(t, "login on-failure log\n")
	begun := time.Now()
	driver := dial(t, d, "guest", "hare")
	if err := driver.Open(); err == nil {
		driver.Close()
		t.Fatal("a wrong password was taken")
	}
	if took := time.Since(begun); took < time.Second {
		t.Errorf("it was refused after %v", took)
	}
	if log := d.console(t); !strings.Contains(log,
		"%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: guest] [Source: 127.0.0.1] [localport: 22]") {
		t.Errorf("no word of it in the log:\n%s", log)
	}
}
