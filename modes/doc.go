// Package modes is the command language of the router: its modes, its commands, and
// what a typed line does.
//
// One value per command (Cmd) holds the grammar, the help, the effect and the line of
// the running-config. A feature's commands stand together in one file of a room below this
// one, whose Add gives them to their modes; package ios lists the rooms and the order in
// which `show running-config` prints the features.
//
// A Session is one user's place in the language: privilege level and mode. It runs
// lines against a Device (the router) and talks through a Terminal. Neither clock nor
// network is known here.
package modes
