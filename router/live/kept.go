package live

import (
	"errors"
	"strings"
	"syscall"

	"ruthere/router"
)

// answerKept tells the router, when it has done with the input at hand, whether something
// was kept.
func (r *Driver) answerKept(id int, err error) {
	r.noticeError(err)
	r.answers = append(r.answers, router.Kept{ID: id, Failed: failureReason(err)})
}

// failureReason says why the host did not do something, as the device words it: "No space
// left on device".
func failureReason(err error) string {
	if err == nil {
		return ""
	}
	why := "I/O error"
	var of syscall.Errno
	if errors.As(err, &of) && of.Error() != "" {
		why = of.Error()
	}
	return strings.ToUpper(why[:1]) + why[1:]
}

func (r *Driver) noticeError(err error) {
	if err != nil {
		r.options.Notice(err.Error())
	}
}
