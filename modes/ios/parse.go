package ios

import (
	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/storage"
)

// Parse makes a configuration of its text, as a router of the release would at boot, without
// a router. Lines that are refused leave no trace in the configuration; they come back as
// complaints, in order. The text may be a file or what a terminal showed of `show
// running-config`. Interfaces exist as the text names them.
func Parse(text string, release debuglog.Release) (*config.Config, []modes.Complaint) {
	r := Read(text, release)
	return r.Config, r.Complaints
}

// Read is Parse that tells of every line which command took it.
func Read(text string, release debuglog.Release) modes.Reading {
	return Language(release).Read(storage.Blank(release, nil), text)
}
