package ike

import (
	"bytes"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/pki"
)

// Whether certificates were revoked. Lists and answers of responders are somebody else's to fetch and to keep: the engine asks for them,
// for each certificate of a chain by one method of `revocation-check` after the other, and judges them itself.

// listTimeout is how long a method is waited for. A peer repeats its last message for a minute, and there are two methods that may be
// silent.
const listTimeout = 25 * time.Second

// A RevocationWanted asks whether a certificate was revoked. The answer goes to Engine.RevocationFetched.
type RevocationWanted struct {
	ID          uint64
	Trustpoint  string           // by which the chain is trusted
	Method      string           // config.CheckList or config.CheckOCSP
	Certificate *pki.Certificate // that may have been revoked; it may say where to ask
	Issuer      *pki.Certificate // who may have revoked it

	methods []string // that are left, this one first
}

func (RevocationWanted) item() {}

// RevocationFetched answers a RevocationWanted with the DER of a list (RFC 5280 section 5) or of a responder's answer (RFC 6960), as it
// came from wherever, or with nil if it cannot be had.
func (e *Engine) RevocationFetched(now time.Time, id uint64, der []byte, out *Out) {
	e.Answer(now, Answer{ID: id, revocation: der}, out)
}

// askRevocations asks about the certificates of the SA's chain, each as the trustpoint says by which it is judged; about none if no
// trustpoint wants that.
func (c *change) askRevocations(a Answer) (*Job, error) {
	all, job, wanted := c.credentialsOf(nil), &Job{}, false
	for i, name := range a.Trustpoints {
		at := slices.IndexFunc(all, func(one *credential) bool { return one.Name == name })
		if at < 0 {
			return nil, c.refuseCertificate(&pki.Judgement{Fault: pki.NoIssuer, Certificate: a.Chain[i]}) // it went meanwhile
		}
		w := RevocationWanted{Trustpoint: name, Certificate: a.Chain[i], Issuer: a.Chain[i+1], methods: c.methodsFor(all[at], a.Chain[i])}
		wanted = wanted || w.methods[0] != config.None
		job.revocations = append(job.revocations, w)
	}
	if !wanted { // nor is there anything to ask of an authority's certificate that is trusted itself
		c.sa.chain = nil
		return nil, nil
	}
	return job, nil
}

// methodsFor are the methods of a trustpoint for a certificate: none if it is one that `match certificate` says not to ask about.
func (c *change) methodsFor(one *credential, certificate *pki.Certificate) []string {
	if slices.ContainsFunc(one.Match, func(m config.CertificateMatch) bool { return m.SkipRevocation && c.mapTakes(m.Map, certificate) }) {
		return []string{config.None}
	}
	return one.Methods()
}

// takeRevocations judges the SA's chain by what was found out.
func (c *change) takeRevocations(_ *received, a Answer) (*Job, error) {
	for i, fault := range a.faults {
		if fault != "" {
			return nil, c.refuseCertificate(&pki.Judgement{Fault: fault, Certificate: c.sa.chain[i]})
		}
	}
	if a.faults != nil {
		c.sa.chain = nil
	}
	return nil, nil
}

// awaitRevocations holds the change until it is known of all certificates whether they were revoked, or that nobody says so.
func (c *change) awaitRevocations(wanted []RevocationWanted, resume func(Answer)) {
	faults, left := make([]pki.Fault, len(wanted)), len(wanted)
	c.sa.awaited = nil
	for i, w := range wanted {
		c.askByMethods(w, func(fault pki.Fault) {
			faults[i] = fault
			if left--; left == 0 {
				c.sa.timers[timerList] = noTime
				resume(Answer{faults: faults})
			}
		})
	}
}

// askByMethods asks about one certificate by the first method, and by the next one if nothing that holds is answered.
func (c *change) askByMethods(w RevocationWanted, done func(pki.Fault)) {
	switch {
	case len(w.methods) == 0:
		done(pki.NoList)
		return
	case w.methods[0] == config.None:
		done("")
		return
	}
	c.lastJob++
	w.ID, w.Method = c.lastJob, w.methods[0]
	c.sa.jobs++
	c.sa.awaited = append(c.sa.awaited, w.ID)
	c.sa.timers[timerList] = c.now.Add(listTimeout)
	c.jobs[w.ID] = &waiting{sa: c.sa, resume: func(now time.Time, a Answer, out *Out) {
		c.resume(now, out)
		if fault := c.judgeRevocation(w, a.revocation); fault != pki.NoList {
			done(fault)
			return
		}
		w.methods = w.methods[1:]
		c.askByMethods(w, done)
	}}
	c.out.add(w)
}

// judgeRevocation is what an answer says of a certificate: nothing against it, Revoked, or NoList if it says nothing at all.
func (c *change) judgeRevocation(w RevocationWanted, der []byte) pki.Fault {
	if der == nil {
		return pki.NoList
	}
	revoked := false
	der = bytes.Clone(der)
	switch w.Method {
	case config.CheckOCSP:
		said, err := pki.ParseStatus(der, w.Certificate, w.Issuer, c.calendar())
		if err != nil {
			return pki.NoList
		}
		revoked = said.Revoked
	default:
		list, err := pki.ParseRevocationList(der, w.Issuer, c.calendar())
		if err != nil {
			return pki.NoList
		}
		revoked = list.Has(w.Certificate.SerialNumber)
	}
	if revoked {
		return pki.Revoked
	}
	return ""
}

// giveUpMethods goes on without what has not been answered.
func (c *change) giveUpMethods() {
	awaited := c.sa.awaited
	c.sa.awaited = nil
	for _, id := range awaited {
		c.RevocationFetched(c.now, id, nil, c.out)
	}
}
