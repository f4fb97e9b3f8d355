package storage

import (
	"strings"

	"ruthere/modes"
)

// Files of servers that are read and written by other commands than copy.

// sendOutput writes the output of a command to a file of a server.
func sendOutput(x *modes.Context, p modes.FileName, text string) {
	withLogin(x, p, true, func(p modes.FileName) { sendFile(x, p, text, func(r modes.Runner) { r.Write("\n") }) })
}

// showRemote shows a file of a server, as a whole.
func showRemote(x *modes.Context, p modes.FileName, form func(string) string) {
	withLogin(x, p, false, func(p modes.FileName) {
		transfer(x, p, modes.FileTransfer{Limit: modes.FlashSize(x.Device.Release())},
			func(_ modes.Runner, q *modes.FileTransfer) { q.Mark = func(string) {} },
			func(r modes.Runner, text string) {
				if text = form(text); text != "" && !strings.HasSuffix(text, "\n") {
					text += "\n"
				}
				r.Write(text)
			})
	})
}
