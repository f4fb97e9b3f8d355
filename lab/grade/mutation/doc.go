// Package mutation makes single changes to what somebody typed into routers, as a beginner's mistakes would: a line
// forgotten, a number beside the right one, an address of somebody else, another word of the grammar. What it makes
// follows from the text alone, is bounded, and never twice the same.
//
// It judges nothing: whether a change matters is for a lab to show.
package mutation
