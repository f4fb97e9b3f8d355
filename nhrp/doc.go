// Package nhrp is the Next Hop Resolution Protocol (RFC 2332) of a router, with what Cisco's routers add for dynamic multipoint VPNs:
// traffic indications and shortcuts, the flags and the extension for clients behind translation, authentication by a word in clear.
// Time, settings, routes and packets come in; packets, changes and what debugging says of them go out, in order. Who has the
// interfaces, and the headers around the packets, is not known here.
//
// The network that packets cross is called NBMA (non-broadcast, multi-access): its addresses are those between which GRE passes. The
// other addresses, those of the tunnel interfaces and what lies behind them, are protocol addresses.
package nhrp

import "time"

// What is so unless it is configured.
const (
	DefaultHoldTime         = 7200 * time.Second
	DefaultRedirectInterval = 8 * time.Second
)

const (
	hops         = 255              // of a packet that begins here
	longestRetry = 64 * time.Second // between two registrations that nobody answers; they begin a second apart
	mostTries    = 6                // of a question: 1, 2, 4, 8, 16 and 32 seconds are waited
	failuresDown = 3                // registrations without an answer after which a server counts as down
	negativeTime = 3 * time.Minute  // how long it is known that nobody answers
	renewal      = 2 * time.Minute  // before its end an entry in use is asked for again
	usedTime     = time.Minute      // how long an entry counts as used behind a packet
	sendWindow   = 10 * time.Second // in which no more than Settings.MostSent packets leave by an interface

	mostEntries    = 8192 // of an interface's cache
	mostQuestions  = 256  // under way on an interface
	mostRequesters = 256  // who are remembered as having been told of an address
	mostRedirected = 1024 // pairs of addresses whose indications are spaced
)
