package storage

import (
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/modes"
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

// A lifeKeeper is a device whose configuration's life is remembered.
type lifeKeeper interface{ Life() *Life }

func lifeOf(b modes.Device) *Life { return b.(lifeKeeper).Life() }

// Follow does what follows from a new configuration: copies are made in its period.
func (l *Life) Follow(b modes.Device, c *config.Config) {
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

func (l *Life) again(b modes.Device) {
	l.period = b.After(l.every, "archive", func() {
		_, _ = archiveConfig(b) // there is nobody to tell
		l.again(b)
	})
}

// archiveConfig keeps a copy of the running-config.
func archiveConfig(b modes.Device) (name string, err error) {
	a, l := b.Config().Archive, lifeOf(b)
	if a.Path == "" {
		return "", modes.Refuse("Archive feature not enabled")
	}
	now, _ := b.Clock()
	name = nextArchive(b, now.Format("Jan-2-15-04-05.000-MST"))
	x := &modes.Context{Device: b, Config: b.Config()}
	p, err := x.ParseFileName(name)
	if err == nil {
		err = x.WriteFile(p, modes.RunningFile(b), false)
	}
	if err != nil {
		return "", err
	}
	before, copies := slices.Clone(l.archived), l.copies
	l.copies++
	l.archived = append(l.archived, name)
	for len(l.archived) > maximumOf(a) {
		if old, err := x.ParseFileName(l.archived[0]); err == nil && old.Kind == modes.KeptFile {
			_ = b.Files().Remove(old.System, old.Path) // somebody may have done so
		}
		l.archived = l.archived[1:]
	}
	b.AfterSaving(func(err error) bool {
		if err != nil {
			l.archived, l.copies = before, copies
		}
		return false
	})
	return name, nil
}

func maximumOf(a config.Archive) int {
	if a.Maximum == 0 {
		return config.DefaultArchiveMaximum
	}
	return a.Maximum
}

// nextArchive is the name of the next copy, made at a time.
func nextArchive(b modes.Device, at string) string {
	path := b.Config().Archive.Path
	if b.Release() == debuglog.IOS124 {
		return strings.NewReplacer("$h", b.Config().Hostname, "$t", at).Replace(path) + "-" + modes.Itoa(lifeOf(b).copies+1)
	}
	timed := strings.Contains(path, "$t")
	path = strings.NewReplacer("$h", b.Config().Hostname, "$t", at).Replace(path)
	if !timed {
		path += "-" + at
	}
	return path + "-" + modes.Itoa(lifeOf(b).copies)
}

// backup makes the copy that an unconfirmed change goes back to.
func backup(b modes.Device) (string, error) {
	if b.Config().Archive.Path != "" {
		return archiveConfig(b)
	}
	return "", modes.Refuse("%Please turn config archive on before using Rollback Confirmed Change")
}

// fileText reads a file that a message or a user has named.
func fileText(b modes.Device, name string) (string, error) {
	x := &modes.Context{Device: b, Config: b.Config()}
	p, err := x.ParseFileName(name)
	if err != nil {
		return "", err
	}
	if p.Kind == modes.KeptFile && p.Path == "" {
		return "", modes.OpeningError(p.Text(), files.ErrFolder)
	}
	return x.ReadFile(p)
}
