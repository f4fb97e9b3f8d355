package ike

import "ruthere/crypto/ipsec"

// InsideVRF is the VRF that what a pair protects belongs to; "" is the global table.
func (e *Engine) InsideVRF(_ *ipsec.Pair) string { return "" }
