package live

import (
	"fmt"
	"strings"

	"ruthere/capture"
	"ruthere/router"
)

// recordPacket writes a packet of an interface to the capture, if there is one.
func (r *Driver) recordPacket(name string, d capture.Direction, data []byte, said string) {
	if r.options.Capture == nil {
		return
	}
	p := capture.Packet{At: r.at, Interface: r.router.Hostname() + ":" + name, Direction: d, Data: data}
	if said = strings.TrimSpace(said); said != "" {
		p.Comments = []string{said}
	}
	r.options.Capture.WritePacket(p)
	r.checkRecording()
}

// recordArrival writes the packet that a step began with, if it did with one, before what followed from it.
func (r *Driver) recordArrival(in router.Input, out *router.Out) {
	p, ok := in.(router.PacketIn)
	if !ok {
		return
	}
	said := ""
	for _, o := range out.Items {
		if o, ok := o.(router.Arrived); ok {
			said = o.Said
		}
	}
	r.recordPacket(p.Interface, capture.In, p.Data, said)
}

func (r *Driver) recordKey(k capture.Key) {
	if r.options.Capture != nil {
		r.options.Capture.AddKey(k)
		r.checkRecording()
	}
}

// checkRecording ends a capture that cannot go on. The router does not care.
func (r *Driver) checkRecording() {
	if r.options.Capture.Err() != nil {
		r.stopRecording()
	}
}

func (r *Driver) stopRecording() {
	if r.options.Capture == nil {
		return
	}
	if err := r.options.Capture.Close(); err != nil {
		r.options.Notice(fmt.Sprintf("the capture ends: %v", err))
	}
	r.options.Capture = nil
}
