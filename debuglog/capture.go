package debuglog

// What `monitor capture` says of its points.

var capturePointCreated = phrase{
	sw:     Always,
	args:   "name",
	ios124: "%BUFCAP-6-CREATE: Capture Point <name> created.",
	ios15:  same,
	iosxe:  same,
}

func CapturePointCreated(name string) Line { return capturePointCreated.line(Conn{}, text(name)) }

var capturePointEnabled = phrase{
	sw:     Always,
	args:   "name",
	ios124: "%BUFCAP-6-ENABLE: Capture Point <name> enabled.",
	ios15:  same,
	iosxe:  same,
}

func CapturePointEnabled(name string) Line { return capturePointEnabled.line(Conn{}, text(name)) }

var capturePointDisabled = phrase{
	sw:     Always,
	args:   "name",
	ios124: "%BUFCAP-6-DISABLE: Capture Point <name> disabled.",
	ios15:  same,
	iosxe:  same,
}

// CapturePointDisabled is logged when a user stops the point, and when it is through.
func CapturePointDisabled(name string) Line { return capturePointDisabled.line(Conn{}, text(name)) }

var capturePointDeleted = phrase{
	sw:     Always,
	args:   "name",
	ios124: "%BUFCAP-6-DELETE: Capture Point <name> deleted.",
	ios15:  same,
	iosxe:  same,
}

func CapturePointDeleted(name string) Line { return capturePointDeleted.line(Conn{}, text(name)) }
