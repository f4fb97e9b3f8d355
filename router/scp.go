package router

import (
	"errors"

	"ruthere/modes/storage"
)

// A user who was authenticated may copy files by SCP instead of entering. The driver
// speaks the protocol; what may be read and written is asked of the router.

// SCPOpen asks for the contents of a file, or, with Write, whether a file of Size bytes
// may be written to Path, under Name if that is a folder. The answer is SCPAnswer.
type SCPOpen struct {
	Terminal   int
	Path, Name string
	Write      bool
	Size       int64
}

// SCPWrite writes a file. The answer is SCPAnswer.
type SCPWrite struct {
	Terminal         int
	Path, Name, Data string
}

// SCPAnswer tells why something is refused, in the words of the device; if nothing is,
// Data is the file that was asked for.
type SCPAnswer struct {
	Terminal int
	Refused  string
	Data     string
}

func (SCPOpen) input()    {}
func (SCPWrite) input()   {}
func (SCPAnswer) output() {}

// errDisabled is what somebody hears who is not even known.
var errDisabled = errors.New("administratively disabled")

func (r *Router) scpOpen(in SCPOpen) {
	r.scp(in.Terminal, func(*terminal) (data string, err error) {
		if in.Write {
			if in.Path == "" || in.Name == "" { // the protocol has not come to a file yet
				return "", nil
			}
			return "", storage.SCPAccepts(r, in.Path, in.Name, in.Size)
		}
		return storage.SCPRead(r, in.Path)
	})
}

func (r *Router) scpWrite(in SCPWrite) {
	r.scp(in.Terminal, func(t *terminal) (data string, err error) {
		err = storage.SCPAccepts(r, in.Path, in.Name, int64(len(in.Data)))
		if err == nil {
			s := t.Status()
			s.User = t.user
			err = storage.SCPWrite(r, s, in.Path, in.Name, in.Data)
		}
		return "", err
	})
}

// scp answers for a terminal whose user may copy files.
func (r *Router) scp(id int, do func(*terminal) (data string, err error)) {
	r.as(id, func(t *terminal) {
		err := errDisabled
		a := SCPAnswer{Terminal: id}
		if t.transport == "ssh" && t.known {
			err = storage.SCPAdmits(r.config, r.config.Line("vty", t.Status().Number), t.user)
		}
		if err == nil {
			a.Data, err = do(t)
		}
		if err != nil {
			a.Data, a.Refused = "", err.Error()
		}
		r.out.add(a)
	})
}
