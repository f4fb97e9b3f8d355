package config

import (
	"net/netip"
	"slices"
	"sort"
	"time"
)

// Encryption names an IKE cipher as the configuration spells it.
type Encryption string

// Ciphers of an ISAKMP policy.
const (
	DES       Encryption = "des"
	TripleDES Encryption = "3des"
	AES       Encryption = "aes" // with Policy.KeyBits 128, 192 or 256
)

// HashName names an IKE hash as the configuration spells it.
type HashName string

// Hashes of an ISAKMP policy.
const (
	MD5    HashName = "md5"
	SHA    HashName = "sha"
	SHA256 HashName = "sha256"
	SHA384 HashName = "sha384"
	SHA512 HashName = "sha512"
)

// Authentication names how the peers of a policy prove who they are.
type Authentication string

// Authentication methods. Encryption with RSA cannot be negotiated here.
const (
	RSASig   Authentication = "rsa-sig"
	RSAEncr  Authentication = "rsa-encr"
	PreShare Authentication = "pre-share"
)

// IdentityAddress and the others are what this router calls itself in main mode.
const (
	IdentityAddress  = "address"
	IdentityHostname = "hostname"
	IdentityDN       = "dn"
)

// ISAKMP is the phase 1 part: the `crypto isakmp` commands.
type ISAKMP struct {
	Enabled      bool
	Identity     string
	Policies     []*Policy      // by priority, ascending
	Keys         []PreSharedKey // the default keyring
	Keyrings     []*Keyring     // in order of creation
	Profiles     []*Profile     // in order of creation
	Peers        []*ISAKMPPeer  // in order of creation
	Groups       []*ClientGroup // in order of creation
	Keepalive    *Keepalive     // nil = off
	AddressPool  string         // of clients without a group: `client configuration address-pool`; "" = none
	XAuthTimeout time.Duration  // 5..90 s; 0 = DefaultXAuthTimeout
	// NATKeepalive is the interval of NAT-T keepalive packets; 0 = off.
	NATKeepalive        time.Duration
	InvalidSPIRecovery  bool
	NoAggressiveMode    bool
	Fragmentation       bool // messages are sent in fragments where peers take them
	DefaultPolicyHidden bool // no crypto isakmp default policy
	// InNegotiationLimit is how many ISAKMP SAs that peers began may be unfinished at a time.
	InNegotiationLimit int

	ErrorPaths int // crypto isakmp diagnose error: how many failures would be kept; 0 = none
}

// A Policy is one `crypto isakmp policy`: a suite this router would agree to.
type Policy struct {
	Priority       int // 1..10000; lower is tried first
	Encryption     Encryption
	KeyBits        int // AES only
	Hash           HashName
	Authentication Authentication
	Group          int           // IANA Diffie-Hellman group number
	Lifetime       time.Duration // 60 s..1 day
}

// DefaultLifetime is a policy's phase 1 lifetime when none is configured.
const DefaultLifetime = 86400 * time.Second

// NewPolicy is a policy of which only the priority was typed.
func NewPolicy(priority int) *Policy {
	return &Policy{Priority: priority, Encryption: DES, Hash: SHA, Authentication: RSASig, Group: 1, Lifetime: DefaultLifetime}
}

// A PreSharedKey is one `crypto isakmp key`.
type PreSharedKey struct {
	Key     string
	Prefix  netip.Prefix // the peers it is for; invalid when Host is set
	Host    string
	NoXAuth bool
	// Encrypted says that Key is of type 6: only a router that has the master key could
	// read it, so that it fits no peer here.
	Encrypted bool
}

// Keepalive is `crypto isakmp keepalive`: how DPD asks after a peer.
type Keepalive struct {
	Interval time.Duration // 10..3600 s
	Retry    time.Duration // 2..60 s
	Periodic bool          // false: on-demand
}

// DefaultInNegotiationLimit is the device's limit when none is configured.
const DefaultInNegotiationLimit = 1000

// DefaultErrorPaths is the device's number of failures when none is configured.
const DefaultErrorPaths = 50

// DefaultKeepaliveRetry is the time between DPD retries when none is configured.
const DefaultKeepaliveRetry = 2 * time.Second

func (i ISAKMP) clone() ISAKMP {
	i.Policies = cloneEach(i.Policies, func(p *Policy) *Policy { q := *p; return &q })
	i.Keys = slices.Clip(i.Keys)
	i.Keyrings = cloneEach(i.Keyrings, (*Keyring).clone)
	i.Profiles = cloneEach(i.Profiles, (*Profile).clone)
	i.Peers = cloneEach(i.Peers, (*ISAKMPPeer).clone)
	i.Groups = cloneEach(i.Groups, (*ClientGroup).clone)
	if i.Keepalive != nil {
		k := *i.Keepalive
		i.Keepalive = &k
	}
	return i
}

// Policy returns the policy of that priority, or nil.
func (i *ISAKMP) Policy(priority int) *Policy {
	for _, p := range i.Policies {
		if p.Priority == priority {
			return p
		}
	}
	return nil
}

// AddPolicy returns the policy of that priority, made if there was none.
func (i *ISAKMP) AddPolicy(priority int) *Policy {
	if p := i.Policy(priority); p != nil {
		return p
	}
	p := NewPolicy(priority)
	at := sort.Search(len(i.Policies), func(n int) bool { return i.Policies[n].Priority > priority })
	i.Policies = slices.Insert(i.Policies, at, p)
	return p
}

// KeyFor returns the key of the default keyring for a peer at addr: the one with the
// longest mask.
func (i *ISAKMP) KeyFor(addr netip.Addr) (PreSharedKey, bool) { return longestMask(i.Keys, addr) }

func longestMask(keys []PreSharedKey, addr netip.Addr) (best PreSharedKey, found bool) {
	for _, k := range keys {
		if k.Prefix.IsValid() && k.Prefix.Contains(addr) && (!found || k.Prefix.Bits() > best.Prefix.Bits()) {
			best, found = k, true
		}
	}
	return best, found
}
