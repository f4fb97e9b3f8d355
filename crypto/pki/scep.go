package pki

import (
	"crypto/md5"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"
)

// A MessageType is what a SCEP message is (RFC 8894 section 3.2.1.2).
type MessageType string

const (
	CertificateReply   MessageType = "3"
	CertificateRequest MessageType = "19" // PKCSReq
	PollRequest        MessageType = "20" // CertPoll, which was GetCertInitial
	ListRequest        MessageType = "22" // GetCRL
	RenewalRequest     MessageType = "17" // RenewalReq: signed with the certificate that is to be renewed
)

// A Status is what a reply says (RFC 8894 section 3.2.1.3).
type Status string

const (
	Granted  Status = "0"
	Rejected Status = "2"
	Pending  Status = "3"
)

// A FailInfo is why something was rejected (RFC 8894 section 3.2.1.4).
type FailInfo string

const (
	BadAlgorithm FailInfo = "0"
	BadCheck     FailInfo = "1" // an integrity check failed
	BadRequest   FailInfo = "2"
	BadTime      FailInfo = "3"
	BadID        FailInfo = "4" // no such certificate
)

// NonceLength is the length of a SCEP nonce, in bytes.
const NonceLength = 16

// scepAttribute is the number of an attribute below VeriSign's arc.
func scepAttribute(number int) asn1.ObjectIdentifier {
	return asn1.ObjectIdentifier{2, 16, 840, 1, 113733, 1, 9, number}
}

var (
	oidMessageType    = scepAttribute(2)
	oidStatus         = scepAttribute(3)
	oidFailInfo       = scepAttribute(4)
	oidSenderNonce    = scepAttribute(5)
	oidRecipientNonce = scepAttribute(6)
	oidTransaction    = scepAttribute(7)
)

// A Message is one of SCEP, opened.
type Message struct {
	Type           MessageType
	Transaction    string
	SenderNonce    []byte
	RecipientNonce []byte
	Status         Status
	Fail           FailInfo
	Content        []byte // what was enveloped, decrypted: a request, a poll, a bundle; nil = nothing was
	Signer         *Certificate
	Digest         Hash
	Encryption     Encryption // of the content, if there was some; else DES
}

// Transaction is the identifier of an enrolment: the MD5 of the public key, in upper-case hexadecimal digits.
func Transaction(key *rsa.PublicKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return "", err
	}
	sum := md5.Sum(der)
	return strings.ToUpper(hex.EncodeToString(sum[:])), nil
}

// SelfSigned is the certificate with which a router that has none yet signs what it asks (RFC 8894 section 2.3).
func SelfSigned(subject Name, key *rsa.PrivateKey, h Hash, now time.Time) (*Certificate, error) {
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now.Add(-time.Hour), NotAfter: now.Add(240 * time.Hour),
		KeyUsage: RouterUsage}
	a := &Authority{Key: key, Hash: h}
	der, err := a.issue(template, subject, subject, &key.PublicKey)
	if err != nil {
		return nil, err
	}
	return ParseCertificate(der)
}

// Seal encrypts a content for somebody and signs it. To is nil if there is no content.
func (m Message) Seal(e Encryption, to *Certificate, own *Certificate, key *rsa.PrivateKey, random io.Reader) ([]byte, error) {
	var data []byte
	if m.Content != nil {
		var err error
		if data, err = Envelope(m.Content, e, to, random); err != nil {
			return nil, err
		}
	}
	return SignMessage(data, m.attributes(), m.Digest, own, key)
}

func (m Message) attributes() (list []Attribute) {
	add := func(kind asn1.ObjectIdentifier, text string) {
		if text != "" {
			list = append(list, Attribute{kind, rawOf(asn1.RawValue{Tag: asn1.TagPrintableString, Bytes: []byte(text)})})
		}
	}
	add(oidMessageType, string(m.Type))
	add(oidTransaction, m.Transaction)
	add(oidStatus, string(m.Status))
	add(oidFailInfo, string(m.Fail))
	if m.SenderNonce != nil {
		list = append(list, Attribute{oidSenderNonce, rawOf(m.SenderNonce)})
	}
	if m.RecipientNonce != nil {
		list = append(list, Attribute{oidRecipientNonce, rawOf(m.RecipientNonce)})
	}
	return list
}

// OpenSCEP checks the signature of a message and decrypts what is in it.
func OpenSCEP(der []byte, own *Certificate, key *rsa.PrivateKey) (*Message, error) {
	b, err := OpenMessage(der)
	switch {
	case err != nil:
		return nil, err
	case b.Signer == nil:
		return nil, errors.New("a message that nobody signed")
	}
	text := func(kind asn1.ObjectIdentifier) string { v, _ := b.Attribute(kind); return string(v.Bytes) }
	nonce := func(kind asn1.ObjectIdentifier) []byte { v, _ := b.Attribute(kind); return v.Bytes }
	des, _ := EncryptionNamed("DES")
	m := &Message{Encryption: des, Type: MessageType(text(oidMessageType)), Transaction: text(oidTransaction), Status: Status(text(oidStatus)),
		Fail: FailInfo(text(oidFailInfo)), SenderNonce: nonce(oidSenderNonce), RecipientNonce: nonce(oidRecipientNonce),
		Signer: b.Signer, Digest: b.Digest}
	if len(m.Transaction) > mostTransaction || m.Transaction == "" || !isPrintableString(m.Transaction) {
		return nil, fmt.Errorf("a message whose transaction is none: %.40q", m.Transaction)
	}
	if len(b.Data) > 0 {
		m.Content, m.Encryption, err = openEnvelope(b.Data, own, key)
	}
	return m, err
}

const mostTransaction = 256

// Reply is the answer to a message: it carries its transaction and its nonce back.
func (m *Message) Reply(s Status, nonce []byte) Message {
	return Message{Type: CertificateReply, Transaction: m.Transaction, RecipientNonce: m.SenderNonce, SenderNonce: nonce, Status: s,
		Digest: m.Digest}
}

// EncodePoll is the content of a PollRequest: whose certificate is awaited, from whom.
func EncodePoll(issuer, subject Name) ([]byte, error) {
	i, err := issuer.Encode()
	if err != nil {
		return nil, err
	}
	s, err := subject.Encode()
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(struct{ Issuer, Subject asn1.RawValue }{asn1.RawValue{FullBytes: i}, asn1.RawValue{FullBytes: s}})
}

// EncodeListRequest is the content of a ListRequest: the certificate whose issuer's list is wanted.
func EncodeListRequest(c *Certificate) ([]byte, error) { return asn1.Marshal(signerOf(c)) }

// DecodeListRequest reads the content of a ListRequest: the DER of the name whose list is wanted.
func DecodeListRequest(der []byte) (issuer []byte, err error) {
	var wanted issuerAndSerial
	if rest, err := asn1.Unmarshal(der, &wanted); err != nil || len(rest) > 0 {
		return nil, errors.New("a request for a list that is none")
	}
	return wanted.Issuer.FullBytes, nil
}
