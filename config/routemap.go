package config

import (
	"strconv"
	"strings"
)

// RouteMapsTrack says whether a next hop of a route map depends on a tracked object.
func (c *Config) RouteMapsTrack(number int) bool {
	for l := range c.Inert.All() {
		if !strings.HasPrefix(l.Text, "route-map ") || l.Block == nil {
			continue
		}
		for inner := range l.Block.All() {
			words := strings.Fields(inner.Text)
			if words[0] == "set" && words[len(words)-1] == strconv.Itoa(number) && numberAfter(words, "track") == number {
				return true
			}
		}
	}
	return false
}
