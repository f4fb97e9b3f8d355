package live

// Help answers `?` typed behind text at a terminal.
func (r *Router) Help(terminal int, text string) (help string) {
	r.ask(func() { help = r.box.Help(terminal, text) })
	return help
}

// Complete answers Tab typed behind text at a terminal.
func (r *Router) Complete(terminal int, text string) (completed string, ok bool) {
	r.ask(func() { completed, ok = r.box.Complete(terminal, text) })
	return completed, ok
}

// ask waits until the goroutine of Run has done something, or has ended.
func (r *Router) ask(do func()) {
	answered := make(chan struct{})
	if !r.post(func() { do(); close(answered) }) {
		return
	}
	select {
	case <-answered:
	case <-r.done:
	}
}
