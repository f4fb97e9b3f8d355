package grade

import "time"

// A Status is how a check stands.
type Status string

const (
	Passed Status = "passed"
	Failed Status = "failed"
	Open   Status = "open" // a question that nobody has answered
)

// A Result is what an answer earned.
type Result struct {
	Lab, Student string
	Points, Most int
	Pass         int // percent of Most from which it is passed
	Passed       bool
	Tasks        []TaskResult
	Problems     []Problem // with the answer: it was graded without them
}

// A TaskResult is what a task earned: the points of its checks, less what hints cost, at least 0.
type TaskResult struct {
	Title                  string
	Points, Most, HintCost int
	Checks                 []CheckResult
}

// A CheckResult is what became of a check.
type CheckResult struct {
	Title        string
	Status       Status
	Points, Most int
	Want         string // what was to be so, in words
	Saw          string // what was so instead; "" if it passed
	When         Instant
	Packet       string // that decided, if one did: its meaning, from whom to whom
	Advice       string // for who failed; "" if it passed
}

// An Instant is when something was decided; the zero one: never.
type Instant struct {
	At    time.Time     // of the lab's clock
	Since time.Duration // the check began
}

// A Problem is something of an answer that could not be used, such as a line that a router refuses.
type Problem struct {
	Place string // file, line and perhaps column, parted by colons; "": nowhere
	Text  string
}

// String is the place and the text.
func (p Problem) String() string {
	if p.Place == "" {
		return p.Text
	}
	return p.Place + ": " + p.Text
}
