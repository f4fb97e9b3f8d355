// Package ladder draws what passed between the ends of a tunnel: a run of a lab, a capture, or what a log tells of a
// negotiation. A [Story] is plain data, made by whoever knows what happened. [Arrange] decides once what stands in which row
// and where; the [Ladder] that comes of it is printed as text for a terminal, as SVG, as a page of HTML and as a Mermaid
// diagram. A [Lifetimes] is the same run by its SAs: bars on an axis of time, printed as SVG.
//
// Names and lines from outside may hold anything: every printer escapes what its format would take for its own.
package ladder
