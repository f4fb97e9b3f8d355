package router

import (
	"fmt"
	"strings"
)

// trackedObject is whether a tracked object is up, and whether its state is known: that of an interface's line protocol, or of IP on it.
// Other kinds of objects are kept without effect, and count as unknown to a group that tracks them.
func (r *Router) trackedObject(number int) (up, known bool) {
	for line := range r.config.Inert.All() {
		rest, ok := strings.CutPrefix(line.Text, fmt.Sprintf("track %d interface ", number))
		if !ok {
			continue
		}
		name, what, _ := strings.Cut(rest, " ")
		i := r.config.Interface(name)
		up = i != nil && r.isUp(i)
		switch what {
		case "line-protocol":
			return up, true
		case "ip routing":
			return up && i.Address.IsValid() && !r.config.NoRouting, true
		}
	}
	return false, false
}
