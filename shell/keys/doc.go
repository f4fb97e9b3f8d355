// Package keys is what keys do to a line, the way a Cisco router has it: bytes are decoded to keys, keys edit a line, and a Painter has a
// terminal show it, with output and log lines between. A Reader is all of a line editor for a terminal at the far end of a connection.
// Nothing here knows a socket; the editor of real terminals is shell/lineedit.
package keys
