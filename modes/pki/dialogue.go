package pki

import (
	"strings"

	"ruthere/modes"
)

// yesOrNo asks until the answer is one of the two. What follows a no, or Ctrl-C, may be nil.
func yesOrNo(x *modes.Context, question string, yes, no func()) {
	if no == nil {
		no = func() {}
	}
	x.Terminal.Ask(question, false, func(text string, ok bool) {
		text = strings.ToLower(strings.TrimSpace(text))
		switch {
		case !ok || text != "" && strings.HasPrefix("no", text):
			no()
		case text != "" && strings.HasPrefix("yes", text):
			yes()
		default:
			x.Println("% Please answer 'yes' or 'no'.")
			yesOrNo(x, question, yes, no)
		}
	})
}
