package ike

import (
	"slices"

	"ruthere/config"
	"ruthere/crypto/pki"
)

// mapTakes says whether a certificate matches a certificate map: all rules of one of its sequence numbers. A map that is not there
// matches nothing.
func (e *Engine) mapTakes(name string, c *pki.Certificate) bool {
	return slices.ContainsFunc(e.config.CertificateMaps(name), func(m *config.CertificateMap) bool {
		rules := make([]pki.Rule, len(m.Rules))
		for i, r := range m.Rules {
			rules[i] = pki.Rule(r)
		}
		return pki.Matches(rules, c)
	})
}
