package live

import "ruthere/event"

// tell hands an event on. Nothing is told unless somebody listens.
func (r *Driver) tell(e event.Event) {
	r.told++
	if r.exporter != nil {
		r.exporter.hear(e)
	}
	if r.options.Event != nil {
		r.options.Event(event.Stamped{Number: r.told, At: r.at, Router: r.router.Hostname(), Event: e})
	}
}
