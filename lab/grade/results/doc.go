// Package results prints what answers earned in a graded lab: for people, for spreadsheets, and for the programs that show
// the results of tests. What students wrote, their names included, is shown and never obeyed.
package results
