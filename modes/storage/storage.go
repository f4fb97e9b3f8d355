// Package storage holds the commands for configurations and files: copying, archives, replacing, reloading, the Tcl shell.
package storage

import "ruthere/modes"

// Add adds the room's commands. Of two that match the same line the one added first wins.
func Add(l *modes.Language) {
	for _, side := range []modes.CopySide{modes.NoCopy, modes.CopyFrom, modes.CopyTo} {
		l.AddTypes(modes.FileType{Release: l.Release, Side: side})
	}
	addArchive(l)
	addArchiveShow(l)
	addConfigLock(l)
	addConfigure(l)
	addConfigureReplace(l)
	addExecFiles(l)
	addFileCopy(l)
	addFileDelete(l)
	addFileDir(l)
	addReload(l)
	addSCP(l)
	addTclsh(l)
}
