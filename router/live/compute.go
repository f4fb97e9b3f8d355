package live

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"

	"ruthere/router"
)

// computeElsewhere does slow arithmetic on another core. What finish makes of it, back on the
// goroutine of Run, is the router's next input.
func (r *Driver) computeElsewhere(compute func() (finish func() router.Input)) {
	asked := r.router
	r.work.Go(func() {
		r.cores <- struct{}{}
		finish := compute()
		<-r.cores
		r.events.Post(func() {
			if in := finish(); r.router == asked { // it has not been restarted meanwhile
				r.stepRouter(in)
			}
		})
	})
}

// computeJob does Diffie-Hellman arithmetic.
func (r *Driver) computeJob(job router.Job) {
	r.computeElsewhere(func() func() router.Input {
		answer := job.Compute()
		return func() router.Input { return router.JobDone{Answer: answer} }
	})
}

// checkPassword compares a password.
func (r *Driver) checkPassword(o router.CheckPassword) {
	r.computeElsewhere(func() func() router.Input {
		right := o.Check()
		return func() router.Input { return router.PasswordChecked{ID: o.ID, Right: right} }
	})
}

// makeKey makes a key.
func (r *Driver) makeKey(o router.MakeKey) {
	if !r.ssh {
		r.options.Notice("nothing listens for SSH: start with --ssh to be reached by it")
	}
	r.computeElsewhere(func() func() router.Input {
		key, err := rsa.GenerateKey(rand.Reader, o.Bits)
		return func() router.Input {
			if err != nil {
				r.noticeError(fmt.Errorf("cannot make a key: %w", err))
			}
			return router.KeyMade{ID: o.ID, Key: key}
		}
	})
}
