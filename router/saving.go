package router

import (
	"slices"

	"ruthere/files"
)

// A saving hands changes of files to the driver, one at a time, and keeps what it said
// to be kept. What is not kept did not happen: the files are again as they were.
type saving struct {
	waiting []*save      // by age; the first is with the driver
	kept    *files.Store // what the driver holds
	last    int          // number of a save
}

// A save is one change that the driver is to keep.
type save struct {
	id     int
	out    Output
	change files.Change // Path "" for the private configuration and the register
	undo   func()       // besides the files
	then   []func(err error) (told bool)
}

// A SaveError is why something was not saved.
type SaveError struct{ Reason string }

func (e SaveError) Error() string { return e.Reason }

// newSave numbers a save that waits for its turn.
func (r *Router) newSave() *save {
	r.saves.last++
	s := &save{id: r.saves.last}
	r.saves.waiting = append(r.saves.waiting, s)
	return s
}

// sendSave hands the oldest save to the driver.
func (r *Router) sendSave() { r.out.add(r.saves.waiting[0].out) }

// submitSave hands a save on if nothing older waits.
func (r *Router) submitSave(s *save) {
	if r.saves.waiting[0] == s {
		r.sendSave()
	}
}

// fileChanged passes a change of a file on to the driver, which keeps the files.
func (r *Router) fileChanged(c files.Change) {
	s := r.newSave()
	s.change = c
	s.out = StoreFile{ID: s.id, File: c.File}
	if c.Gone {
		s.out = RemoveFile{ID: s.id, File: c.File}
	}
	r.submitSave(s)
}

// saveBesides has something kept that is no file.
func (r *Router) saveBesides(output func(id int) Output, undo func()) {
	s := r.newSave()
	s.out, s.undo = output(s.id), undo
	r.submitSave(s)
}

// savePrivate has the private configuration kept, or forgotten.
func (r *Router) savePrivate(o StorePrivate, undo func()) {
	r.saveBesides(func(id int) Output { o.ID = id; return o }, undo)
}

// Saving says whether something is on its way to where it is kept.
func (r *Router) Saving() bool { return len(r.saves.waiting) > 0 }

// AfterSaving calls then once all that was changed so far is kept, or is not: err says
// why, in the words of the device. Those who ask are told of a failure in turn until one
// says that its user has been told.
func (r *Router) AfterSaving(then func(err error) (told bool)) {
	if n := len(r.saves.waiting); n > 0 {
		s, actor := r.saves.waiting[n-1], r.actor
		s.then = append(s.then, func(err error) (told bool) {
			tell := func() { told = then(err) }
			r.actAs(actor, func() {
				if actor != nil {
					actor.ContinueCommand(tell)
				} else {
					tell()
				}
			})
			return told
		})
		return
	}
	then(nil)
}

// takeKept takes the driver's answer. What waited for its turn after something that
// failed fails with it.
func (r *Router) takeKept(in Kept) {
	all := &r.saves.waiting
	if len(*all) == 0 || (*all)[0].id != in.ID {
		return
	}
	var err error
	done := (*all)[:1:1]
	if in.Failed == "" {
		r.saves.kept.Follow(done[0].change)
	} else {
		err, done = SaveError{in.Failed}, *all
		for _, s := range slices.Backward(done) {
			r.undoSave(s)
		}
	}
	if *all = (*all)[len(done):]; len(*all) > 0 {
		r.sendSave()
	}
	for _, s := range done {
		err := err
		for _, then := range s.then {
			if then(err) {
				err = nil
			}
		}
	}
}

func (r *Router) undoSave(s *save) {
	if c := s.change; c.Path != "" {
		old, have := r.saves.kept.Find(c.System, c.Path)
		if !have {
			old = c.File
		}
		r.files.Follow(files.Change{File: old, Gone: !have})
	}
	if s.undo != nil {
		s.undo()
	}
}
