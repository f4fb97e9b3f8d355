package pki

import (
	"ruthere/config"
	certificates "ruthere/crypto/pki"
	"ruthere/modes"
	"ruthere/modes/crypto"
)

// What `| json` prints of certificates, trustpoints and revocation lists: docs/show.schema.json.

type certificateRow struct {
	Kind        string        `json:"kind"`
	Status      string        `json:"status"`
	Subject     string        `json:"subject"`
	Issuer      string        `json:"issuer,omitempty"`
	Serial      string        `json:"serial,omitempty"`
	NotBefore   modes.Instant `json:"not_before,omitzero"`
	NotAfter    modes.Instant `json:"not_after,omitzero"`
	RenewAt     modes.Instant `json:"renew_at,omitzero"`
	Installed   modes.Instant `json:"installed,omitzero"`
	KeyBits     int           `json:"key_bits"`
	KeyLabel    string        `json:"key_label,omitempty"`
	Hash        string        `json:"hash,omitempty"`
	MD5         string        `json:"fingerprint_md5"`
	SHA1        string        `json:"fingerprint_sha1"`
	Lists       []string      `json:"crl_distribution_points,omitempty"`
	Responders  []string      `json:"ocsp_responders,omitempty"`
	Trustpoints []string      `json:"trustpoints"`
}

// kindWords are the kinds of certificates for programs.
var kindWords = map[config.CertificateKind]string{config.OwnCertificate: "router", config.SelfSigned: "self-signed",
	config.CACertificate: "ca", config.Rollback: "rollback"}

func certificatesDocument(list []certificateStatus) modes.Document {
	return modes.DocumentOf("certificates", list, func(s certificateStatus) certificateRow {
		if s.certificate == nil {
			r := s.request.Request
			return certificateRow{Kind: "request", Status: requestWord(s.request.State), Subject: r.Subject.String(), KeyBits: r.Key.N.BitLen(),
				MD5: r.FingerprintMD5(), SHA1: r.FingerprintSHA1(), Trustpoints: s.trustpoints}
		}
		c := s.certificate
		return certificateRow{Kind: kindWords[s.kind], Status: "available", Subject: c.SubjectName.String(), Issuer: c.IssuerName.String(),
			Serial: c.Serial(), NotBefore: modes.Instant(c.NotBefore), NotAfter: modes.Instant(c.NotAfter), RenewAt: modes.Instant(s.renewAt),
			Installed: modes.Instant(s.installed), KeyBits: c.Key.N.BitLen(), KeyLabel: s.keyLabel, Hash: c.SignatureHash.Word,
			MD5: c.FingerprintMD5(), SHA1: c.FingerprintSHA1(), Lists: c.CRLDistributionPoints, Responders: c.OCSPServer,
			Trustpoints: s.trustpoints}
	})
}

func requestWord(s certificates.Status) string {
	if s == certificates.Rejected {
		return "rejected"
	}
	return "pending"
}

type trustpointRow struct {
	Name          string `json:"name"`
	URL           string `json:"enrollment_url,omitempty"`
	KeyLabel      string `json:"key_label"`
	Keys          bool   `json:"keys"`
	Authenticated bool   `json:"authenticated"`
	Authority     string `json:"authority,omitempty"`
	Serial        string `json:"authority_serial,omitempty"`
	Enrolled      bool   `json:"enrolled"`
	Last          string `json:"last_enrollment,omitempty"`
}

func trustpointsDocument(list []trustpointStatus) modes.Document {
	return modes.DocumentOf("trustpoints", list, func(s trustpointStatus) trustpointRow {
		row := trustpointRow{Name: s.t.Name, URL: s.t.Enrollment.URL, KeyLabel: crypto.KeyName(s.box.Config(), s.t), Keys: s.hasKeys(),
			Authenticated: s.authority != nil, Enrolled: s.own != nil, Last: s.lastEnrollment()}
		if s.authority != nil {
			row.Authority, row.Serial = s.authority.SubjectName.String(), s.authority.Serial()
		}
		return row
	})
}

type listRow struct {
	Issuer     string        `json:"issuer"`
	ThisUpdate modes.Instant `json:"this_update"`
	NextUpdate modes.Instant `json:"next_update,omitzero"`
	Downloaded modes.Instant `json:"downloaded"`
	From       string        `json:"from"`
	Bytes      int           `json:"bytes"`
	Revoked    []string      `json:"revoked"`
}

func listsDocument(list []certificates.KeptList) modes.Document {
	return modes.DocumentOf("revocation_lists", list, func(l certificates.KeptList) listRow {
		from := l.From
		if from == "" {
			from = "SCEP"
		}
		return listRow{l.Issuer.String(), modes.Instant(l.ThisUpdate), modes.Instant(l.NextUpdate), modes.Instant(l.At), from, len(l.Raw),
			modes.Describe(l.Entries, func(e certificates.Revocation) string { return certificates.SerialText(e.Serial) })}
	})
}
