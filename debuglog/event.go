package debuglog

import "ruthere/crypto/ike/state"

// isShort reports whether 12.4 spells an event IKE_MSG_: that edition mixes IKE_MSG_ and
// IKE_MESG_, even between the two timers.
func isShort(e state.Event) bool {
	switch e {
	case state.MMExchange, state.InfoNotify, state.IMAlive, state.Phase1Delete:
		return true
	}
	return false
}

// appendEvent appends an event as release r prints it after "Input = ".
func appendEvent(dst []byte, e state.Event, r Release) []byte {
	if r == IOS124 && isShort(e) {
		dst = append(dst, "IKE_MSG_"...)
	} else {
		dst = append(dst, "IKE_MESG_"...)
	}
	dst = append(dst, e.Source()...)
	dst = append(dst, ", "...)
	return append(dst, e.Name()...)
}

// padded is an SA's state as debug lines print it: those from phase 1's end on are filled to 13 columns, the
// others are bare.
func padded(s state.Shown) string {
	switch s {
	case state.QMIdle:
		return "QM_IDLE      "
	case state.ConfXAuth:
		return "CONF_XAUTH   "
	case state.ConfAddr:
		return "CONF_ADDR    "
	}
	return s.String()
}
