package explain

import (
	"fmt"
	"slices"
)

// withoutSecond takes out what only lines of IKEv2 made, and says that they are not read.
func (f *File) withoutSecond() {
	if f.version2 == 0 {
		return
	}
	if f.Kind != IOS { // daemons have the same words for both versions
		f.Negotiations = slices.DeleteFunc(f.Negotiations, func(n *Negotiation) bool { return !n.complete && len(n.Messages) == 0 })
	}
	if len(f.Negotiations) > 0 {
		f.Remarks = append(f.Remarks, fmt.Sprintf("%d %s%s of IKEv2, which is not read, from %s %d on", f.version2, f.unitOf(),
			plural(f.version2), f.unitOf(), f.Version2[0].Number))
	}
}

// onlySecond: the file is about IKEv2.
func (d *diagnosis) onlySecond() {
	d.add(NotShown, Certain, Finding{Evidence: d.file.Version2, Why: "this is IKEv2 (RFC 7296); only IKEv1 is read here",
		Next: "if IKEv1 was meant, both sides have to be configured for it (keyexchange = ikev1, version = 1, ikev2=no; on a router " +
			"crypto isakmp and no ikev2-profile); otherwise read the log by hand"})
}
