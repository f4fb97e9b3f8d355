package modes

import (
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
)

// A Life is what a router remembers of its configuration's life until it is restarted:
// copies made, changes to confirm, who typed what, who holds the lock, and when it shall
// restart. The zero value is that of a router just booted.
type Life struct {
	archived []string // names of the copies, the oldest first
	copies   int      // made so far
	period   func()   // calls the next periodic copy off
	every    time.Duration

	pending *pendingChange
	reload  *scheduledReload
	lock    *configLock

	commands []loggedCommand
	sessions int // of configuration
	logged   int // commands so far
}

// Follow does what follows from a new configuration: copies are made in its period.
func (l *Life) Follow(b Box, c *config.Config) {
	if l.every == c.Archive.TimePeriod {
		return
	}
	if l.period != nil {
		l.period()
		l.period = nil
	}
	if l.every = c.Archive.TimePeriod; l.every > 0 {
		l.again(b)
	}
}

func (l *Life) again(b Box) {
	l.period = b.After(l.every, "archive", func() {
		_, _ = archiveConfig(b) // there is nobody to tell
		l.again(b)
	})
}

// archiveConfig keeps a copy of the running-config.
func archiveConfig(b Box) (name string, err error) {
	a, l := b.Config().Archive, b.Life()
	if a.Path == "" {
		return "", refuse("Archive feature not enabled")
	}
	now, _ := b.Clock()
	name = nextArchive(b, now.Format("Jan-2-15-04-05.000-MST"))
	x := &Context{Box: b, Config: b.Config()}
	p, err := x.place(name)
	if err == nil {
		err = x.write(p, RunningFile(b), false)
	}
	if err != nil {
		return "", err
	}
	l.copies++
	l.archived = append(l.archived, name)
	for len(l.archived) > maximumOf(a) {
		if old, err := x.place(l.archived[0]); err == nil && old.kind == kept {
			_ = b.Files().Remove(old.system, old.path) // somebody may have done so
		}
		l.archived = l.archived[1:]
	}
	return name, nil
}

func maximumOf(a config.Archive) int {
	if a.Maximum == 0 {
		return config.DefaultArchiveMaximum
	}
	return a.Maximum
}

// nextArchive is the name of the next copy, made at a time.
func nextArchive(b Box, at string) string {
	path := b.Config().Archive.Path
	if b.Release() == debuglog.IOS124 {
		return strings.NewReplacer("$h", b.Config().Hostname, "$t", at).Replace(path) + "-" + itoa(b.Life().copies+1)
	}
	timed := strings.Contains(path, "$t")
	path = strings.NewReplacer("$h", b.Config().Hostname, "$t", at).Replace(path)
	if !timed {
		path += "-" + at
	}
	return path + "-" + itoa(b.Life().copies)
}

// backup makes the copy that an unconfirmed change goes back to.
func backup(b Box) (string, error) {
	if b.Config().Archive.Path != "" {
		return archiveConfig(b)
	}
	return "", refuse("%Please turn config archive on before using Rollback Confirmed Change")
}

// fileText reads a file that a message or a user has named.
func fileText(b Box, name string) (string, error) {
	x := &Context{Box: b, Config: b.Config()}
	p, err := x.place(name)
	if err != nil {
		return "", err
	}
	if p.kind == kept && p.path == "" {
		return "", opening(p.text(), files.ErrFolder)
	}
	return x.read(p)
}
