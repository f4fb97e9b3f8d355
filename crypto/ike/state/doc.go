// Package state holds the words of the IKEv1 state machines: the roles, the states and the
// events. The engine decides by them, the log and the show commands print them.
//
// What a value is called in the log is its String. Only the events' prefix differs from
// release to release; that spelling is debuglog's.
package state

// A Role is the side of phase 1 that the router took.
type Role uint8

const (
	Initiator Role = iota
	Responder
)

// String is the letter that stands in parentheses before a state.
func (r Role) String() string { return [...]string{"I", "R"}[min(r, Responder)] }
