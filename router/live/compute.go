package live

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"

	"ruthere/router"
)

// computeJob does Diffie-Hellman arithmetic on another core.
func (r *Driver) computeJob(job router.Job) {
	asked := r.router
	r.work.Go(func() {
		r.cores <- struct{}{}
		answer := job.Compute()
		<-r.cores
		r.events.Post(func() {
			if r.router == asked { // it has not been restarted meanwhile
				r.stepRouter(router.JobDone{Answer: answer})
			}
		})
	})
}

// checkPassword compares a password on another core.
func (r *Driver) checkPassword(o router.CheckPassword) {
	asked := r.router
	r.work.Go(func() {
		r.cores <- struct{}{}
		right := o.Check()
		<-r.cores
		r.events.Post(func() {
			if r.router == asked { // it has not been restarted meanwhile
				r.stepRouter(router.PasswordChecked{ID: o.ID, Right: right})
			}
		})
	})
}

// makeKey makes a key on another core.
func (r *Driver) makeKey(o router.MakeKey) {
	if !r.ssh {
		r.options.Notice("nothing listens for SSH: start with --ssh to be reached by it")
	}
	asked := r.router
	r.work.Go(func() {
		r.cores <- struct{}{}
		key, err := rsa.GenerateKey(rand.Reader, o.Bits)
		<-r.cores
		r.events.Post(func() {
			if err != nil {
				r.noticeError(fmt.Errorf("cannot make a key: %w", err))
			}
			if r.router == asked { // it has not been restarted meanwhile
				r.stepRouter(router.KeyMade{ID: o.ID, Key: key})
			}
		})
	})
}
