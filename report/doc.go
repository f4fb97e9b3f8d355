// Package report has the forms in which other programs read results: JUnit's XML, GitHub's workflow commands and Markdown,
// tables for spreadsheets. Whatever stands in a text stays text there: what comes from others cannot be read as a line of
// output, a command, an element or a formula.
package report
