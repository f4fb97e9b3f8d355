package grade

import (
	"fmt"
	"time"

	"ruthere/lab"
)

// An Assignment is a graded lab.
type Assignment struct {
	Name     string        // the file's
	Topology *lab.Topology // what is there before anybody did anything
	Title    string
	Minutes  int      // what a beginner needs; 0: not said
	Needs    []string // names of labs that come before
	Story    string   // Markdown, told first
	After    string   // Markdown, told when it is passed: why
	Pass     int      // percent of the points from which it is passed, 0 to 100
	Tasks    []Task
	Solution Solution
	// Review changes what was marked, by task, before points are counted: what one check is worth may depend on another. Nil:
	// nothing does. No file says it.
	Review   func([]TaskResult)
	Others   []Solution // equally right
	Harmless []Harmless

	Graded func(Result) // told of each `lab grade` in a lab that is running; nil: nobody is
}

// A Place is where something stands in an assignment's file.
type Place struct {
	File string
	Line int // from 1; 0: nowhere in particular
}

// String is the file, and the line if there is one: lab.yaml:12.
func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// A Task is some checks that belong together.
type Task struct {
	Title  string
	Text   string // Markdown
	Hints  []Hint
	Checks []Check
	Place  Place
}

// A Hint helps somebody who does not get on.
type Hint struct {
	Text  string
	Costs int // points, from 0
}

// A Check is one thing that has to be so, or a question that has to be answered.
type Check struct {
	Title  string // unique in the assignment
	Points int    // from 0
	Advice string // Markdown, for who fails
	Place  Place

	Given     []Step // done before it is watched, in order
	Meanwhile []Step // done while it is watched
	Expect    Clause // becomes true, or stays true; exclusive with Never
	Never     Clause // does not become true
	Within    Span   // Expect becomes true by then
	For       Span   // Expect stays true that long, or Never is watched that long
	At        Span   // Expect is true then
	Until     Clause // Expect stays true until this becomes true
	While     Clause // Never is watched while this is true

	Question *Question // instead of all of these
}

// A Clause is a condition, as `until` of a lab takes it, and where it stands. The empty one says nothing.
type Clause struct {
	Text  string
	Place Place
}

// A Span is a length of time, or none was given.
type Span struct {
	time.Duration
	Given bool
}

// A Step is one thing that is done to a lab: a lab command, or a line that is typed at a router.
type Step struct {
	Text   string // as it is written
	Place  Place
	Router string        // where Line is typed; "": nowhere
	Line   string        // that is typed
	Wait   time.Duration // what passes, if Waits; with Until, how long it may take
	Waits  bool
	Until  string // a condition that is waited for; "": none
}

// A Question is one that is answered in words.
type Question struct {
	Key     string   // by which it is answered, unique in the assignment
	Text    string   // Markdown
	Choices []string // nil: anything may be answered
	Several bool     // of the choices, with + between them
	Accept  []string // texts that are right; case and blanks are ignored
	Number  *Range   // or a number that is right
}

// A Range is numbers from Least to Most, both included.
type Range struct{ Least, Most float64 }

// A Configuration is lines for a router, and where they stand.
type Configuration struct {
	Router string // as the topology spells it
	Text   string
	Source lab.Source
}

// A Solution earns all points.
type Solution struct {
	Name       string          // "" for the first
	Routers    []Configuration // typed at their consoles in configuration mode, then `end`
	Transcript *Script         // typed then; nil: none
	Replies    []Reply         // to the questions
	Place      Place
}

// A Script is a transcript that is typed in a lab.
type Script struct{ Name, Text string }

// A Reply is what somebody answers to the question of a key.
type Reply struct{ Key, Text string }

// Harmless is a change to the solution that loses no points, and why.
type Harmless struct {
	Router, Line, Change, Because string
	Place                         Place
}

// Most is the number of points that there are.
func (a *Assignment) Most() (points int) {
	for _, t := range a.Tasks {
		points += t.Most()
	}
	return points
}

// Most is the number of points of the task's checks.
func (t *Task) Most() (points int) {
	for _, c := range t.Checks {
		points += c.Points
	}
	return points
}
