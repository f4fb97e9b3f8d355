package idle

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// A trackedObject is what `track` defines. What is known here is tracked: interfaces and the
// routing table. A probe is never sent, and one that nobody knows the outcome of counts as up.
type trackedObject struct {
	block
	d      modes.Device
	number int
	of     string // what is tracked, in the words of the configuration
}

func trackedObjects(d modes.Device) (all []trackedObject) {
	for _, b := range blocksOf(&d.Config().Inert, "track") {
		word, of, _ := strings.Cut(b.text, " ")
		if number, err := strconv.Atoi(word); err == nil {
			all = append(all, trackedObject{b, d, number, of})
		}
	}
	return all
}

// up says what the object's state is.
func (t trackedObject) up() bool { return t.upWithin(map[int]bool{}) }

func (t trackedObject) stateWord() string {
	if t.up() {
		return "Up"
	}
	return "Down"
}

// upWithin is up, within lists that were asked before.
func (t trackedObject) upWithin(asked map[int]bool) bool {
	if asked[t.number] {
		return false // a list of itself
	}
	asked[t.number] = true
	defer delete(asked, t.number)
	words := strings.Fields(t.of)
	switch words[0] {
	case "interface":
		for _, p := range portsOf(t.d) {
			if p.Name == words[1] {
				return p.Protocol && (words[2] != "ip" || p.Address.IsValid())
			}
		}
		return false
	case "list":
		return t.listUp(asked, words)
	case "ip":
		if words[1] == "route" {
			return t.routed(words)
		}
	}
	return true
}

func (t trackedObject) listUp(asked map[int]bool, words []string) bool {
	up, down := 0, 0
	for _, member := range t.all("object") {
		number, _ := strconv.Atoi(strings.Fields(member)[0])
		state := false
		for _, other := range trackedObjects(t.d) {
			if other.number == number {
				state = other.upWithin(asked)
			}
		}
		if state != (after(member+" .", "not") != "") {
			up++
		} else {
			down++
		}
	}
	if words[1] == "boolean" && words[2] == "or" {
		return up > 0
	}
	return up > 0 && down == 0
}

func (t trackedObject) routed(words []string) bool {
	base, err := netip.ParseAddr(words[2])
	mask, err2 := netip.ParseAddr(words[3])
	if err != nil || err2 != nil {
		return false
	}
	bits, _ := modes.MaskBits(mask)
	for _, r := range t.d.Routes() {
		if r.VRF == "" && r.Prefix == netip.PrefixFrom(base, bits).Masked() {
			return true
		}
	}
	return false
}

// titles are the two lines about what is tracked, the second of which its state follows.
func (t trackedObject) titles() (what, state string) {
	words := strings.Fields(t.of)
	switch {
	case words[0] == "interface" && words[2] == "ip":
		return fmt.Sprintf("Interface %s ip routing", words[1]), "IP routing is"
	case words[0] == "interface":
		return fmt.Sprintf("Interface %s line-protocol", words[1]), "Line protocol is"
	case words[0] == "list":
		kind := "Threshold " + capital(words[2])
		if words[1] == "boolean" {
			kind = "Boolean " + strings.ToUpper(words[2])
		}
		return "List " + strings.Join(words[1:], " "), kind + " is"
	case words[0] == "ip" && words[1] == "route":
		bits := 0
		if mask, err := netip.ParseAddr(words[3]); err == nil {
			bits, _ = modes.MaskBits(mask)
		}
		return fmt.Sprintf("IP route %s/%d %s", words[2], bits, strings.Join(words[4:], " ")), capital(words[4]) + " is"
	case words[0] == "rtr":
		kind := "state"
		if len(words) > 2 {
			kind = words[2]
		}
		return "Response Time Reporter " + words[1] + " " + kind, capital(kind) + " is"
	}
	kind := "state"
	if len(words) > 3 {
		kind = words[3]
	}
	return "IP SLA " + words[2] + " " + kind, capital(kind) + " is"
}

func (t trackedObject) print(x *modes.Context) {
	what, state := t.titles()
	x.Printf("Track %d\n  %s\n  %s %s\n    1 change, last change %s\n", t.number, what, state, t.stateWord(), clockTime(t.d))
	if delay := t.value("delay", ""); delay != "" {
		var parts []string
		for _, way := range []string{"up", "down"} {
			if secs := after(delay, way); secs == "1" {
				parts = append(parts, way+" 1 sec")
			} else if secs != "" {
				parts = append(parts, way+" "+secs+" secs")
			}
		}
		x.Println("  Delay " + strings.Join(parts, ", "))
	}
	for _, member := range t.all("object") {
		x.Printf("    object %s\n", member)
	}
	if strings.HasPrefix(t.of, "ip sla") || strings.HasPrefix(t.of, "rtr") {
		x.Println("  Latest operation return code: Unknown")
	}
	for _, i := range t.d.Config().Interfaces {
		for _, g := range i.Standby.Groups {
			if slices.ContainsFunc(g.Tracks, func(by config.StandbyTrack) bool { return by.Object == t.number }) {
				x.Printf("  Tracked by:\n    HSRP %s %d\n", i.Name, g.Number)
			}
		}
	}
}

// clockTime is the time since boot as hh:mm:ss: nothing has changed since.
func clockTime(d modes.Device) string {
	now, _ := d.Clock()
	secs := modes.InSeconds(now.Sub(d.Booted()))
	return fmt.Sprintf("%02d:%02d:%02d", secs/3600, secs/60%60, secs%60)
}

func showTrack(x *modes.Context, d modes.Device, a parser.Args) {
	if a.Has("brief") {
		x.Println("Track   Object                         Parameter        Value")
	}
	for _, t := range trackedObjects(d) {
		switch {
		case a.Has("number") && a.Int("number") != t.number:
		case a.Has("brief"):
			what, _ := t.titles()
			at := strings.LastIndexByte(what, ' ')
			x.Printf("%-7d %-30s %-16s %s\n", t.number, what[:at], what[at+1:], t.stateWord())
		default:
			t.print(x)
		}
	}
}

func addTracking(l *modes.Language) {
	show(l, `track [brief | number:<1-1000>]`, modes.H{"track": "Tracking information", "brief": "Brief output",
		"number": "Tracked object"}, showTrack)
}
