package explain

import "io"

func isCapture(head []byte) bool { return false }

func readPackets(r io.Reader, f *File, o Options) error { return nil }
