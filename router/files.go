package router

import (
	"slices"
	"time"

	"ruthere/files"
	"ruthere/modes/storage"
)

// Files are what NVRAM and flash memory hold.
func (r *Router) Files() *files.Store { return r.files }

// Life is what the router remembers of its configuration's life.
func (r *Router) Life() *storage.Life { return &r.life }

// Broadcast shows a text on all terminals.
func (r *Router) Broadcast(text string) {
	for _, t := range r.terminals {
		r.out.add(TerminalLog{t.id, text, true})
	}
}

// fileChanged passes a change of a file on to whoever keeps them.
func (r *Router) fileChanged(c files.Change) {
	if c.Gone {
		r.out.add(RemoveFile{c.File})
		return
	}
	r.out.add(StoreFile{c.File})
}

// Startup is the startup configuration, if there is one.
func (r *Router) Startup() (string, bool) {
	f, have := r.files.Find(files.NVRAM, files.StartupConfig)
	return f.Data, have && !f.Folder
}

// SaveStartup replaces it.
func (r *Router) SaveStartup(text string) error {
	if err := r.files.Write(files.NVRAM, files.StartupConfig, text, r.calendar(r.now)); err != nil {
		return err
	}
	r.lastSave = stamp{r.calendar(r.now), r.user(), true}
	r.saveKeys()
	return nil
}

// EraseStartup erases all of NVRAM.
func (r *Router) EraseStartup() {
	for _, f := range r.files.List(files.NVRAM, "", false) {
		_ = r.files.Remove(files.NVRAM, f.Path) // it is there: nothing else to go wrong
	}
	r.forgetSavedKeys()
}

// An alarm is something to do at its time.
type alarm struct {
	at  time.Time
	why string
	do  func()
}

// After has something done once d has passed.
func (r *Router) After(d time.Duration, why string, do func()) (cancel func()) {
	a := &alarm{r.now.Add(d), why, do}
	at, _ := slices.BinarySearchFunc(r.alarms, a, func(have, want *alarm) int {
		if have.at.After(want.at) {
			return 1
		}
		return -1 // behind those of the same instant
	})
	r.alarms = slices.Insert(r.alarms, at, a)
	return func() {
		r.alarms = slices.DeleteFunc(r.alarms, func(have *alarm) bool { return have == a })
	}
}

// alarm does what is due.
func (r *Router) alarm() {
	for len(r.alarms) > 0 && !r.alarms[0].at.After(r.now) {
		a := r.alarms[0]
		r.alarms = r.alarms[1:]
		a.do()
	}
}
