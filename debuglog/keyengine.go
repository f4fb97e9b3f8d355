package debuglog

import "net/netip"

// The key engine: what IPsec says of SAs that IKE brings and takes.

var keyEngineEvent = phrase{
	sw:     IPsec,
	args:   "count",
	ios124: "IPSEC(key_engine): got a queue event...",
	ios15:  "IPSEC(key_engine): got a queue event with <count> KMI message(s)",
	iosxe:  same,
}

func KeyEngineEvent(count int) Line { return keyEngineEvent.line(Conn{}, number(count)) }

var spiResponse = phrase{
	sw:     IPsec,
	args:   "spi local remote protocol",
	ios124: "IPSEC(spi_response): getting spi <spi> for SA\n\tfrom <local> to <remote> for prot <protocol>",
}

// SPIResponse gives the responder its SPI for a protocol of RFC 2407 section 4.4.1: 2 is AH, 3 ESP. Only 12.4 says it.
func SPIResponse(inbound uint32, local, remote netip.Addr, protocol int) Line {
	return spiResponse.line(Conn{}, decimal(uint64(inbound)), addr(local), addr(remote), number(protocol))
}

var mapFound = phrase{
	sw:    IPsec,
	args:  "map seq",
	ios15: "IPSEC(crypto_ipsec_create_ipsec_sas): Map found <map>, <seq>",
	iosxe: same,
}

func MapFound(cryptoMap string, seq int) Line {
	return mapFound.line(Conn{}, text(cryptoMap), number(seq))
}

var noOldOutboundSA = phrase{
	sw:    IPsec,
	args:  "peer",
	iosxe: "IPSEC(get_old_outbound_sa_for_peer): No outbound SA found for peer <peer>",
}

func NoOldOutboundSA(peer Pointer) Line { return noOldOutboundSA.line(Conn{}, pointer(peer)) }

// A SA is one direction of an IPsec SA.
type SA struct {
	Dest                    netip.Addr // the local address if inbound
	Header                  bool       // as in Request
	SPI                     uint32
	Transform               string // as in Request
	Conn                    int
	Kilobytes, Seconds      uint32
	Local, Remote           netip.Addr
	LocalProxy, RemoteProxy Proxy
}

func (s SA) args() []arg {
	return []arg{
		addr(s.Dest), spi(s.SPI), decimal(uint64(s.SPI)), text(s.Transform), number(s.Conn),
		decimal(uint64(s.Kilobytes)), decimal(uint64(s.Seconds)),
		addr(s.Local), addr(s.Remote), s.LocalProxy.arg(), s.RemoteProxy.arg(), number(protocolNumber(s.Header)),
	}
}

// protocolNumber is that of ESP or AH in the IP header.
func protocolNumber(header bool) int { return map[bool]int{false: 50, true: 51}[header] }

const (
	saArgs  = "dest spi spid transform conn kilobytes seconds local remote lproxy rproxy protocol"
	saBlock = ",\n  (sa) sa_dest= <dest>, sa_proto= <protocol>, \n    sa_spi= 0x<spi>(<spid>), \n" +
		"    sa_trans= <transform> , sa_conn_id= <conn>"
	saIdentity = "\n    sa_lifetime(k/sec)= (<kilobytes>/<seconds>),\n" +
		"  (identity) local= <local>:0, remote= <remote>:0,\n    local_proxy= <lproxy>,\n    remote_proxy= <rproxy>"
)

var createSA = phrase{
	sw:     IPsec,
	args:   saArgs,
	ios124: "IPSEC(create_sa): sa created" + saBlock,
	ios15:  same,
	iosxe:  "IPSEC(create_sa): sa created" + saBlock + saIdentity,
}

// CreateSA is logged for the inbound SA, then for the outbound one, whose conn id is the next.
func CreateSA(s SA) Line { return createSA.line(Conn{}, s.args()...) }

var deleteSA = phrase{
	sw:     IPsec,
	args:   saArgs,
	ios124: "IPSEC(delete_sa): deleting SA" + saBlock,
	ios15:  same,
	iosxe:  "IPSEC(delete_sa): deleting SA" + saBlock + saIdentity,
}

// DeleteSA is CreateSA's counterpart.
func DeleteSA(s SA) Line { return deleteSA.line(Conn{}, s.args()...) }

var enableOutbound = phrase{
	sw:     IPsec,
	ios124: "IPSEC(key_engine_enable_outbound): rec'd enable notify from ISAKMP",
	ios15:  same,
	iosxe:  same,
}

// EnableOutbound: quick mode is complete for the responder, which may send now.
func EnableOutbound() Line { return enableOutbound.line(Conn{}) }

var updatedOutboundSA = phrase{
	sw:    IPsec,
	args:  "peer spi",
	ios15: "IPSEC(update_current_outbound_sa): updated peer <peer> current outbound sa to SPI <spi>",
}

func UpdatedOutboundSA(peer netip.Addr, outbound uint32) Line {
	return updatedOutboundSA.line(Conn{}, addr(peer), spi(outbound))
}

var (
	initializeSA = phrase{
		sw:   IPsec,
		args: requestArgs + " direction spi spid conn flags",
		ios124: "IPSEC(initialize_sas): ,\n  (key eng. msg.) <direction> local= <local>, remote= <remote>, \n" +
			"    local_proxy= <lproxy>, \n    remote_proxy= <rproxy>,\n    protocol= <protocol>, transform= <transform>  (<mode>), \n" +
			"    lifedur= <seconds>s and <kilobytes>kb, \n    spi= 0x<spi>(<spid>), conn_id= <conn>, keysize= <keysize>, flags= 0x<flags>",
	}
	keiProxy = phrase{
		sw:     IPsec,
		args:   "map ivrf",
		ios124: "IPSEC(kei_proxy): head = <map>, map->ivrf = <ivrf>, kei->ivrf = <ivrf>",
	}
	reconnecting = phrase{
		sw:     IPsec,
		args:   "peer",
		ios124: "IPSEC(crypto_ipsec_sa_find_ident_head): reconnecting with the same proxies and <peer>",
		ios15:  "IPSEC(crypto_ipsec_sa_find_ident_head): reconnecting with the same proxies and peer <peer>",
	}
	addIdentity = phrase{
		sw:     IPsec,
		args:   "src dst port",
		ios124: "IPSEC(add mtree): src <src>, dest <dst>, dest_port <port>",
		ios15:  "IPSEC(policy_db_add_ident): src <src>, dest <dst>, dest_port <port>",
	}
)

// InitializeSAs is what 12.4 is told to make of one protocol, in both directions.
func InitializeSAs(q Request, in, out SA) []Line {
	one := func(direction string, s SA, flags uint64) Line {
		args := append(q.args(), text(direction), spi(s.SPI), decimal(uint64(s.SPI)), number(s.Conn), hex(flags))
		return initializeSA.line(Conn{}, args...)
	}
	return []Line{one("INBOUND", in, 0x13), one("OUTBOUND", out, 0x1B)}
}

// InitializedFor follows: for which crypto map and inside VRF.
func InitializedFor(cryptoMap, ivrf string) Line {
	return keiProxy.line(Conn{}, text(cryptoMap), text(ivrf))
}

// AddedIdentity notes the proxies that the SAs are for. XE does not say it.
func AddedIdentity(peer netip.Addr, local, remote Proxy) []Line {
	return []Line{reconnecting.line(Conn{}, addr(peer)), addIdentity.line(Conn{}, local.address(), remote.address(), port(remote.Port))}
}

var receivedDeleteNotify = phrase{
	sw:     IPsec,
	ios124: "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP",
	ios15:  same,
	iosxe:  same,
}

// ReceivedDeleteNotify: IKE tells that SAs are to go.
func ReceivedDeleteNotify() Line { return receivedDeleteNotify.line(Conn{}) }

var deleteSAWithSPI = phrase{
	sw:     IPsec,
	args:   "spi peer protocol",
	ios124: "IPSEC(key_engine_delete_sas): delete SA with spi 0x<spi> proto <protocol> for <peer>",
	ios15:  same,
	iosxe:  same,
}

// DeleteSAWithSPI names an SA of ESP, or of an Authentication Header, that is to go.
func DeleteSAWithSPI(outbound uint32, header bool, peer netip.Addr) Line {
	return deleteSAWithSPI.line(Conn{}, spi(outbound), addr(peer), number(protocolNumber(header)))
}

var siblingExpiring = phrase{
	sw:     IPsec,
	args:   "spi",
	ios124: "IPSEC(early_age_out_sibling): sibling outbound SPI <spi> expiring in 30 seconds due to it's a duplicate SA in SADB",
	ios15:  same,
	iosxe:  same,
}

// SiblingExpiring: a rekey has made this outbound SA redundant.
func SiblingExpiring(outbound uint32) Line { return siblingExpiring.line(Conn{}, spi(outbound)) }
