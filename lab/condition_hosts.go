package lab

import (
	"fmt"
	"regexp"
)

// readHostFact reads what came of a host's last ping or fetch. While one is under way nothing has come of it.
func readHostFact(r *conditionReader, words []word) (clause, error) {
	h, err := r.lab.findHost(words[0].text)
	if err != nil {
		return nil, err
	}
	pattern, err := regexp.Compile(words[1].text)
	if err != nil {
		return nil, fmt.Errorf("%q is not a regular expression: %w", words[1].text, err)
	}
	return fact{
		func(*Lab) bool { return !h.isBusy() && pattern.MatchString(h.last) },
		func(*Lab) string {
			switch {
			case h.isBusy():
				return "host " + h.Name + " is still at it"
			case h.last == "":
				return "host " + h.Name + " has done nothing"
			}
			return "host " + h.Name + ": " + h.last
		},
	}, nil
}

// isBusy says whether the host is at something of which nothing has come yet.
func (h *host) isBusy() bool { return h.pinging || h.fetching != nil }
