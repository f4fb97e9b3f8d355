package live

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"

	"ruthere/router"
)

// compute does Diffie-Hellman arithmetic on another core.
func (r *Router) compute(job router.Job) {
	box := r.box
	r.work.Go(func() {
		r.cores <- struct{}{}
		answer := job.Compute()
		<-r.cores
		r.post(func() {
			if r.box == box { // it has not been restarted meanwhile
				r.step(router.JobDone{Answer: answer})
			}
		})
	})
}

// makeKey makes a key on another core.
func (r *Router) makeKey(o router.MakeKey) {
	if !r.ssh {
		r.options.Notice("nothing listens for SSH: start with --ssh to be reached by it")
	}
	box := r.box
	r.work.Go(func() {
		r.cores <- struct{}{}
		key, err := rsa.GenerateKey(rand.Reader, o.Bits)
		<-r.cores
		r.post(func() {
			if err != nil {
				r.complain(fmt.Errorf("cannot make a key: %w", err))
			}
			if r.box == box { // it has not been restarted meanwhile
				r.step(router.KeyMade{ID: o.ID, Key: key})
			}
		})
	})
}
