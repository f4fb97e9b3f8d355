package ike

import (
	"bytes"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/pki"
)

// Whether certificates were revoked. The lists are somebody else's to fetch and to keep: the engine asks for them, one for each
// authority of a chain, and judges them itself.

// listTimeout is how long lists are waited for: a peer repeats its last message for a minute.
const listTimeout = 25 * time.Second

// A ListWanted asks for the list of what an authority has revoked. The answer goes to Engine.ListFetched.
type ListWanted struct {
	ID          uint64
	Trustpoint  string           // by which the chain is trusted
	Certificate *pki.Certificate // that may be on the list; it may say where the list is
	Issuer      *pki.Certificate // whose list it is
}

func (ListWanted) item() {}

// ListFetched answers a ListWanted with the DER of a list (RFC 5280 section 5), as it came from wherever, or with nil if it cannot be had.
func (e *Engine) ListFetched(now time.Time, id uint64, list []byte, out *Out) {
	e.Answer(now, Answer{ID: id, lists: [][]byte{list}}, out)
}

// askLists asks for the lists by which the SA's chain is judged; none if its trustpoint wants none.
func (c *change) askLists(a Answer) (*Job, error) {
	at := slices.IndexFunc(c.credentialsOf(nil), func(one *credential) bool { return one.Name == a.Trustpoint })
	if at < 0 {
		return nil, c.refuseCertificate(&pki.Judgement{Fault: pki.NoIssuer, Certificate: a.Chain[0]}) // it went meanwhile
	}
	methods := c.credentialsOf(nil)[at].Methods()
	if methods[0] == config.None {
		c.sa.chain = nil
		return nil, nil
	}
	c.sa.lackAllowed = slices.Contains(methods, config.None)
	job := &Job{}
	if !slices.Contains(methods, config.CheckList) { // OCSP is not asked here: as if nobody answered
		_, err := c.judgeLists(make([][]byte, len(a.Chain)-1))
		return nil, err
	}
	for i, certificate := range a.Chain[:len(a.Chain)-1] {
		job.lists = append(job.lists, ListWanted{Trustpoint: a.Trustpoint, Certificate: certificate, Issuer: a.Chain[i+1]})
	}
	if len(job.lists) == 0 {
		return nil, nil // the peer shows an authority's certificate that is trusted itself
	}
	return job, nil
}

// takeLists judges the SA's chain by the lists that were fetched.
func (c *change) takeLists(_ *received, a Answer) (*Job, error) {
	if a.lists == nil {
		return nil, nil
	}
	return c.judgeLists(a.lists)
}

func (c *change) judgeLists(lists [][]byte) (*Job, error) {
	for i, der := range lists {
		certificate, issuer := c.sa.chain[i], c.sa.chain[i+1]
		var list *pki.RevocationList
		if der != nil {
			list, _ = pki.ParseRevocationList(der, issuer, c.calendar())
		}
		switch {
		case list == nil && !c.sa.lackAllowed:
			return nil, c.refuseCertificate(&pki.Judgement{Fault: pki.NoList, Certificate: certificate})
		case list != nil && list.Has(certificate.SerialNumber):
			return nil, c.refuseCertificate(&pki.Judgement{Fault: pki.Revoked, Certificate: certificate})
		}
	}
	c.sa.chain = nil
	return nil, nil
}

// awaitLists holds the change until all lists are there, or it has been waited for them long enough.
func (c *change) awaitLists(wanted []ListWanted, resume func(Answer)) {
	got, left := make([][]byte, len(wanted)), len(wanted)
	c.sa.timers[timerList], c.sa.awaited = c.now.Add(listTimeout), nil
	for i, w := range wanted {
		c.lastJob++
		w.ID = c.lastJob
		c.sa.jobs++
		c.sa.awaited = append(c.sa.awaited, w.ID)
		c.jobs[w.ID] = &waiting{sa: c.sa, resume: func(now time.Time, a Answer, out *Out) {
			if len(a.lists) == 1 {
				got[i] = bytes.Clone(a.lists[0])
			}
			if left--; left == 0 {
				c.sa.timers[timerList] = noTime
				c.resume(now, out)
				resume(Answer{lists: got})
			}
		}}
		c.out.add(w)
	}
}

// giveUpLists goes on without the lists that have not come.
func (c *change) giveUpLists() {
	for _, id := range c.sa.awaited {
		c.ListFetched(c.now, id, nil, c.out)
	}
}
