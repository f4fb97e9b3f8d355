package mutation

import (
	"strconv"
	"strings"
)

// OfReply lists what somebody might answer instead of a right answer: other choices, other numbers, another text. Whether
// one of them is right too is for the question to say.
func OfReply(text string, choices []string) (others []string) {
	for _, one := range choices {
		if !strings.EqualFold(one, text) {
			others = append(others, one)
		}
	}
	if len(choices) > 0 {
		return others
	}
	digits := strings.TrimRight(text, " abcdefghijklmnopqrstuvwxyz")
	if n, err := strconv.Atoi(digits); err == nil {
		for _, other := range []int{n - 1, n + 1, n * 10, n / 10} {
			if other != n {
				others = append(others, strconv.Itoa(other)+text[len(digits):])
			}
		}
		return others
	}
	return []string{text + "X"}
}
