package shell

import (
	"testing"

	"ruthere/debuglog"
)

// transcripts types lines at a console after some others, and compares the screen.
func transcripts(t *testing.T, cases []transcript) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := newRig(t, debuglog.IOS15)
			b.typing(c.before...)
			check(t, b, c.typed, c.want)
		})
	}
}

type transcript struct {
	name   string
	before []string
	typed  []string
	want   string
}

func TestAliases(t *testing.T) {
	with := func(lines ...string) []string { return append(configuring[:2:2], append(lines, "end")...) }
	transcripts(t, []transcript{
		{"expands with the rest of the line", with("alias exec sp show privilege"), []string{"sp", "SP | count level"},
			"Router#sp\nCurrent privilege level is 15\nRouter#SP | count level\nNumber of lines which match regexp = 1\nRouter#"},
		{"in do", []string{"enable", "configure terminal", "alias exec sp show privilege"}, []string{"do sp"},
			"Router(config)#do sp\nCurrent privilege level is 15\nRouter(config)#"},
		{"of configuration modes", []string{"enable", "configure terminal", "alias configure hn hostname", "alias interface ds description"},
			[]string{"hn R7", "interface gi0/0", "ds to the lake", "do show run interface gi0/0 | i desc"},
			"Router(config)#hn R7\nR7(config)#interface gi0/0\nR7(config-if)#ds to the lake\n" +
				"R7(config-if)#do show run interface gi0/0 | i desc\n description to the lake\nR7(config-if)#"},
		{"not abbreviated", with("alias exec zebra show privilege", "no ip domain lookup"), []string{"zebr"},
			"Router#zebr\n% Bad IP address or host name\n% Unknown command or computer name, or unable to find computer address\nRouter#"},
		{"the caret stands under what was typed", with("alias exec sp show privilege"), []string{"sp level"},
			"Router#sp level\n          ^\n% Invalid input detected at '^' marker.\n\nRouter#"},
		{"one of the router's own is replaced", with("alias exec h show history", "no alias exec s"),
			[]string{"show running-config | i alias", "show aliases exec"},
			`Router#show running-config | i alias
no alias exec s
alias exec h show history
Router#show aliases exec
Exec mode aliases:
  lo                    logout
  p                     ping
  r                     resume
  u                     undebug
  un                    undebug
  w                     where
  h                     show history

Router#`},
		{"default brings it back", with("alias exec x y", "no alias exec", "default alias exec"),
			[]string{"show running-config | i alias", "show aliases exec | i show"},
			"Router#show running-config | i alias\nRouter#show aliases exec | i show\n  s                     show\nRouter#"},
		{"of all modes", with("alias configure hn hostname"), []string{"show aliases | exclude ^ +[lpruw]"},
			`Router#show aliases | exclude ^ +[lpruw]
Global configuration mode aliases:
  hn                    hostname

Exec mode aliases:
  h                     help
  s                     show

Router#`},
	})
	b := newRig(t, debuglog.IOS15)
	b.typing("enable", "configure terminal", "alias exec showme show ip interface brief", "end")
	if got, want := b.term.Help("sho"), "*showme=\"show ip interface brief\"  show  \n\n"; got != want {
		t.Errorf("help %q, want %q", got, want)
	}
	if got, want := b.term.Help("s privi"), "privilege  \n\n"; got != want {
		t.Errorf("help %q, want %q", got, want)
	}
}

func TestPrivilegeLevels(t *testing.T) {
	with := func(lines ...string) []string { return append(configuring[:2:2], append(lines, "end")...) }
	const unknown = "% Invalid input detected at '^' marker.\n\n"
	transcripts(t, []transcript{
		{"as the router expands them", with("privilege exec level 7 sh run", "privilege interface level 7 no shut",
			"privilege configure all level 7 crypto isakmp"), []string{"show run | i ^priv"}, `Router#show run | i ^priv
privilege exec level 7 show running-config
privilege exec level 7 show
privilege interface level 7 no shutdown
privilege interface level 7 no
privilege configure all level 7 crypto isakmp
privilege configure level 7 crypto
Router#`},
		{"a command is as if unknown below its level", with("privilege exec level 7 show clock"), []string{"disable",
			"show clock", "enable 7", "show privilege", "show clock | count Mar"},
			"Router#disable\nRouter>show clock\n        ^\n" + unknown + "Router>enable 7\nRouter#show privilege\n" +
				"Current privilege level is 7\nRouter#show clock | count Mar\nNumber of lines which match regexp = 1\nRouter#"},
		{"level 15's commands at level 7", nil, []string{"enable 7", "show running-config", "configure terminal"},
			"Router>enable 7\nRouter#show running-config\n             ^\n" + unknown + "Router#configure terminal\n          ^\n" +
				unknown + "Router#"},
		{"level 0 has five commands", []string{"enable 0"}, []string{"show version", "disable", "enable 1", "show privilege"},
			"Router>show version\n       ^\n" + unknown + "Router>disable\n" +
				"New privilege level must be less than current privilege level\nRouter>enable 1\nRouter>show privilege\n" +
				"Current privilege level is 1\nRouter>"},
		{"a user who may do little", with("privilege exec level 7 configure terminal", "privilege configure level 7 interface",
			"privilege interface level 7 description", "privilege exec level 7 show running-config"),
			[]string{"enable 7", "configure terminal", "hostname X", "interface gi0/0", "description seven", "shutdown", "end"}, `Router#enable 7
Router#configure terminal
Enter configuration commands, one per line.  End with CNTL/Z.
Router(config)#hostname X
                ^
` + unknown + `Router(config)#interface gi0/0
Router(config-if)#description seven
Router(config-if)#shutdown
                  ^
` + unknown + `Router(config-if)#end
Router#
*Mar 25 15:47:35.000: %SYS-5-CONFIG_I: Configured from console by console`},
		{"and what they see", with("privilege configure level 7 interface", "privilege interface level 7 description",
			"privilege exec level 7 show running-config", "interface gi0/0", "description seven"),
			[]string{"enable 7", "show running-config | exclude ^[!]?$|^Build|^Curr|Last"}, `Router#enable 7
Router#show running-config | exclude ^[!]?$|^Build|^Curr|Last
boot-start-marker
boot-end-marker
interface GigabitEthernet0/0
 description seven
interface GigabitEthernet0/1
end
Router#`},
		{"reset takes them back", with("privilege exec level 7 show running-config", "privilege exec level 7 show version",
			"privilege exec reset show version", "no privilege exec level 7 show running-config"),
			[]string{"show running-config | i ^priv"}, "Router#show running-config | i ^priv\nRouter#"},
		{"the keywords before stay while another command needs them", with("privilege exec level 7 show running-config",
			"privilege exec level 7 show version", "privilege exec reset show version"),
			[]string{"show running-config | i ^priv"}, "Router#show running-config | i ^priv\n" +
				"privilege exec level 7 show running-config\nprivilege exec level 7 show\nRouter#"},
		{"a command that does not exist", configuring, []string{"privilege exec level 7 show xyz"},
			"Router(config)#privilege exec level 7 show xyz\n                                           ^\n" + unknown + "Router(config)#"},
	})
	b := newRig(t, debuglog.IOS15)
	b.typing("enable 0")
	if got, want := b.term.Help(""), "Exec commands:\n  disable  Turn off privileged commands\n"+
		"  enable   Turn on privileged commands\n  exit     Exit from the EXEC\n"+
		"  help     Description of the interactive help system\n  logout   Exit from the EXEC\n\n"; got != want {
		t.Errorf("help at level 0:\n%s\nwant:\n%s", got, want)
	}
}
