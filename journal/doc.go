// Package journal writes runs down and reads them again. A run is what it was made of (the topology of a
// lab, or the start of one router) and its inputs: what entered, and when. Everything else follows.
//
// The text is for people too: a head in YAML, and then a line for each input, such as
//
//	2004-03-25T15:17:25.003 Router type show crypto session
//	15:17:31.5 @ cut Router Peer
//	15:17:40+2 Peer key y
//
// First comes the instant, in UTC, with its date where that is another one than in the line before; +2 says that
// two events of that instant had happened before, and without it all of them had. Then the router, with the
// number of its terminal behind a slash if that is not 0, or @ for a command of the lab. A line may be left
// out, changed and added; what follows from it is another run.
//
// Typed passwords, keys and configurations stand there as they are: such a file is as secret as they are.
package journal
