// Package ios is the command language of the routers: it names the rooms that its commands
// come from, and the order of everything that has one.
package ios

import (
	"sync"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/access"
	"ruthere/modes/crypto"
	"ruthere/modes/idle"
	"ruthere/modes/inert"
	"ruthere/modes/monitor"
	"ruthere/modes/network"
	"ruthere/modes/pki"
	"ruthere/modes/storage"
	"ruthere/modes/system"
)

// rooms are where commands come from. Their order is their rank: of two commands with an
// effect that match the same line, the one of the earlier room wins, and its help explains
// the keywords they share. Commands without effect come after all others, wherever they stand
// here. The order in which Add is called means nothing (TestOrderOfCallsMeansNothing).
var rooms = [...]func(*modes.Language){access.Add, crypto.Add, network.Add, storage.Add, system.Add, monitor.Add, pki.Add,
	idle.Add, inert.Add}

// languages are made when the first router of their release needs them, and shared.
var languages = [...]func() *modes.Language{
	debuglog.IOS124: sync.OnceValue(func() *modes.Language { return newLanguage(debuglog.IOS124, inOrder) }),
	debuglog.IOS15:  sync.OnceValue(func() *modes.Language { return newLanguage(debuglog.IOS15, inOrder) }),
	debuglog.IOSXE:  sync.OnceValue(func() *modes.Language { return newLanguage(debuglog.IOSXE, inOrder) }),
}

// Language is the command language of a release. Nothing may change it.
func Language(r debuglog.Release) *modes.Language { return languages[r]() }

// inOrder are the rooms' ranks in the order of the calls.
var inOrder = []int{0, 1, 2, 3, 4, 5, 6, 7, 8}

// newLanguage makes a language, calling the rooms in any order.
func newLanguage(r debuglog.Release, calls []int) *modes.Language {
	l := modes.NewLanguage(r, modes.RunningOrder{Global: printGlobal, Places: places})
	for _, rank := range calls {
		l.Begin(rank)
		rooms[rank](l)
	}
	return l.Finish()
}

// shared are the lines that two commands of a mode take: the first, by its leading keywords,
// comes before the second.
var shared = [...][3]string{
	{"service-object-group", "", ""},           // tcp and udp with ports, before a protocol alone
	{"service-object-group", "icmp", ""},       // likewise
	{"global", "router eigrp", "router eigrp"}, // a number is that of a system, not a name
}
