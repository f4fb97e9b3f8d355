package ios

import (
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// lines are the lines of a configuration as the router prints them.
func linesOfRunning(c *config.Config, r debuglog.Release) string {
	text := running(c, r)
	text = text[strings.Index(text, "line con 0"):]
	return text[:strings.Index(text, "!\n")]
}

// What is typed about lines, and what is printed.
func TestLineRanges(t *testing.T) {
	for _, c := range []struct{ name, typed, want string }{
		{"untouched", "", "line con 0\nline aux 0\nline vty 0 4\n login\n"},
		{"more of them", "line vty 0 15\n login local\n", "line con 0\nline aux 0\nline vty 0 4\n login local\nline vty 5 15\n login local\n"},
		{"one apart", "line vty 2\n privilege level 15\n",
			"line con 0\nline aux 0\nline vty 0 1\n login\nline vty 2\n privilege level 15\n login\nline vty 3 4\n login\n"},
		{"alike again", "line vty 2\n privilege level 15\n no privilege level\n", "line con 0\nline aux 0\nline vty 0 4\n login\n"},
		{"some taken away", "line vty 0 15\nline vty 12\n no login\nno line vty 10\n",
			"line con 0\nline aux 0\nline vty 0 4\n login\nline vty 5 9\n login\n"},
		{"all that can be said", `line vty 0 4
 access-class 23 in vrf-also
 access-class OUT out
 session-timeout 20
 exec-timeout 5 30
 absolute-timeout 60
 session-limit 3
 timeout login response 60
 privilege level 15
 password 7 0822455D0A16
 logging synchronous
 login local
 no motd-banner
 no exec
 no editing
 autocommand show users
 location rack 7
 length 0
 width 132
 history size 50
 transport preferred none
 transport input ssh telnet
 transport output none
 escape-character 3
 rotary 4
`, `line con 0
line aux 0
line vty 0 4
 session-timeout 20 
 access-class 23 in vrf-also
 access-class OUT out
 exec-timeout 5 30
 absolute-timeout 60 
 session-limit 3
 timeout login response 60
 privilege level 15
 password 7 0822455D0A16
 logging synchronous
 login local
 no motd-banner
 no exec
 no editing
 autocommand  show users
 location rack 7
 length 0
 width 132
 history size 50
 transport preferred none
 transport input telnet ssh
 transport output none
 escape-character 3
 rotary 4
`},
		{"lists of methods", "aaa new-model\naaa authentication login VTY group tacacs+ local enable\naaa authorization exec VTY local\n" +
			"line vty 0 4\n login authentication VTY\n authorization exec VTY\n",
			"line con 0\nline aux 0\nline vty 0 4\n authorization exec VTY\n login authentication VTY\n"},
	} {
		if got := linesOfRunning(load(t, debuglog.IOS15, c.typed), debuglog.IOS15); got != c.want {
			t.Errorf("%s: printed\n%swant\n%s", c.name, got, c.want)
		}
	}
}

// Lines about users and passwords that come out as they went in, in their places.
func TestAccessRoundTrip(t *testing.T) {
	const text = `security passwords min-length 8
enable secret level 7 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0
enable secret 9 $9$2MJBozw/9R3UsU$2lFhcKvpghcyw8deP25GOfyZaagyUOGBymkryvOdfo6
enable password level 3 7 0822455D0A16
!
aaa new-model
!
aaa authentication login default group tacacs+ local-case enable
aaa authentication login OPEN none
aaa authentication enable default group radius enable
aaa authentication attempts login 5
aaa authentication username-prompt "Who goes there:"
aaa authorization console
aaa authorization exec default local if-authenticated 
aaa accounting exec default start-stop group tacacs+
!
aaa session-id common
!
`
	const users = `username admin privilege 15 secret 8 $8$TnGX/fE4KGHOVU$pEhnEvxrvaynpi8j4f.EMHr6M.FzU8xnZnBr/tJdFWk
username op one-time password 7 0822455D0A16
username guest nohangup nopassword
username guest autocommand show  users
username old secret 4 2btjjy78REtmYkkW0csHUbJZOstRXoWdX1mGrmmfeHI
!
`
	const policy = `login block-for 120 attempts 3 within 60
login delay 2
login quiet-mode access-class 10
login on-failure log every 3
login on-success log
login on-success trap
`
	got := running(load(t, debuglog.IOS15, text+policy+users), debuglog.IOS15)
	for _, want := range []string{text, users, policy} {
		if !strings.Contains(got, want) {
			t.Errorf("not printed:\n%sin\n%s", want, got)
		}
	}
}

// What a router says to lines it does not take.
func TestAccessRefusals(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"enable secret 5 nonsense",
			"ERROR: The secret you entered is not a valid encrypted secret.\nTo enter an UNENCRYPTED secret, do not specify type 5 encryption.\n" +
				"When you properly enter an UNENCRYPTED secret, it will be encrypted."},
		{"enable password 7 zz", "Invalid encrypted password: zz"},
		{"username u password a\nusername u secret b",
			"ERROR: Can not have both a user password and a user secret.\nPlease choose one or the other."},
		{"aaa new-model\nline vty 0 4\nlogin local", "AAA is enabled. Command not supported. Use an aaa authentication methodlist"},
		{"no line vty 3", "% Can't delete last 5 VTY lines"},
		{"login quiet-mode access-class 10", "% Login block-for must be configured before quiet-mode access-class"},
	} {
		complaints := modes.Load(&loader{config: config.New(), release: debuglog.IOS15}, c.typed)
		if len(complaints) != 1 || complaints[0].Message != c.want {
			t.Errorf("%q: %+v\nwant %q", c.typed, complaints, c.want)
		}
	}
}
