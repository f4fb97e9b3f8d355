package live

// Events are what other goroutines want done by the one that owns a router or a lab.
type Events struct {
	queue chan func()
	ended chan struct{}
}

// NewEvents makes a queue; a goroutine that posts waits while it holds so many.
func NewEvents(room int) Events { return Events{make(chan func(), room), make(chan struct{})} }

// Next gives the owner what it is to do.
func (e Events) Next() <-chan func() { return e.queue }

// End tells all who post, or will, that the owner does nothing any more. It is called once.
func (e Events) End() { close(e.ended) }

// Post has the owner do something; false means that it has ended.
func (e Events) Post(do func()) bool {
	select {
	case e.queue <- do:
		return true
	case <-e.ended:
		return false
	}
}

// Ask waits until the owner has done something, or has ended.
func (e Events) Ask(do func()) {
	answered := make(chan struct{})
	if !e.Post(func() { do(); close(answered) }) {
		return
	}
	select {
	case <-answered:
	case <-e.ended:
	}
}
