package grade

import (
	"ruthere/journal"
	"ruthere/lab"
)

// An Answer is what somebody handed in: a way to build the lab as they left it. The zero one is the lab untouched.
// First come the configurations that routers start with, then what is typed, or instead of all of these a run.
type Answer struct {
	Student    string
	Startup    []Configuration // that routers start with, instead of the lab's
	Typed      []Configuration // typed at the routers' consoles in configuration mode, then `end`
	Transcript *Script         // typed then; what it expects to be shown is not compared
	Record     *Record         // a run that was written down
	Run        *lab.Run        // of a lab that is running
	Replies    []Reply         // to questions; of two to one question the last counts
	Hints      []int           // how many were taken, by task; in a run `lab hint` counts them too
}

// A Record is a run that was written down, with the name of its file.
type Record struct {
	Name string
	*journal.File
}

// Answer is the solution as an answer.
func (s *Solution) Answer() Answer {
	return Answer{Typed: s.Routers, Transcript: s.Transcript, Replies: s.Replies}
}
