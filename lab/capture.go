package lab

import (
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ruthere/capture"
)

// A recording is a capture under way.
type recording struct {
	*capture.Recorder
	name  string // "" for one that no command began
	link  string // "" for all links
	began time.Time
	whole bool // with the headers of Ethernet
}

// CaptureTo writes every packet that is put on a link from now on; link "" means all links. Packets that a fault then
// loses are there too, as they are in a capture taken at the sender, and a comment says what becomes of them. What opens the SAs
// that are up goes first. The name is what the lab command calls it by. Errors of r come out of Advance
// if it has no name; else the capture ends and the lab tells so.
func (l *Lab) CaptureTo(name string, r *capture.Recorder, link string) error {
	if err := l.checkLink(link); err != nil {
		return err
	}
	l.backlog.Begin(r, link)
	if err := r.Err(); err != nil {
		return err
	}
	l.recordings = append(l.recordings, &recording{r, name, link, l.now, false})
	return nil
}

// Capture is CaptureTo a file of the classic format.
func (l *Lab) Capture(w io.Writer, link string) error {
	if err := l.checkLink(link); err != nil { // before anything is written
		return err
	}
	return l.CaptureTo("", capture.Record(capture.Plain(w), capture.PCAP, ""), link)
}

// StopCaptures ends all captures, and closes what they go to.
func (l *Lab) StopCaptures() error {
	var first error
	for len(l.recordings) > 0 {
		if err := l.stopRecording(l.recordings[0]); first == nil {
			first = err
		}
	}
	return first
}

func (l *Lab) stopRecording(r *recording) error {
	l.recordings = slices.DeleteFunc(l.recordings, func(one *recording) bool { return one == r })
	return r.Close()
}

func (l *Lab) checkLink(name string) error {
	var names []string
	for _, w := range l.wires {
		names = append(names, w.name)
	}
	if name != "" && !slices.Contains(names, name) {
		return fmt.Errorf("there is no link %q here%s", name, listNames(names))
	}
	return nil
}

// addKey remembers a key, and has it in all captures.
func (l *Lab) addKey(k capture.Key) {
	l.backlog.AddKey(k)
	for _, r := range slices.Clone(l.recordings) {
		r.AddKey(k)
		l.checkRecording(r)
	}
}

// recordFrame writes a packet to the captures that want it, as the interface has it that sends it. Most hold packets of
// IP alone: the tag of a VLAN stands in the name of the interface.
func (l *Lab) recordFrame(w *wire, from, to int, hop netip.Addr, f frame, by []*activeFault, fate string) {
	neededLater := l.backlog.Wants(f.data)
	if len(l.recordings) == 0 && !neededLater {
		return
	}
	end := w.ends[from]
	p := capture.Packet{At: l.now, Interface: End{end.nodeName(), end.iface}.String(), Direction: capture.Out, Data: f.data}
	if f.vlan != 0 {
		p.Interface += fmt.Sprintf(" VLAN %d", f.vlan)
	}
	if m := l.onlooker.Read(f.data); m.Message != nil { // of other packets Wireshark says as much
		p.Comments = append(p.Comments, m.String())
	}
	if said := strings.TrimSpace(f.said); said != "" {
		p.Comments = append(p.Comments, said)
	}
	for _, one := range by {
		p.Comments = append(p.Comments, one.comment())
	}
	if fate != "" {
		p.Comments = append(p.Comments, fate)
	}
	if neededLater {
		l.backlog.AddPacket(w.name, p)
	}
	for _, r := range slices.Clone(l.recordings) {
		if r.link == "" || r.link == w.name {
			if p.Header = nil; r.whole {
				p.Header = w.ethernetHeader(from, to, hop, f)
			}
			r.WritePacket(p)
			l.checkRecording(r)
		}
	}
}

// comment names a fault beside a packet that it has struck.
func (f *activeFault) comment() string {
	if f.manner != nil {
		return "fault: " + f.of.Name + " has the manner " + f.manner.name
	}
	return "fault " + f.Name + ": " + f.text()
}

// checkRecording ends a capture that cannot go on.
func (l *Lab) checkRecording(r *recording) {
	err := r.Err()
	switch {
	case err == nil:
	case r.name == "" && l.captureErr == nil:
		l.captureErr = err
	case r.name != "":
		_ = l.stopRecording(r) // which is the same error
		l.options.Notice(fmt.Sprintf("the capture %s ends: %v", r.name, err))
	}
}

// runCapture is the lab command `capture`.
func runCapture(l *Lab, args []string) (string, error) {
	switch {
	case args[0] == "start" && len(args) >= 2:
		args, whole := args[1:], args[len(args)-1] == wholeFrames
		if whole = whole && len(args) > 1; whole {
			args = args[:len(args)-1]
		}
		return "", l.startCapture(args[0], strings.Join(args[1:], " "), whole)
	case args[0] == "stop":
		return l.stopCapture(args[1:])
	case args[0] == "list" && len(args) == 1:
		return l.listCaptures(), nil
	}
	return "", fmt.Errorf("usage: capture %s", captureArguments)
}

const captureArguments = "start FILE [LINK] [" + wholeFrames + "] | stop [FILE] | list"

// wholeFrames asks for the headers of Ethernet.
const wholeFrames = "ethernet"

func (l *Lab) startCapture(name, link string, whole bool) error {
	if f, err := capture.FormatOf(name); whole && err == nil && f != capture.PCAPNG {
		return fmt.Errorf("%s has one kind of link for all packets: the headers of Ethernet need a file .pcapng", name)
	}
	if l.findRecording(name) != nil {
		return fmt.Errorf("%s is being written already", name)
	}
	if err := l.checkLink(link); err != nil { // before there is a file
		return err
	}
	r, err := l.options.CreateCapture(name)
	if err != nil {
		return err
	}
	if err := l.CaptureTo(name, r, link); err != nil {
		return err
	}
	l.recordings[len(l.recordings)-1].whole = whole
	return nil
}

// CaptureFrames is CaptureTo with the headers of Ethernet before the packets, and with gratuitous ARP. It wants pcapng.
func (l *Lab) CaptureFrames(name string, r *capture.Recorder, link string) error {
	err := l.CaptureTo(name, r, link)
	if err == nil {
		l.recordings[len(l.recordings)-1].whole = true
	}
	return err
}

func (l *Lab) findRecording(name string) *recording {
	for _, r := range l.recordings {
		if name != "" && r.name == name {
			return r
		}
	}
	return nil
}

// stopCapture ends the capture of that name, or all that have one.
func (l *Lab) stopCapture(names []string) (string, error) {
	var stopped []*recording
	for _, r := range l.recordings {
		if r.name != "" && (len(names) == 0 || len(names) == 1 && names[0] == r.name) {
			stopped = append(stopped, r)
		}
	}
	if len(stopped) == 0 {
		return "", fmt.Errorf("no such capture is under way: see capture list")
	}
	var b strings.Builder
	for _, r := range stopped {
		if err := l.stopRecording(r); err != nil {
			return b.String(), fmt.Errorf("%s: %w", r.name, err)
		}
		fmt.Fprintf(&b, "%s: %d packets\n", r.name, r.Packets())
	}
	return b.String(), nil
}

func (l *Lab) listCaptures() string {
	var b strings.Builder
	for _, r := range l.recordings {
		if r.name == "" {
			continue
		}
		where := "all links"
		if r.link != "" {
			where = "link " + r.link
		}
		fmt.Fprintf(&b, "%-20s %s, %d packets since %s\n", r.name, where, r.Packets(), r.began.Format(clockForm))
	}
	if b.Len() == 0 {
		return "no capture is under way\n"
	}
	return b.String()
}
