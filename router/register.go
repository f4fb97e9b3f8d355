package router

import "ruthere/config"

// The configuration register has two values: that with which the router booted, and that with which it will boot, which
// is the configuration's.

// setRegisters takes what was kept. A driver that has somebody to tell has checked it.
func (r *Router) setRegisters() {
	r.register, _ = config.ParseRegister(r.options.Register)
	r.config.Register = r.register
}

// Register is the configuration register with which the router booted.
func (r *Router) Register() config.Register { return r.register }

// bootConfig is the startup configuration with which to boot; ok is false where there is none, or it is to be ignored.
func (r *Router) bootConfig() (text string, ok bool) {
	if r.register.IgnoresStartup() {
		return "", false
	}
	return r.Startup()
}

// followRegister has a register that was set kept. One that cannot be kept is as it was.
func (r *Router) followRegister(before, now config.Register) {
	if before == now {
		return
	}
	r.saveBesides(func(id int) Output { return StoreRegister{ID: id, Text: now.String()} }, func() {
		c := r.typed.Clone()
		c.Register = before
		c.Seal()
		r.typed, r.config = c, r.derive(c)
	})
}
