package debuglog

import (
	"net/netip"
	"strconv"
)

// What "debug crypto ipsec" says.

// A Proxy is one side of a selector. IPv4 only.
type Proxy struct {
	Net      netip.Prefix
	Protocol uint8  // 0 is any
	Port     uint16 // 0 is any
}

func (p Proxy) arg() arg {
	a := addr(p.Net.Masked().Addr())
	return arg{kind: kindProxy, n: a.n<<8 | uint64(max(p.Net.Bits(), 0)), m: uint64(p.Protocol)<<16 | uint64(p.Port)}
}

// address is the network of the selector alone.
func (p Proxy) address() arg { return addr(p.Net.Masked().Addr()) }

// appendProxy writes net/mask/protocol/port. Before 15.x the kind of the identity follows (1
// host, 4 subnet); since then "any protocol" is 256.
func appendProxy(dst []byte, netBits, protoPort uint64, r Release) []byte {
	bits := netBits & 0xff
	mask := uint64(uint32(0xffffffff) << (32 - min(bits, 32)))
	dst = arg{kind: kindAddr4, n: netBits >> 8}.append(dst, r)
	dst = append(dst, '/')
	dst = arg{kind: kindAddr4, n: mask}.append(dst, r)
	protocol := protoPort >> 16
	if protocol == 0 && r != IOS124 {
		protocol = 256
	}
	dst = strconv.AppendUint(append(dst, '/'), protocol, 10)
	dst = strconv.AppendUint(append(dst, '/'), protoPort&0xffff, 10)
	if r != IOS124 {
		return dst
	}
	if bits == 32 {
		return append(dst, " (type=1)"...)
	}
	return append(dst, " (type=4)"...)
}

// A Request is what IPsec asks of IKE, or is asked to accept.
type Request struct {
	Local, Remote           netip.Addr
	LocalProxy, RemoteProxy Proxy
	Header                  bool   // of an Authentication Header; else of ESP
	Transform               string // names in the order of the set: "esp-aes esp-sha-hmac"
	Mode                    Encapsulation
	Seconds, Kilobytes      uint32 // lifetimes
	KeySize                 int    // bits of the AES key, 0 for DES and 3DES
}

func (q Request) args() []arg {
	return []arg{
		addr(q.Local), addr(q.Remote), q.LocalProxy.arg(), q.RemoteProxy.arg(), text(q.Transform), text(q.Mode.String()),
		decimal(uint64(q.Seconds)), decimal(uint64(q.Kilobytes)), number(q.KeySize), text(protocolWords[q.Header]),
	}
}

// protocolWords name the protocol of an IPsec SA: AH if so, else ESP.
var protocolWords = map[bool]string{false: "ESP", true: "AH"}

const requestArgs = "local remote lproxy rproxy transform mode seconds kilobytes keysize protocol"

// oldRequest and newRequest are the block after "(key eng. msg.)" before 15.x and since.
const (
	requestProtocol = "    protocol= <protocol>, transform= <transform>  (<mode>), \n" +
		"    lifedur= <seconds>s and <kilobytes>kb, \n" +
		"    spi= 0x0(0), conn_id= 0, keysize= <keysize>, flags= 0x0"
	oldRequest = " local= <local>, remote= <remote>, \n" +
		"    local_proxy= <lproxy>, \n    remote_proxy= <rproxy>,\n" + requestProtocol
	newRequest = " local= <local>:500, remote= <remote>:500,\n" +
		"    local_proxy= <lproxy>,\n    remote_proxy= <rproxy>,\n" + requestProtocol
	newProposal = " local= <local>:0, remote= <remote>:0,\n" +
		"    local_proxy= <lproxy>,\n    remote_proxy= <rproxy>,\n" + requestProtocol
)

var saRequest = phrase{
	sw:     IPsec,
	args:   requestArgs,
	ios124: "IPSEC(sa_request): ,\n  (key eng. msg.) OUTBOUND" + oldRequest,
	ios15:  "IPSEC(sa_request): ,\n  (key eng. msg.) OUTBOUND" + newRequest,
	iosxe:  same,
}

// SARequest is logged when a packet needs an SA that does not exist.
func SARequest(q Request) Line { return saRequest.line(Conn{}, q.args()...) }

var (
	validateProposal = phrase{
		sw:     IPsec,
		args:   "part",
		ios124: "IPSEC(validate_proposal_request): proposal part #<part>",
		ios15:  same,
		iosxe:  same,
	}
	validateProposalPart = phrase{
		sw:     IPsec,
		args:   requestArgs + " part",
		ios124: "IPSEC(validate_proposal_request): proposal part #<part>,\n  (key eng. msg.) INBOUND" + oldRequest,
		ios15:  "IPSEC(validate_proposal_request): proposal part #<part>,\n  (key eng. msg.) INBOUND" + newProposal,
		iosxe:  same,
	}
)

// ValidateProposal shows a part of a proposal that IPsec is asked to accept, the first or another; its lifetimes are still 0.
func ValidateProposal(part int, q Request) []Line {
	q.Seconds, q.Kilobytes = 0, 0
	return []Line{validateProposal.line(Conn{}, number(part)), validateProposalPart.line(Conn{}, append(q.args(), number(part))...)}
}

var proxyMatch = phrase{
	sw:   IPsec,
	args: "src dst protocol sport dport",
	ios124: "Crypto mapdb : proxy_match\n\tsrc addr     : <src>\n\tdst addr     : <dst>\n\tprotocol     : <protocol>\n\tsrc " +
		"port     : <sport>\n\tdst port     : <dport>",
	ios15: same,
	iosxe: "Crypto mapdb : proxy_match\n        src addr     : <src>\n        dst addr     : <dst>\n" +
		"        protocol     : <protocol>\n        src port     : <sport>\n        dst port     : <dport>",
}

// ProxyMatch is the search for the crypto map entry; protocol is 0 for any while a proposal
// is checked and 256 when the SAs are made.
func ProxyMatch(local, remote Proxy, protocol int) Line {
	return proxyMatch.line(Conn{}, local.address(), remote.address(), number(protocol), port(local.Port), port(remote.Port))
}

var mapAccepted = phrase{
	sw:    IPsec,
	args:  "map seq",
	ios15: "(ipsec_process_proposal)Map Accepted: <map>, <seq>",
	iosxe: same,
}

func MapAccepted(cryptoMap string, seq int) Line {
	return mapAccepted.line(Conn{}, text(cryptoMap), number(seq))
}

var requestTimerFired = phrase{
	sw:   IPsec,
	args: "count local remote lproxy rproxy",
	ios124: "IPSEC(key_engine): request timer fired: count = <count>,\n  (identity) local= <local>, remote= <remote>, \n" +
		"    local_proxy= <lproxy>, \n    remote_proxy= <rproxy>",
	ios15: "IPSEC(key_engine): request timer fired: count = <count>,\n  (identity) local= <local>:0, remote= <remote>:0,\n" +
		"    local_proxy= <lproxy>,\n    remote_proxy= <rproxy>",
	iosxe: "IPSEC:(SESSION_ID = 1) (key_engine) request timer fired: count = <count>,\n" +
		"  (identity) local= <local>:0, remote= <remote>:0,\n" +
		"    local_proxy= <lproxy>,\n    remote_proxy= <rproxy>",
}

// RequestTimerFired: IKE has not answered SARequest for 30 s; count 2 ends the request.
func RequestTimerFired(q Request, count int) Line {
	return requestTimerFired.line(Conn{}, number(count), addr(q.Local), addr(q.Remote), q.LocalProxy.arg(), q.RemoteProxy.arg())
}

var noMatchingMap = phrase{
	sw:     IPsec,
	ios124: "map_db_find_best did not find matching map",
	ios15:  same,
	iosxe:  same,
}

func NoMatchingMap() Line { return noMatchingMap.line(Conn{}) }

var proxyNotSupported = phrase{
	sw:     IPsec,
	ios124: "IPSEC(ipsec_process_proposal): proxy identities not supported",
	ios15:  same,
	iosxe:  same,
}

// ProxyNotSupported goes with ErrorProxies.
func ProxyNotSupported() Line { return proxyNotSupported.line(Conn{}) }

var transformNotSupported = phrase{
	sw:     IPsec,
	args:   "transform",
	ios124: "IPSEC(ipsec_process_proposal): transform proposal not supported for identity: \n    {<transform> }",
	ios15:  same,
	iosxe:  same,
}

// TransformNotSupported goes with ErrorTransform; the transform is written as in Request.
func TransformNotSupported(transform string) Line {
	return transformNotSupported.line(Conn{}, text(transform))
}
