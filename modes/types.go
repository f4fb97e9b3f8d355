package modes

import "ruthere/parser"

// inertTypes are the argument types that the syntax of inert commands may name besides
// those of package parser.
var inertTypes = []parser.Type{hoursType{}, levelType{}}
