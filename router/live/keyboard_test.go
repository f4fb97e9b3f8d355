package live

import "testing"

// Keys struck at the console of a router, and the screen they leave, cell by cell.
func TestKeyboard(t *testing.T) {
	for _, c := range []struct {
		name   string
		before []string // lines typed first, their screen cleared
		keys   string
		screen []string
		bells  int
	}{
		// 4.1, in the order of the table. RETURN is never struck: the line stays on the screen.
		{"Ctrl-A", nil, "how clock^As", []string{"R1>s§how clock"}, 0},
		{"Ctrl-E", nil, "show^A^E clock", []string{"R1>show clock§"}, 0},
		{"Ctrl-B", nil, "sho clock^B^B^B^B^B^Bw", []string{"R1>show§ clock"}, 0},
		{"left arrow", nil, "sow<left><left>h", []string{"R1>sh§ow"}, 0},
		{"Ctrl-F", nil, "show^A^F", []string{"R1>s§how"}, 0},
		{"right arrow", nil, "show^A<right><right>", []string{"R1>sh§ow"}, 0},
		{"Esc-B", nil, "show ip route<esc>b<esc>B", []string{"R1>show §ip route"}, 0},
		{"Esc-F", nil, "show ip route^A<esc>f<esc>F", []string{"R1>show ip§ route"}, 0},
		{"Ctrl-D", nil, "sxhow^A^F^D", []string{"R1>s§how"}, 0},
		{"Ctrl-D at the end", nil, "show^D", []string{"R1>show§"}, 1},
		{"Ctrl-D on an empty line does not log out", nil, "^Dx", []string{"R1>x§"}, 1},
		{"Ctrl-H", nil, "shox^Hw", []string{"R1>show§"}, 0},
		{"DEL", nil, "shxow<left><left><del>", []string{"R1>sh§ow"}, 0},
		{"Ctrl-H at the start", nil, "^Hx", []string{"R1>x§"}, 1},
		{"Ctrl-T in the middle", nil, "hsow^A^F^T", []string{"R1>sh§ow"}, 0},
		{"Ctrl-T at the end", nil, "shwo^T", []string{"R1>show§"}, 0},
		{"Ctrl-T at the start", nil, "show^A^T", []string{"R1>§show"}, 1},
		{"Ctrl-P and Ctrl-N", []string{"show privilege", "show clock | include x"}, "dr^P^P^P^N^N^N^N", []string{"R1>dr§"}, 3},
		{"arrows recall", []string{"show clock | include x"}, "<up><up>", []string{"R1>show clock | include x§"}, 1},
		{"Ctrl-V", nil, "what^V?", []string{"R1>what?§"}, 0},
		{"Esc-Q", nil, "what<esc>q?", []string{"R1>what?§"}, 0},
		{"Ctrl-V and a control key", nil, "a^V^Cb", []string{"R1>a^Cb§"}, 0},
		{"Ctrl-K", nil, "show clock<esc>b^K", []string{"R1>show §"}, 0},
		{"Ctrl-U", nil, "show clock<esc>b^U", []string{"R1>§clock"}, 0},
		{"Ctrl-X", nil, "show clock<esc>b^X", []string{"R1>§clock"}, 0},
		{"Ctrl-W", nil, "ping 10.0.0.1^W", []string{"R1>ping §"}, 0},
		{"Esc-D", nil, "show ip route^A<esc>d", []string{"R1>§ ip route"}, 0},
		{"Ctrl-Y", nil, "show^U^Y^Y", []string{"R1>showshow§"}, 0},
		{"Esc-Y", nil, "a^Ub^Uc^U^Y<esc>y<esc>y", []string{"R1>a§"}, 0},
		{"a cut outlives its line", nil, "show^U\n^Y", []string{"R1>", "R1>show§"}, 0},
		{"Esc-C", nil, "show iP^A<esc>c<esc>c", []string{"R1>Show Ip§"}, 0},
		{"Esc-U", nil, "show ip^A<esc>u", []string{"R1>SHOW§ ip"}, 0},
		{"Esc-L", nil, "SHOW IP^A<esc>l", []string{"R1>show§ IP"}, 0},
		{"Ctrl-R", nil, "show^B^R", []string{"R1>show", "R1>sho§w"}, 0},
		{"Ctrl-L", nil, "show^L", []string{"R1>show", "R1>show§"}, 0},
		{"Ctrl-^ leaves the line alone", nil, "sh^^ow", []string{"R1>show§"}, 0},
		{"NUL after CR", nil, "!\n<nul>!\n<lf>!", []string{"R1>!", "R1>!", "R1>!§"}, 0},

		{"Tab", nil, "sh<tab>", []string{"R1>sh", "R1>show §"}, 0},
		{"Tab on an ambiguous word", nil, "e<tab>", []string{"R1>e", "R1>e§"}, 1},
		{"Tab on a blank", nil, "show <tab>", []string{"R1>show", "R1>show §"}, 1},
		{"Tab on a number", []string{"enable", "configure terminal"}, "access-list 101<tab>",
			[]string{"R1(config)#access-list 101", "R1(config)#access-list 101§"}, 1},
		{"Tab in a middle word", nil, "sh clock^A<right><right><tab>", []string{"R1>sh clock", "R1>show § clock"}, 0},
		{"Ctrl-I is Tab", nil, "sho^I", []string{"R1>sho", "R1>show §"}, 0},

		{"help", []string{"enable", "configure terminal"}, "crypto isakmp policy ?", []string{"R1(config)#crypto isakmp policy ?",
			"  <1-10000>  Priority of protection suite", "", "R1(config)#crypto isakmp policy §"}, 0},
		{"help glued to a word", []string{"enable", "configure terminal"}, "cry?", []string{"R1(config)#cry?", "crypto", "",
			"R1(config)#cry§"}, 0},
		{"help in the middle of a line", []string{"enable", "configure terminal"}, "cry isakmp^A<right><right><right>?",
			[]string{"R1(config)#cry? isakmp", "crypto", "", "R1(config)#cry§ isakmp"}, 0},
		{"help on nonsense", nil, "xyzzy ?1", []string{"R1>xyzzy ?", "% Unrecognized command", "R1>xyzzy 1§"}, 0},
		{"help after an error", nil, "show clokc x\nshow clo?", []string{"R1>show clokc x", "           ^",
			"% Invalid input detected at '^' marker.", "",
			"R1>show clo?", "clock", "", "R1>show clo§"}, 0},
		{"help, then the rest of the line", nil, "show pri?vilege\n", []string{"R1>show pri?", "privilege", "",
			"R1>show privilege", "Current privilege level is 1", "R1>§"}, 0},
		{"help is not remembered", []string{"show privilege"}, "xyzzy ?^A^K<up>", []string{"R1>xyzzy ?", "% Unrecognized command",
			"R1>show privilege§"}, 0},

		{"Ctrl-Z in EXEC", nil, "show priv^Z", []string{"R1>show priv^Z", "Current privilege level is 1", "R1>§"}, 0},
		{"Ctrl-Z runs the line and leaves configuration mode", []string{"enable", "configure terminal", "no logging console",
			"interface Loopback1"}, "description x^Z",
			[]string{"R1(config-if)#description x^Z", "R1#§"}, 0},
		{"Ctrl-C drops the line and leaves configuration mode", []string{"enable", "configure terminal", "no logging console",
			"interface Loopback1"}, "shutdown^Cshow running-config interface lo1\n",
			[]string{"R1(config-if)#shutdown", "R1#show running-config interface lo1", "Building configuration...", "",
				"Current configuration : 42 bytes", "!",
				"interface Loopback1", " no ip address", "end", "", "R1#§"}, 0},
		{"Ctrl-C in EXEC", nil, "show clock^C!", []string{"R1>show clock", "R1>!§"}, 0},
		{"Ctrl-C in a dialogue", []string{"enable"}, "copy running-config startup-config\n^C!",
			[]string{"R1#copy running-config startup-config", "Destination filename [startup-config]?",
				"R1#!§"}, 0},

		{"a password is not echoed", []string{"enable", "configure terminal", "enable password lion", "no logging console", "end",
			"disable"}, "enable\ntiger?\nlion\n!",
			[]string{"R1>enable", "Password:", "Password:", "R1#!§"}, 0},
		{"a question mark in a banner", []string{"enable", "configure terminal"}, "banner motd #\nwho?\tme\n#\nno banner motd\n",
			[]string{"R1(config)#banner motd #", "Enter TEXT message.  End with the character '#'.", "who? me", "#",
				"R1(config)#no banner motd", "R1(config)#§"}, 0},

		{"no editing", []string{"terminal no editing", "!"}, "abc def^A<up>^W^Hx^R", []string{"R1>abcx", "R1>abcx§"}, 2},
		{"editing again", []string{"terminal no editing", "terminal editing"}, "how^As", []string{"R1>s§how"}, 0},
		{"a narrow terminal", []string{"terminal width 30"}, "abcdefghijklmnopqrstuvwxyz", []string{"R1>$lmnopqrstuvwxyz§"}, 0},
		{"a terminal without an edge", []string{"terminal width 0"},
			"123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 12345",
			[]string{"R1>123456789 123456789 123456789 123456789 123456789 123456789 123456789 1234567", "89 12345§"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			console := newConsole(t, 80)
			console.prepare(c.before...)
			console.press(c.keys)
			console.shows(c.screen...)
			console.rings(c.bells)
			if got := console.screen.bells; got != c.bells {
				t.Errorf("the bell rang %d times, want %d", got, c.bells)
			}
		})
	}
}

// A step is keys struck, and the screen that must follow before the next ones are.
type step struct {
	keys   string
	screen []string
}

func (c *console) run(steps []step) {
	c.t.Helper()
	for _, s := range steps {
		c.press(s.keys)
		if s.screen != nil {
			c.shows(s.screen...)
		}
	}
}

func TestKeyboardSteps(t *testing.T) {
	priv := []string{"enable"}
	lines := []string{"enable", "configure terminal", "no logging console", "ip route 192.0.2.1 255.255.255.255 Null0",
		"ip route 192.0.2.2 255.255.255.255 Null0",
		"ip route 192.0.2.3 255.255.255.255 Null0", "ip route 192.0.2.4 255.255.255.255 Null0", "ip route 192.0.2.5 255.255.255.255 Null0",
		"ip route 192.0.2.6 255.255.255.255 Null0", "end", "terminal length 4"}
	const show = "R1#show run | i ^ip route"
	route := func(n string) string { return "ip route 192.0.2." + n + " 255.255.255.255 Null0" }
	page := []string{show, route("1"), route("2"), route("3"), " --More-- §"}
	for _, c := range []struct {
		name   string
		before []string
		steps  []step
	}{
		{"Space shows a page", lines, []step{
			{"show run | i ^ip route\n", page},
			{" ", []string{show, route("1"), route("2"), route("3"), route("4"), route("5"), route("6"), "R1#§"}}}},
		{"Return shows a line", lines, []step{
			{"show run | i ^ip route\n", page},
			{"\n", []string{show, route("1"), route("2"), route("3"), route("4"), " --More-- §"}},
			{"\n\n", []string{show, route("1"), route("2"), route("3"), route("4"), route("5"), route("6"), "R1#§"}}}},
		{"q ends it", lines, []step{{"show run | i ^ip route\n", page}, {"q", []string{show, route("1"), route("2"), route("3"), "", "R1#§"}}}},
		{"Ctrl-C ends it", lines, []step{{"show run | i ^ip route\n", page}, {"^C", []string{show, route("1"), route("2"),
			route("3"), "", "R1#§"}}}},
		{"Ctrl-Z ends it", lines, []step{{"show run | i ^ip route\n", page}, {"^Z", []string{show, route("1"), route("2"),
			route("3"), "", "R1#§"}}}},
		{"Ctrl-^ ends it", lines, []step{{"show run | i ^ip route\n", page}, {"^^", []string{show, route("1"), route("2"),
			route("3"), "", "R1#§"}}}},
		{"an arrow key ends it and leaves nothing behind", lines, []step{{"show run | i ^ip route\n", page}, {"<up>!",
			[]string{show, route("1"), route("2"), route("3"), "", "R1#!§"}}}},
		{"/ searches on", lines, []step{
			{"show run | i ^ip route\n", page},
			{"/", []string{show, route("1"), route("2"), route("3"), "/§"}},
			{"2[.]5\n", []string{show, route("1"), route("2"), route("3"), "/2[.]5", "filtering...", route("5"), route("6"), "R1#§"}}}},
		{"+ shows what matches", lines, []step{
			{"show run | i ^ip route\n", page},
			{"+[46]\n", nil},
			{"", []string{show, route("1"), route("2"), route("3"), "+[46]", "filtering...", route("4"), route("6"), "R1#§"}}}},
		{"- shows what does not match", lines, []step{
			{"show run | i ^ip route\n", page},
			{"-[46]_\n", nil},
			{"", []string{show, route("1"), route("2"), route("3"), "-[46]_", "filtering...", route("5"), "R1#§"}}}},
		{"help is paged", []string{"enable", "terminal length 3", "configure terminal"}, []step{
			{"crypto isakmp key ?", []string{"R1(config)#crypto isakmp key ?",
				"  0     Specifies an UNENCRYPTED password will follow", "  6     Specifies an ENCRYPTED password will follow", " --More-- §"}},
			{"q", []string{"R1(config)#crypto isakmp key ?", "  0     Specifies an UNENCRYPTED password will follow",
				"  6     Specifies an ENCRYPTED password will follow", "", "R1(config)#crypto isakmp key §"}},
			{"?\n", []string{"R1(config)#crypto isakmp key ?", "  0     Specifies an UNENCRYPTED password will follow",
				"  6     Specifies an ENCRYPTED password will follow", "",
				"R1(config)#crypto isakmp key ?", "  0     Specifies an UNENCRYPTED password will follow",
				"  6     Specifies an ENCRYPTED password will follow",
				"  WORD  The UNENCRYPTED (cleartext) user password", " --More-- §"}},
			{"\n", []string{"R1(config)#crypto isakmp key ?", "  0     Specifies an UNENCRYPTED password will follow",
				"  6     Specifies an ENCRYPTED password will follow", "",
				"R1(config)#crypto isakmp key ?", "  0     Specifies an UNENCRYPTED password will follow",
				"  6     Specifies an ENCRYPTED password will follow",
				"  WORD  The UNENCRYPTED (cleartext) user password", "", "R1(config)#crypto isakmp key §"}}}},
		{"Ctrl-^ stops a ping", []string{"enable", "configure terminal", "no logging console", "interface Loopback0",
			"ip address 10.0.0.1 255.255.255.0", "end"}, []step{
			{"ping 10.0.0.9 timeout 3600\n", []string{"R1#ping 10.0.0.9 timeout 3600", "Type escape sequence to abort.",
				"Sending 5, 100-byte ICMP Echos to 10.0.0.9, timeout is 3600 seconds:", "§"}},
			{"show privilege\n", nil},
			{"^^", []string{"R1#ping 10.0.0.9 timeout 3600", "Type escape sequence to abort.",
				"Sending 5, 100-byte ICMP Echos to 10.0.0.9, timeout is 3600 seconds:",
				"Success rate is 0 percent (0/1)", "R1#show privilege", "Current privilege level is 15", "R1#§"}}}},
		{"a line scrolls out and back in", priv, []step{
			{"aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhhhh", []string{
				"R1#$bbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhhhh§"}},
			{"^A", []string{"R1#§aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhh$"}},
			{"^E", []string{"R1#$bbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhhhh§"}},
			{"^W", []string{"R1#$bbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg §"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			console := newConsole(t, 80)
			console.prepare(c.before...)
			console.run(c.steps)
		})
	}
}
