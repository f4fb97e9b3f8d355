// Package fault is the grammar of faults: a sentence says which packets, whose and where, which of
// them, and what happens to them; or what happens to a router or a link. It knows no lab, only
// names: who carries a sentence out looks them up.
//
//	drop main mode message 3 from R1 twice as lost-three
//	delay 2s R_U_THERE_ACK to R1
//	hold quick mode message 2 on link wan once as stuck
//	rewrite life 3600 of main mode message 1 from R1
//	forge clear delete isakmp from R2 to R1
//	cut R1 R2 for 30s
//	reboot R1 without saving
//
// [Parse] reads a sentence and [Sentence.String] writes it; each undoes the other. docs/faults.md
// has the whole grammar.
package fault
