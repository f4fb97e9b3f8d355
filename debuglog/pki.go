package debuglog

// Certificates: trustpoints, enrolment, the clock by which certificates are judged.

// Seen of XE; older releases create in silence.
var trustpointCreated = phrase{
	sw:    Always,
	args:  "trustpoint",
	iosxe: "%PKI-6-TRUSTPOINT_CREATE: Trustpoint: <trustpoint> created succesfully",
}

// TrustpointCreated is logged when somebody makes one by its name.
func TrustpointCreated(trustpoint string) Line {
	return trustpointCreated.line(Conn{}, text(trustpoint))
}
