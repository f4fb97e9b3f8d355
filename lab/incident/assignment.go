package incident

import (
	"slices"
	"strings"
	"time"

	"ruthere/lab"
	"ruthere/lab/grade"
)

// Withheld are the lab commands that an incident does not have: they show what is to be found out, or change it.
var Withheld = []string{"show", "faults", "fault", "heal", "restore", "release", "cut", "delay", "loss", "duplicate", "manners", "capture",
	"record", "rebind"}

// Points of what is asked for.
const (
	causePoints = 5
	placePoints = 3
	mendPoints  = 4
)

// mendTime is how long it may take until what users need works, once what the network does now and then is over.
const mendTime = time.Minute

// Assignment is the case as it is graded, and gives its lab the commands that answer. What others have to mend is mended where it
// is graded, so that what is typed at the routers shows.
func (c *Case) Assignment(b Briefing) (*grade.Assignment, error) {
	top, err := c.mendedOutside()
	if err != nil {
		return nil, err
	}
	a := &grade.Assignment{Name: c.ID, Topology: top, Title: c.title(), Story: b.Story, Pass: 100, After: c.after()}
	name := grade.Task{Title: "What is wrong, and where?", Text: "Name the cause and the place, such as `lab answer cause wrong-key`.",
		Place: c.place(), Checks: []grade.Check{
			c.question(b.Questions[0], "The cause is named", causePoints, c.Truth.Causes),
			c.question(b.Questions[1], "The place is named", placePoints, c.Truth.Subjects),
		}}
	a.Tasks = []grade.Task{name, c.mendTask()}
	a.Solution, a.Review = c.Solution(), c.review
	top.Commands, top.Origin = a.Commands(), c.Topology.Origin // what was done in the one is done in the other
	c.Topology.Commands = top.Commands
	return a, nil
}

// Solution is the answer that earns all points.
func (c *Case) Solution() grade.Solution {
	s := grade.Solution{Place: c.place(), Replies: []grade.Reply{
		{Key: CauseKey, Text: strings.Join(c.Truth.Causes, "+")}, {Key: PlaceKey, Text: strings.Join(c.Truth.Subjects, "+")}}}
	for _, r := range c.Truth.Repair {
		s.Routers = append(s.Routers, grade.Configuration{Router: r.Router, Text: r.Text(), Source: lab.Source{File: c.ID}})
	}
	return s
}

func (c *Case) place() grade.Place { return grade.Place{File: c.ID} }

// question asks for one thing or two, in any order.
func (c *Case) question(q Question, title string, points int, right []string) grade.Check {
	var accept []string
	for _, between := range []string{"+", ",", " and "} {
		accept = append(accept, strings.Join(right, between))
		if len(right) == 2 {
			accept = append(accept, right[1]+between+right[0])
		}
	}
	if len(right) == 2 && right[0] == right[1] {
		accept = append(accept, right[0])
	}
	var ids []string
	for _, one := range q.Choices {
		ids = append(ids, one.ID)
	}
	return grade.Check{Title: title, Points: points, Place: c.place(),
		Advice:   "Hold the running-configs of both ends against what was agreed, then follow the packets: link, IKE, ESP, machine.",
		Question: &grade.Question{Key: q.Key, Text: q.Text, Choices: ids, Several: true, Accept: accept}}
}

// mendTask looks whether all works.
func (c *Case) mendTask() grade.Task {
	check := grade.Check{Title: "What users need works again, and nothing else is broken", Points: mendPoints, Place: c.place(),
		Within: grade.Span{Duration: mendTime, Given: true}, Advice: mendAdvice}
	n := c.healthy
	give := func(step grade.Step) { step.Place = c.place(); check.Given = append(check.Given, step) }
	wait := func(d time.Duration) { give(grade.Step{Text: d.String(), Wait: d, Waits: true}) }
	var wanted []string
	for _, s := range n.steps {
		from, to := n.nameOf(s.from), n.nameOf(s.to)
		switch {
		case s.action == ping:
			if text := "ping " + from + " " + to; !slices.Contains(wanted, text) {
				wanted = append(wanted, text)
			}
		case s.action == pingQuietly && len(wanted) == 0:
			give(grade.Step{Text: "ping " + from + " " + to})
			wait(max(s.wait, pingTime))
		}
	}
	switch c.Faults[0].Cause {
	case "stale-sas":
		give(grade.Step{Text: "crash " + n.restarted})
		give(grade.Step{Text: "boot " + n.restarted})
		wait(mendTime)
	case "nat-keepalive-missing":
		wait(2 * time.Minute)
	}
	check.Expect = grade.Clause{Text: strings.Join(wanted, " and "), Place: c.place()}
	text := "What can be mended at the consoles is to be mended there. What others have to mend, they mend once it is named."
	return grade.Task{Title: "Mend it", Text: text, Place: c.place(),
		Checks: []grade.Check{check}}
}

// after tells what it was.
func (c *Case) after() string {
	b := &configText{}
	for i, title := range c.Truth.Titles {
		b.line("* %s: %s (`%s`)", c.Truth.Subjects[i], title, c.Truth.Causes[i])
	}
	return b.String()
}

// mendedOutside is the lab in which only what stands in configurations is wrong.
func (c *Case) mendedOutside() (*lab.Topology, error) {
	s := c.scenario()
	n := c.draw(s, c.Seed)
	for _, f := range c.Faults {
		if cause := findCause(f.Cause); cause.InConfiguration() {
			cause.strike(n, f.Role, newChance(c.Seed, "fault", s.name, f.Cause, f.Role))
		}
	}
	inner := &Case{Incident: c.Incident, Seed: c.Seed}
	err := inner.write(n)
	return inner.Topology, err
}

// review takes the points for what works as long as those who have to mend something have not been told what, and where. Until
// then what is lacking is said in the same words whoever has to mend it.
func (c *Case) review(tasks []grade.TaskResult) {
	tasks[1].Checks[0].Want = "pings between users and servers are answered, both ways"
	for _, one := range tasks[0].Checks {
		if one.Status != grade.Passed {
			c.reviewUntold(&tasks[1].Checks[0])
			return
		}
	}
}

func (c *Case) reviewUntold(mended *grade.CheckResult) {
	if mended.Status == grade.Passed && len(c.Truth.Others) == 0 {
		return
	}
	mended.Status, mended.Points, mended.Saw, mended.Advice = grade.Failed, 0, untold, mendAdvice
	mended.When, mended.Packet = grade.Instant{}, ""
}

const (
	untold     = "not all works that users need; what is not in your hands is mended once the cause and the place are named"
	mendAdvice = "Ping from each user's network to each server's, and back."
)

// Rehearse has a lab of its own live through what users saw, and tells it.
func (c *Case) Rehearse() (Briefing, error) {
	l, err := lab.New(c.Topology, lab.Options{Virtual: true})
	if err != nil {
		return Briefing{}, err
	}
	list, err := c.Watch(l)
	return c.Brief(list), err
}
