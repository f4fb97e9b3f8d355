// Package scripts holds labs and transcripts that people can run, embedded so that the
// program carries them.
//
//   - chapter.yaml, chapter-periodic.transcript: the site-to-site example of the manual's
//     chapter on the Dead Peer Detection periodic message option, typed in, brought up,
//     watched, and cut.
//   - lab.yaml: the same setup with its configuration in place. It is what the program
//     runs when it is told nothing.
//   - logs-12.4.yaml, logs-15.yaml, logs-xe.yaml: two routers of one release. In each,
//     deletions-*.transcript shows a negotiation and all that ends what it made,
//     refusals-*.transcript everything that keeps routers from agreeing, and
//     deaths-*.transcript every way in which a peer is found dead; aggressive-*.transcript
//     is aggressive mode, and what can go wrong in it.
//   - vti-12.4.yaml, vti-15.yaml, vti-xe.yaml: two offices with a static VTI between them, and in
//     transcripts of the same names its whole life.
//   - misbehaving.yaml, misbehaving-*.transcript: a peer that misbehaves in one way or
//     another, and what the router does about it.
//
// Every transcript is also a test: package lab replays them all, twice.
package scripts
