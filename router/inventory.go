package router

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/modes"
)

// commonSerial is the chassis number of a router that was given none.
const commonSerial = "9K7TQ2XWV4M"

// Serial is the chassis number, the same wherever it is shown. That of a 2811 tells where it was made,
// in which week, and which it was of those; virtual machines have one that begins with a 9.
func (r *Router) Serial() string {
	serial := r.givenSerial()
	if r.options.Release == debuglog.IOS124 && len(serial) == len(commonSerial) && serial[0] == '9' {
		return "FTX1036" + serial[1:5]
	}
	return serial
}

func (r *Router) givenSerial() string {
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
		kept := uint64(r.files.Used(files.NVRAM) + r.config.Logging.BufferSize)
		return modes.Usage{MemoryUsed: kept}
	}
	return r.options.Usage()
}

// withoutAddress are the kinds of interfaces, but for virtual ones, that have no hardware address, or need none.
var withoutAddress = []string{"Serial", "Dialer", "Multilink", "Virtual-Template", "Virtual-PPP", "MFR", "Group-Async"}

// hardwareAddress is an interface's burnt-in address: the maker's half by release, the
// rest from the chassis number, the last byte from slot and port.
func (r *Router) hardwareAddress(name string) string {
	if config.Virtual(name) || slices.Contains(withoutAddress, strings.TrimRight(name, "0123456789/.:")) {
		return ""
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(r.givenSerial()))
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
