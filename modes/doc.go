// Package modes is the command language of the router: its modes, its commands, and
// what a typed line does.
//
// One value per command (Cmd) holds the grammar, the help, the effect and the line of
// the running-config. A feature's commands stand together in one file and add
// themselves to their modes there; the only list elsewhere is the order in which
// `show running-config` prints the features (running.go).
//
// A Session is one user's place in the language: privilege level and mode. It runs
// lines against a Box (the router) and talks through a Terminal. Neither clock nor
// network is known here.
package modes
