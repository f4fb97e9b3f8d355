package router

import (
	"ruthere/files"
	"ruthere/modes/storage"
)

// Files are what NVRAM and flash memory hold.
func (r *Router) Files() *files.Store { return r.files }

// Life is what the router remembers of its configuration's life.
func (r *Router) Life() *storage.Life { return &r.configLife }

// Broadcast shows a text on all terminals.
func (r *Router) Broadcast(text string) {
	for _, t := range r.terminals {
		r.showOn(TerminalLog{t.id, text, true})
	}
}

// Startup is the startup configuration, if there is one.
func (r *Router) Startup() (string, bool) {
	f, have := r.files.Find(files.NVRAM, files.StartupConfig)
	return f.Data, have && !f.Folder
}

// SaveStartup replaces it.
func (r *Router) SaveStartup(text string) error {
	if err := r.files.Write(files.NVRAM, files.StartupConfig, text, r.calendarTime(r.now)); err != nil {
		return err
	}
	before := r.lastSave
	r.lastSave = changeStamp{r.calendarTime(r.now), r.now, r.actorName(), true}
	r.AfterSaving(func(err error) bool {
		if err != nil {
			r.lastSave = before
		}
		return false
	})
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
