package pki

import (
	"time"

	"ruthere/config"
	certificates "ruthere/crypto/pki"
	"ruthere/debuglog"
)

// The certificates that routers sign for themselves end on a day that the software fixes: the first of January 2020 in releases until
// 2019 (Cisco field notice 70489), 2030 in later ones.
var (
	endOfOldSelfSigned = time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)
	endOfSelfSigned    = time.Date(2030, time.January, 1, 0, 0, 0, 0, time.UTC)
)

// certifyItself makes the certificate of `enrollment selfsigned`.
func (e *enrolment) certifyItself() {
	subject, err := e.subject.Name()
	if err != nil {
		e.Println("% The subject name cannot be used: " + err.Error() + ".")
		return
	}
	end := endOfOldSelfSigned
	if e.Device.Release() == debuglog.IOSXE {
		end = endOfSelfSigned
	}
	now, _ := e.Device.Clock()
	c, err := certificates.SelfCertify(subject, e.key.Key, hashOf(e.Device.Release(), e.t), now, end)
	if err != nil {
		e.Println("\n% Failed to create the self-signed certificate: " + err.Error() + ".")
		return
	}
	if storeOwn(e.Context, e.name, config.SelfSigned, c) {
		e.Println("\nRouter Self Signed Certificate successfully created\n")
	}
}
