package topologies

import (
	"fmt"
	"strconv"
	"strings"

	"ruthere/debuglog"
	"ruthere/parser"
)

// portNames is how a kind of router names its ports.
type portNames struct {
	name  func(n int) string // of the port with a number, from 0
	least int                // how many there are at least
	step  int                // they come by so many
}

var (
	slotsOfFour = portNames{func(n int) string { return fmt.Sprintf("Ethernet%d/%d", n/4, n%4) }, 4, 4}
	gigabitSlot = portNames{func(n int) string { return fmt.Sprintf("GigabitEthernet0/%d", n) }, 4, 1}
	gigabitFlat = portNames{func(n int) string { return fmt.Sprintf("GigabitEthernet%d", n+1) }, 4, 1}
)

// mostPorts bounds what a file can have a router be made of.
const mostPorts = 256

// numberOf is the number of the port with a name, -1 if the kind has no such port.
func (p portNames) numberOf(name string) int {
	for n := range mostPorts {
		if p.name(n) == name {
			return n
		}
	}
	return -1
}

// find is the full name of the port that text means: in the device's words, also short ones
// (Ethernet0/1, e0/1, Gi2), or as the host calls it (eth1). ok is false for a port that the kind has not.
func (p portNames) find(text string) (name string, ok bool) {
	if digits, isHost := strings.CutPrefix(text, "eth"); isHost {
		if n, err := strconv.Atoi(digits); err == nil && n >= 0 && n < mostPorts {
			return p.name(n), true
		}
	}
	name, ok = parser.ParseInterface(text)
	return name, ok && p.numberOf(name) >= 0
}

// A routerKind is a kind of node that one of our routers can be.
type routerKind struct {
	release debuglog.Release
	ports   portNames
}

// releaseOfImage is the release that the name of an image tells, or else the kind's own.
func (k routerKind) releaseOfImage(image string) debuglog.Release {
	_, tag, _ := strings.Cut(image[strings.LastIndexByte(image, '/')+1:], ":")
	switch {
	case strings.Contains(tag, "12.4"):
		return debuglog.IOS124
	case strings.HasPrefix(strings.TrimLeft(tag, "Lv23-"), "15."), strings.Contains(strings.ToLower(tag), "m-15."):
		return debuglog.IOS15
	}
	return k.release
}
