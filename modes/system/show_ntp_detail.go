package system

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/ntp"
)

// printNTPDetail prints what is known of a peer.
func printNTPDetail(x *modes.Context, b modes.Device, a ntp.AssociationStatus) {
	old := b.Release() == debuglog.IOS124
	m := a.Message
	x.Printf("%s configured, %s, stratum %d\n", peerName(a.Peer), ntpWords(b, a), m.Stratum)
	if old {
		x.Printf("ref ID %s, time %s\n", referenceID(a), ntpTime(b, m.Reference))
	} else {
		x.Printf("ref ID %-15s, time %s\n", referenceID(a), ntpTime(b, m.Reference))
	}
	x.Printf("our mode %s, peer mode %s, our poll intvl %d, peer poll intvl %d\n", a.Mode, m.Mode, modes.InSeconds(a.Poll), peerPoll(a))
	x.Printf("root delay %.2f msec, root disp %.2f, reach %o, sync dist %.*f\n", msec(m.RootDelay.Duration()),
		msec(m.RootDispersion.Duration()), a.Reach, digits(old, 3, 2), msec(a.Distance))
	if old {
		x.Printf("delay %.2f msec, offset %.4f msec, dispersion %.2f\nprecision 2**%d, version %d\n", msec(a.Delay), msec(a.Offset),
			msec(a.Dispersion), -m.Precision, a.Version)
	} else {
		x.Printf("delay %.2f msec, offset %.4f msec, dispersion %.2f, jitter %.2f msec\nprecision 2**%d, version %d\n", msec(a.Delay),
			msec(a.Offset), msec(a.Dispersion), msec(a.Jitter), -m.Precision, a.Version)
		x.Printf("assoc name %s\nassoc in packets %d, assoc out packets %d, assoc error packets %d\n", assocName(a), a.In, a.Out, a.Refused)
	}
	x.Printf("org time %s\n%s time %s\nxmt time %s\n", ntpTime(b, m.Transmit), map[bool]string{true: "rcv", false: "rec"}[old],
		ntpTime(b, a.Arrived), ntpTime(b, a.Asked))
	printNTPSamples(x, a)
	if !old {
		x.Printf("minpoll = %d, maxpoll = %d\n", a.Least, a.Most)
	}
	x.Println("")
}

func digits(old bool, then, since int) int {
	if old {
		return then
	}
	return since
}

// referenceID is a peer's reference; that of one that has none is 0.0.0.0.
func referenceID(a ntp.AssociationStatus) string {
	switch {
	case a.Local:
		return a.Addr.String()
	case a.Message.Stratum == ntp.StratumUnknown:
		return netip.IPv4Unspecified().String()
	}
	return referenceText(a.Message.Stratum, a.Message.ReferenceID)
}

// ntpWords are the words about a peer behind its address.
func ntpWords(b modes.Device, a ntp.AssociationStatus) string {
	var words []string
	if b.Release() != debuglog.IOS124 {
		words = append(words, "ipv4")
	}
	if a.Proved {
		words = append(words, "authenticated")
	}
	switch a.Verdict {
	case ntp.SystemPeer:
		words = append(words, "our_master")
	case ntp.Candidate:
		words = append(words, "selected")
	case ntp.Outlyer:
		words = append(words, "candidate")
	case ntp.Falseticker:
		words = append(words, "falseticker")
	}
	if a.Fit {
		words = append(words, "sane")
	} else {
		words = append(words, "insane")
	}
	if a.Reach != 0 && a.Message.Stratum < ntp.StratumUnknown {
		words = append(words, "valid")
	} else {
		words = append(words, "invalid")
	}
	if a.Message.Leap == ntp.LeapUnknown {
		words = append(words, "unsynced")
	}
	return strings.Join(words, ", ")
}

// peerPoll is the interval that a peer's last message gives, in seconds; 0 before there is one.
func peerPoll(a ntp.AssociationStatus) int {
	if p := a.Message.Poll; a.Message.Mode != 0 && p >= 0 && p <= 17 {
		return 1 << p
	}
	return 0
}

func assocName(a ntp.AssociationStatus) string {
	if a.Name != "" {
		return a.Name
	}
	return a.Addr.String()
}

// noMeasurement is the dispersion of a poll that was not answered.
const noMeasurement = 16 * time.Second

// printNTPSamples prints the last eight measurements, the newest first.
func printNTPSamples(x *modes.Context, a ntp.AssociationStatus) {
	delays, offsets, errors := "filtdelay =  ", "filtoffset = ", "filterror =  "
	for i, s := range a.Samples {
		if i >= a.Filled {
			s.Dispersion = noMeasurement
		}
		delays += fmt.Sprintf("%8.2f", msec(s.Delay))
		offsets += fmt.Sprintf("%8.2f", msec(s.Offset))
		errors += fmt.Sprintf("%8s", atMost(7, "%.2f", min(s.Dispersion, noMeasurement)))
	}
	x.Printf("%s\n%s\n%s\n", delays, offsets, errors)
}
