package ike

import (
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// nonceLen is the length of our nonces: RFC 2409 section 5 wants 8 to 256 bytes.
const nonceLen = 20

// keyExchangePayloads makes the payloads of message 3 or 4: KE, nonce, vendor IDs and the NAT
// discovery hashes.
func (c *change) keyExchangePayloads() []isakmp.Payload {
	own, nonce := c.sa.keI, c.sa.nonceI
	if c.sa.role == state.Responder {
		own, nonce = c.sa.keR, c.sa.nonceR
	}
	payloads := []isakmp.Payload{
		isakmp.New(&isakmp.KeyExchange{Data: own}),
		isakmp.New(&isakmp.Nonce{Data: nonce}),
	}
	if c.sa.signs {
		payloads = append(payloads, c.certificateRequests()...)
	}
	payloads = append(payloads, c.ownVendorIDs()...)
	return append(payloads, c.natDiscoveryPayloads()...)
}

// ownKeyJob returns a job that makes this side's Diffie-Hellman value; with the peer's
// value it also makes the shared secret.
func (c *change) ownKeyJob(peer []byte) (*Job, error) {
	if c.sa.private == nil {
		private, err := c.sa.suite.Group.PrivateKey(c.random("dh"))
		if err != nil {
			return nil, err
		}
		c.sa.private = private
	}
	job := &Job{Group: c.sa.suite.Group, Private: c.sa.private, Peer: peer}
	if c.sa.role == state.Initiator {
		job.Public = c.sa.keI
	}
	return job, nil
}

// startSharedSecret takes the peer's public value and asks for the arithmetic.
func (c *change) startSharedSecret(m *received) (*Job, error) {
	c.log.ProcessingPayload(debuglog.PayloadKE, 0)
	ke, _ := m.firstPayload(isakmp.PayloadKE)
	return c.ownKeyJob(ke.Value.(*isakmp.KeyExchange).Data)
}

// finishKeyExchange goes on in main mode when the shared secret is there: nonce, keys, vendor IDs,
// NAT discovery.
func (c *change) finishKeyExchange(m *received, a Answer) error {
	c.takeValues(m, a)
	if !c.sa.signs && !c.findKey() {
		return &refusal{"the key went while main mode ran", (*change).endWithoutOffer}
	}
	c.arithmeticDone(debuglog.EngineDHSecret)
	if err := c.deriveKeys(); err != nil {
		return err
	}
	if c.sa.signs {
		c.readRequests(m)
	}
	c.readVendorIDs(m)
	c.checkNATDiscovery(m)
	return nil
}

// makeKeys makes the keys when the shared secret is there.
func (c *change) makeKeys(m *received, a Answer) error {
	c.takeValues(m, a)
	c.arithmeticDone(debuglog.EngineDHSecret)
	err := c.deriveKeys()
	if err == nil && c.sa.signs {
		c.readRequests(m)
	}
	return err
}

// takeValues takes what the keys are made of: nonces and public values, and the shared secret.
func (c *change) takeValues(m *received, a Answer) {
	c.log.ProcessingPayload(debuglog.PayloadNonce, 0)
	ke, _ := m.firstPayload(isakmp.PayloadKE)
	nonce, _ := m.firstPayload(isakmp.PayloadNonce)
	c.sa.shared = a.Shared
	if c.sa.role == state.Initiator {
		c.sa.keR, c.sa.nonceR = ke.Body, nonce.Body
	} else {
		c.arithmeticDone(debuglog.EngineDH)
		// The own nonce goes into the keys before our message carries it.
		c.sa.keI, c.sa.nonceI = ke.Body, nonce.Body
		c.sa.keR = a.Public
		c.sa.nonceR = c.randomBytes("nonce", nonceLen)
	}
}

// deriveKeys computes SKEYID and its children (RFC 2409 section 5) and gives the SA
// its connection id.
func (c *change) deriveKeys() error {
	sa := c.sa
	var keys oakley.Keys
	var err error
	if sa.signs {
		keys, err = oakley.DeriveKeysSignature(sa.suite, sa.nonceI, sa.nonceR, sa.shared, sa.cookieI, sa.cookieR, sa.keI, sa.keR)
	} else {
		keys, err = oakley.DeriveKeysPreShared(sa.suite, []byte(sa.psk), sa.nonceI, sa.nonceR, sa.shared,
			sa.cookieI, sa.cookieR, sa.keI, sa.keR)
	}
	if err != nil {
		return err
	}
	sa.keys, sa.iv = keys, keys.IV
	c.tellKeys()
	c.lastConn++
	sa.conn = c.lastConn
	c.log.Conn = sa.connection()
	c.log.SKEYIDGenerated()
	c.arithmeticDone(debuglog.EngineIKESA)
	return nil
}
