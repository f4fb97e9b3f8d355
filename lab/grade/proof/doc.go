// Package proof grades a grader: it proves of a graded lab that nothing done earns nothing, that the solution, each other
// solution and the configurations that come of the solution earn everything, and that every single change to the solution
// loses points, or is listed with the reason why it does not matter.
//
// A change that leaves every router with the configuration of the solution is no change, however it is written: the lab
// decides that, not the text.
package proof
