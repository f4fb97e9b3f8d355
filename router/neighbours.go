package router

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/modes"
)

// commonSerial is the chassis number of a router that was given none.
const commonSerial = "9RUTHERE001"

// Serial is the chassis number, the same wherever it is shown.
func (r *Router) Serial() string {
	if r.options.Serial == "" {
		return commonSerial
	}
	return r.options.Serial
}

// Reloaded is why the router booted last.
func (r *Router) Reloaded() string {
	if r.options.Reason == "" {
		return "power-on"
	}
	return r.options.Reason
}

// Usage is what the process uses of its machine; in a lab, where nothing is known of it,
// what this router keeps in its memory.
func (r *Router) Usage() modes.Usage {
	if r.options.Usage == nil {
		kept := uint64(r.files.Used(files.Flash) + r.files.Used(files.NVRAM) + r.config.Logging.BufferSize)
		return modes.Usage{MemoryUsed: kept}
	}
	return r.options.Usage()
}

// hardwareAddress is an interface's burnt-in address: the maker's half by release, the
// rest from the chassis number, the last byte from slot and port.
func (r *Router) hardwareAddress(name string) string {
	if config.Virtual(name) {
		return ""
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(r.Serial()))
	low, port := h.Sum32(), 0
	name, _, _ = strings.Cut(name, ".") // a subinterface has its parent's
	at := strings.IndexAny(name, "0123456789")
	for _, f := range strings.Split(name[max(at, 0):], "/") {
		n, _ := strconv.Atoi(f)
		port = port*8 + n
	}
	if strings.HasPrefix(name, "Gigabit") {
		port += 0x40 // beside the FastEthernets of the same slot
	}
	maker := "5254.00"
	if r.options.Release == debuglog.IOS124 {
		maker = "0019.55"
	}
	return fmt.Sprintf("%s%02x.%02x%02x", maker, byte(low>>16), byte(low>>8), byte(port))
}

// ClearCounters sets the counters of an interface, or of all ("") to zero.
func (r *Router) ClearCounters(name string) {
	for _, i := range r.config.Interfaces {
		if name == "" || i.Name == name {
			t := r.countersOf(i.Name)
			t.inPackets, t.inBytes, t.outPackets, t.outBytes, t.resets, t.cleared = 0, 0, 0, 0, 0, r.now
		}
	}
}

// learnNeighbour enters a neighbour in the table, or renews its entry.
func (r *Router) learnNeighbour(in Neighbour) {
	for i, n := range r.neighbours {
		if n.Interface == in.Interface && n.Addr == in.Addr {
			r.neighbours[i].Hardware, r.neighbours[i].Seen = in.Hardware, r.now
			return
		}
	}
	r.neighbours = append(r.neighbours, modes.Neighbour{Interface: in.Interface, Addr: in.Addr, Hardware: in.Hardware, Seen: r.now})
}

// Neighbours are those seen on subnets that the router is still on.
func (r *Router) Neighbours() (list []modes.Neighbour) {
	for _, n := range r.neighbours {
		if i := r.config.Interface(n.Interface); i != nil && r.isUp(i) && i.Address.Contains(n.Addr) {
			list = append(list, n)
		}
	}
	return list
}

// ClearNeighbours asks them all again, as the device does: those known stay, asked now.
func (r *Router) ClearNeighbours() {
	for i := range r.neighbours {
		r.neighbours[i].Seen = r.now
	}
}
