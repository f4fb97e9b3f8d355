package router

import (
	"errors"

	"ruthere/config"
	"ruthere/modes/storage"
)

// errDisabled is the answer to a user who was not authenticated.
var errDisabled = errors.New("administratively disabled")

func (r *Router) scpOpen(in SCPOpen) {
	r.answerSCP(in.Terminal, func(*connection) (data string, err error) {
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
	r.answerSCP(in.Terminal, func(t *connection) (data string, err error) {
		err = storage.SCPAccepts(r, in.Path, in.Name, int64(len(in.Data)))
		if err == nil {
			s := t.Status()
			s.User = t.user
			err = storage.SCPWrite(r, s, in.Path, in.Name, in.Data)
		}
		return "", err
	})
}

// answerSCP answers for a terminal whose user may copy files.
func (r *Router) answerSCP(id int, do func(*connection) (data string, err error)) {
	r.withActor(id, func(t *connection) {
		err := errDisabled
		a := SCPAnswer{Terminal: id}
		if t.transport == config.TransportSSH && t.known {
			err = storage.SCPAdmits(r.config, r.config.Line(config.LineVTY, t.Status().Number), t.user, t.Vouched())
		}
		if err == nil {
			a.Data, err = do(t)
		}
		if err != nil {
			a.Data, a.Refused = "", err.Error()
			r.out.add(a)
			return
		}
		r.AfterSaving(func(err error) bool {
			if err != nil {
				a.Data, a.Refused = "", err.Error()
			}
			r.out.add(a)
			return true
		})
	})
}
