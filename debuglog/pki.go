package debuglog

import "time"

// Certificates: trustpoints, enrolment, the clock by which certificates are judged. What is "seen" stands so in captures of devices;
// what is "recalled" is known without one.

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

// Seen of all three.
var certificatesUnsaved = phrase{
	sw:     Always,
	ios124: `%PKI-4-NOAUTOSAVE: Configuration was modified.  Issue "write memory" to save new certificate`,
	ios15:  `%PKI-4-NOCONFIGAUTOSAVE: Configuration was modified.  Issue "write memory" to save new IOS PKI configuration`,
	iosxe:  same,
}

// CertificatesUnsaved is logged when certificates came into the configuration or left it by something else than configuring.
func CertificatesUnsaved() Line { return certificatesUnsaved.line(Conn{}) }

// Seen of XE.
var enrollingManually = phrase{
	sw:    Always,
	args:  "trustpoint",
	iosxe: "%PKI-6-CERT_ENROLL_MANUAL: Manual enrollment for trustpoint <trustpoint>",
}

// EnrollingManually is logged when a user begins to enrol.
func EnrollingManually(trustpoint string) Line {
	return enrollingManually.line(Conn{}, text(trustpoint))
}

// Both are recalled; the older releases begin in silence.
var (
	enrollingAutomatically = phrase{
		sw:    Always,
		args:  "trustpoint",
		iosxe: "%PKI-6-CERT_ENROLL_AUTO: Auto initial enrollment for trustpoint <trustpoint>",
	}
	certificateRenewing = phrase{
		sw:     Always,
		args:   "trustpoint",
		ios124: "%PKI-6-CERTRENEWAUTO: Renewing the router certificate for trustpoint <trustpoint>",
		ios15:  same,
		iosxe:  same,
	}
)

// EnrollingAutomatically is logged when a router without a certificate asks for one by itself.
func EnrollingAutomatically(trustpoint string) Line {
	return enrollingAutomatically.line(Conn{}, text(trustpoint))
}

// CertificateRenewing is logged when a router asks for the next certificate in time.
func CertificateRenewing(trustpoint string) Line {
	return certificateRenewing.line(Conn{}, text(trustpoint))
}

// Both spellings are seen; the older releases stamp theirs and give them no severity.
var (
	requestFingerprint = phrase{
		sw:    Always,
		args:  "md sha",
		iosxe: "%PKI-6-CSR_FINGERPRINT: \n                      CSR Fingerprint MD5 : <md>\n                      CSR Fingerprint SHA1: <sha>",
	}
	requestMD5 = phrase{
		sw:     Always,
		args:   "sum",
		ios124: "CRYPTO_PKI:  Certificate Request Fingerprint MD5: <sum> ",
		ios15:  same,
	}
	requestSHA1 = phrase{
		sw:     Always,
		args:   "sum",
		ios124: "CRYPTO_PKI:  Certificate Request Fingerprint SHA1: <sum> ",
		ios15:  same,
	}
)

// RequestFingerprints are logged when a request has been made, whose administrator may compare them. The sums are in groups of eight
// digits, which XE joins.
func RequestFingerprints(md5, sha1 string) []Line {
	return []Line{requestMD5.line(Conn{}, text(md5)), requestSHA1.line(Conn{}, text(sha1)),
		requestFingerprint.line(Conn{}, text(ungrouped(md5)), text(ungrouped(sha1)))}
}

func ungrouped(sum string) string {
	joined := make([]byte, 0, len(sum))
	for i := range len(sum) {
		if sum[i] != ' ' {
			joined = append(joined, sum[i])
		}
	}
	return string(joined)
}

// Seen of XE.
var certificateInstalled = phrase{
	sw:   Always,
	args: "trustpoint issuer subject serial end",
	iosxe: "%PKI-6-CERT_INSTALL: An ID certificate has been installed under\n                      Trustpoint   : <trustpoint>\n" +
		"                      Issuer-name  : <issuer>\n                      Subject-name : <subject>\n" +
		"                      Serial-number: <serial>\n                      End-date     : <end>",
}

// CertificateInstalled is logged when the router has a certificate of its own.
func CertificateInstalled(trustpoint, issuer, subject, serial string, end time.Time) Line {
	return certificateInstalled.line(Conn{}, text(trustpoint), text(issuer), text(subject), text(serial),
		text(end.UTC().Format("2006-01-02T15:04:05Z")))
}

// Seen of all that say a reason; which ones there are is recalled.
var archiveRefused = phrase{
	sw:     Always,
	args:   "trustpoint reason",
	ios124: "%PKI-3-PKCS12_IMPORT_FAILURE: PKCS #12 import failed for trustpoint: <trustpoint>. Reason: <reason>",
	ios15:  same,
	iosxe:  same,
}

// ArchiveRefused is logged when a PKCS #12 file cannot be imported.
func ArchiveRefused(trustpoint, reason string) Line {
	return archiveRefused.line(Conn{}, text(trustpoint), text(reason))
}

// Seen, not said of which release.
var keyMismatch = phrase{
	sw:     Always,
	args:   "trustpoint",
	ios124: "%PKI-3-KEY_CMP_MISMATCH: Key in the certificate and stored key does not match for Trustpoint-<trustpoint>.",
	ios15:  same,
	iosxe:  same,
}

// KeyMismatch is logged at boot of a trustpoint whose certificate is of another key than the one of that name.
func KeyMismatch(trustpoint string) Line { return keyMismatch.line(Conn{}, text(trustpoint)) }

// Seen of XE.
var keyAdded = phrase{
	sw:    Always,
	args:  "name",
	iosxe: "%CRYPTO_ENGINE-5-KEY_ADDITION: A key named <name> has been generated or imported by crypto-engine",
}

// KeyAdded is logged when there is a new key.
func KeyAdded(name string) Line { return keyAdded.line(Conn{}, text(name)) }

// Both are seen, of XE and late 15.
var (
	clockNotSet = phrase{
		sw: Always,
		ios15: "%PKI-2-NON_AUTHORITATIVE_CLOCK: PKI functions can not be initialized until an authoritative time source, like NTP, " +
			"can be obtained.",
		iosxe: same,
	}
	clockSet = phrase{
		sw:    Always,
		ios15: "%PKI-6-AUTHORITATIVE_CLOCK: The system clock has been set.",
		iosxe: same,
	}
)

// ClockNotSet is logged at boot by a router with trustpoints whose clock nobody has set, ClockSet once somebody has.
func ClockNotSet() Line { return clockNotSet.line(Conn{}) }

// ClockSet is the end of what ClockNotSet says.
func ClockSet() Line { return clockSet.line(Conn{}) }
