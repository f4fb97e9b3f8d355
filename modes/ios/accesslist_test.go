package ios

import (
	"slices"
	"strings"
	"testing"

	"ruthere/debuglog"
)

// What may follow in an entry depends on its protocol, in numbered and in named lists.
func TestAccessListHelpKnowsTheProtocol(t *testing.T) {
	common := "dscp fragments log log-input option precedence reflect time-range tos ttl"
	for typed, want := range map[string]string{
		"ip any any":  common + " <cr>",
		"esp any any": common + " <cr>",
		"ip any":      "A.B.C.D any host object-group",
		"icmp any":    "A.B.C.D any host object-group",
		"tcp any":     "A.B.C.D any eq gt host lt neq object-group range",
		"udp any":     "A.B.C.D any eq gt host lt neq object-group range",
		"6 any":       "A.B.C.D any eq gt host lt neq object-group range",
		"udp any any": "dscp eq fragments gt log log-input lt neq option precedence range reflect time-range tos ttl <cr>",
		"tcp any any": "ack dscp eq established fin fragments gt log log-input lt neq option precedence psh range reflect rst syn " +
			"time-range tos ttl urg <cr>",
		"ip any any precedence": "<0-7> critical flash flash-override immediate internet network priority routine",
	} {
		for _, list := range []struct{ mode, lead string }{{"global", "access-list 101 permit "}, {"extended-access-list", "permit "}} {
			if got := helpItems(list.mode, list.lead+typed+" "); got != want {
				t.Errorf("%s%s ?:\n got %s\nwant %s", list.lead, typed, got, want)
			}
		}
	}
	icmp := strings.Fields(helpItems("global", "access-list 101 permit icmp any any "))
	for _, word := range []string{"<0-255>", "echo", "host-tos-redirect", "packet-too-big", "traceroute", "log"} {
		if !slices.Contains(icmp, word) {
			t.Errorf("icmp any any ? does not list %s: %s", word, icmp)
		}
	}
}

// helpItems are the left columns of the answer to `?`.
func helpItems(mode, line string) string {
	var items []string
	for _, row := range Language(debuglog.IOS15).Mode(mode).Help(line, 15).Rows {
		items = append(items, row.Item)
	}
	return strings.Join(items, " ")
}

// What another protocol has is refused where it stands.
func TestAccessListsRefuseWhatTheirProtocolLacks(t *testing.T) {
	for _, marked := range []string{ // the caret stands under what follows the bar
		"permit tcp any any eq i|sakmp", // there are ident and irc
		"permit udp any any eq w|ww",    // there is who
		"permit tcp any any eq s|yslog",
		"permit ip any any |eq 80",
		"permit esp any any r|ange 1 2",
		"permit icmp any |eq 80 any",
		"permit tcp any any p|acket-too-big",
		"permit ip any any |3 4",
		"permit udp any any e|stablished",
		"permit ip any any precedence |8",
		"permit ip any any dscp |banana",
		"permit icmp any any host-un|heard-of",
	} {
		before, after, _ := strings.Cut(marked, "|")
		for _, lead := range []string{"access-list 101 ", "ip access-list extended L\n "} {
			_, refused := Parse(lead+before+after+"\n", debuglog.IOS15)
			column := len(lead[strings.LastIndex(lead, "\n")+1:]) + len(before) + 1
			if len(refused) != 1 || refused[0].Column != column {
				t.Errorf("%s%s: want a caret in column %d, got %+v", lead, marked, column, refused)
			}
		}
	}
}

// Numbers are printed by the names that the protocol has for them.
func TestAccessListsNameWhatIsNumbered(t *testing.T) {
	for typed, want := range map[string]string{
		"icmp any any 3 4": "icmp any any packet-too-big", "icmp any any 8": "icmp any any echo", "icmp any any 3": "icmp any any unreachable",
		"icmp any any 5 1": "icmp any any host-redirect", "icmp any any 11 1": "icmp any any reassembly-timeout",
		"icmp any any 30": "icmp any any traceroute", "icmp any any 3 99": "icmp any any 3 99", "icmp any any 200": "icmp any any 200",
		"6 any any eq 514": "tcp any any eq cmd", "17 any any eq 514": "udp any any eq syslog", "1 any any": "icmp any any",
		"50 any any": "esp any any", "ip any any dscp 46": "ip any any dscp ef", "ip any any precedence 5": "ip any any precedence critical",
		"ip any any tos 8": "ip any any tos min-delay", "ip any any option 7 log": "ip any any option record-route log",
		"tcp any any eq www ack dscp 5": "tcp any any eq www ack dscp 5",
	} {
		printed := running(load(t, debuglog.IOS15, "access-list 101 permit "+typed+"\n"), debuglog.IOS15)
		if !strings.Contains(printed, "access-list 101 permit "+want+"\n") {
			t.Errorf("%q: want %q in\n%s", typed, want, printed)
		}
	}
}

// Where an access list is applied, its kinds of names are told apart.
func TestAccessGroupsListTheRanges(t *testing.T) {
	for mode, line := range map[string]string{"interface": "ip access-group ", "line": "access-class "} {
		if got := helpItems(mode, line); got != "<1-199> <1300-2699> WORD" {
			t.Errorf("%s?: got %s", line, got)
		}
	}
	text := "interface GigabitEthernet0/1\n ip access-group 101 in\n ip access-group NAME out\nline vty 0 4\n access-class 2001 in\n"
	if printed := running(load(t, debuglog.IOS15, text), debuglog.IOS15); !strings.Contains(printed, " ip access-group 101 in\n") ||
		!strings.Contains(printed, " ip access-group NAME out\n") || !strings.Contains(printed, " access-class 2001 in\n") {
		t.Errorf("lists are not applied as they were:\n%s", printed)
	}
}

// The number of an entry that has none of its own is ten after the last, if there is one.
func TestSequenceNumbersEnd(t *testing.T) {
	for text, want := range map[string]string{
		"ip access-list extended L\n 2147483640 permit ip any any\n permit tcp any any\n": "Exceeded maximum sequence number.",
		"ip access-list standard L\n 2147483647 permit any\n permit 10.0.0.1\n":           "Exceeded maximum sequence number.",
		"ip access-list extended L\n permit ip any any\n permit tcp any any\n" +
			"ip access-list resequence L 2147483640 10\n": "Exceeded maximum sequence number.",
	} {
		_, refused := Parse(text, debuglog.IOS15)
		if len(refused) != 1 || refused[0].Message != want {
			t.Errorf("%s: want %q, got %+v", text, want, refused)
		}
	}
}
