package system

import "strconv"

// hoursType is the offset of a time zone, -23 to 23 hours.
type hoursType struct{}

func (hoursType) Name() string { return "HOURS" }

func (hoursType) Accept(word string) (any, int, bool) {
	n, err := strconv.Atoi(word)
	return n, 0, err == nil && n >= -23 && n <= 23
}

func (hoursType) Print(value any) string {
	n, ok := value.(int)
	if !ok {
		return ""
	}
	return strconv.Itoa(n)
}
