package live

// Help answers `?` typed after text at a terminal.
func (r *Driver) Help(terminal int, text string) (help string) {
	r.askRouter(func() { help = r.router.Help(terminal, text) })
	return help
}

// Complete answers Tab typed after text at a terminal.
func (r *Driver) Complete(terminal int, text string) (completed string, ok bool) {
	r.askRouter(func() { completed, ok = r.router.Complete(terminal, text) })
	return completed, ok
}

// askRouter waits until the goroutine of Run has done something, or has ended.
func (r *Driver) askRouter(do func()) {
	answered := make(chan struct{})
	if !r.postEvent(func() { do(); close(answered) }) {
		return
	}
	select {
	case <-answered:
	case <-r.done:
	}
}
