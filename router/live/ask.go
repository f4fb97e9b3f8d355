package live

// Help answers `?` typed after text at a terminal.
func (r *Driver) Help(terminal int, text string) (help string) {
	r.events.Ask(func() { help = r.router.Help(terminal, text) })
	return help
}

// Complete answers Tab typed after text at a terminal.
func (r *Driver) Complete(terminal int, text string) (completed string, ok bool) {
	r.events.Ask(func() { completed, ok = r.router.Complete(terminal, text) })
	return completed, ok
}
