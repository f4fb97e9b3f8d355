// Package debuglog holds every line a router can say about itself: the output of
// "debug crypto isakmp" and "debug crypto ipsec", and the %FAC-SEV-MNEMONIC messages.
//
// Call sites state what happened, by calling one constructor per line; this package
// decides how the line reads on each release:
//
//	out.Say(debuglog.SendingPacket(c, peer, 500, 500, debuglog.Initiator, debuglog.QMIdle))
//
// A real device is inconsistent in spelling and spacing from one line to the next, and so
// are its releases. Each line is therefore one [phrase] with three spellings, kept above its
// constructor in the file of its theme, so that the catalogue can be held beside a capture.
// A constructor only stores its arguments; nothing is formatted until [Line.Text] is called.
//
// The rest is the way out of the box: [Switches] say which debugs are on, [Stamp] writes the
// time in front of a line, [Buffer] keeps what "logging buffered" keeps, and [LoggingPage]
// prints "show logging".
package debuglog
