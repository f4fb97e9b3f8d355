// Package grade marks what somebody did in a lab: did it do what was asked for, and in time?
//
// A graded lab is a lab's file with more keys: a story, tasks, checks, a solution ([Read]). An [Answer] is a way to
// build the lab as somebody left it: configurations, a transcript, a recorded run, a lab that is running. [Grade] has
// each check watch a lab of its own, built anew from the answer, and tells in a [Result] what it saw, and when.
//
// Checks look at the values of routers and at packets by their meaning, never at text that an answer could have
// written for them. What cannot be evaluated is an error of the lab, with file and line, and costs nobody points.
package grade
