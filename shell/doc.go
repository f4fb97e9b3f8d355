// Package shell is one terminal of the router without its line editor: prompt, `?`
// and Tab, history, pager, output filters, dialogues, running jobs and log lines.
//
// A Terminal takes whole lines and keys and answers through an Output. It never
// waits: when it wants something typed it says so (Output.Ready) and goes on when
// Line or Key is called.
package shell
