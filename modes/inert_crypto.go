package modes

// Parts of the crypto configuration that nothing here follows from: remote access, dynamic
// maps, tunnel profiles.
var (
	ISAKMPPeer   = inertMode("config-isakmp-peer", "Crypto ISAKMP Peer configuration commands:", Global)
	ISAKMPGroup  = inertMode("config-isakmp-group", "ISAKMP group policy config commands:", Global)
	DynamicMap   = inertMode("config-crypto-map", "Crypto Map configuration commands:", Global)
	OtherMap     = inertMode("config-crypto-map", "Crypto Map configuration commands:", Global) // entries that are not IKEv1's, or not IPv4's
	IPsecProfile = inertMode("ipsec-profile", "Crypto Map configuration commands:", Global)
	EasyVPN      = inertMode("config-crypto-ezvpn", "Crypto IPSEC Client EZVPN configuration commands:", Global)
	Identity     = inertMode("config-crypto-identity", "Crypto identity configuration commands:", Global)
	PublicKeys   = inertMode("config-pubkey-chain", "Public key chain configuration commands:", Global)
	PublicKey    = inertMode("config-pubkey-key", "Public key configuration commands:", PublicKeys)
	KeyString    = inertMode("config-pubkey", "Key string:", PublicKey)
	GDOIGroup    = inertMode("config-gkm-group", "Crypto GKM Group configuration commands:", Global)
)

// dynamicEntries is the place of crypto map entries that dynamic maps fill: the last.
const dynamicEntries = "crypto map dynamic"

func init() {
	Global.family(cryptoHelp).
		lines(
			`*crypto engine {aim aim-slot:<0-9> | onboard onboard-slot:<0-9> | slot slot:<0-9> | nm nm-slot:<0-9> | accelerator [accelerator-slot:<0-9>]}`,
			`crypto call admission limit {ike sa sas:<0-99999> | load load:<0-100000>}`,
			`crypto isakmp xauth timeout ~ secs:<5-90>`, `crypto isakmp disconnect-revoked-peers`, `crypto isakmp diagnose error ~ [count:<1-100>]`,
			`crypto isakmp client configuration address-pool local ~ pool:WORD`, `crypto isakmp fragmentation`,
		).
		opens(`crypto isakmp peer {address addr:A.B.C.D | hostname host:WORD | address-ipv6=address ipv6 addr6:X:X:X:X::X} [vrf vrf-name:WORD]`, ISAKMPPeer).
		opens(`crypto isakmp client configuration group name:WORD`, ISAKMPGroup).
		lines(
			`crypto ipsec security-association replay disable`,
			`crypto ipsec security-association multi-sn`, `crypto ipsec security-association dummy ~ {pps pps:<0-25> | seconds secs:<1-3600>}`, `crypto ipsec security-association ecn ~ {discard | propogate}`,
			`crypto ipsec fragmentation ~ {after-encryption | before-encryption}`, `crypto ipsec optional ~ [retry secs:<60-86400>]`,
		).
		besides(`crypto ipsec security-association replay window-size 64`, `crypto ipsec security-association replay window-size ~ {64 | 128 | 256 | 512 | 1024}`).
		besides(`crypto ipsec df-bit copy`, `crypto ipsec df-bit ~ {clear | copy | set}`).
		lines(`+crypto ipsec nat-transparency udp-encapsulation`, `crypto ipsec nat-transparency spi-matching`).
		opens(`crypto ipsec profile name:WORD`, IPsecProfile).
		opens(`-crypto ipsec client ezvpn name:WORD`, EasyVPN).
		opens(`crypto gdoi group name:WORD`, GDOIGroup).
		opens(`-crypto gkm group name:WORD`, GDOIGroup).
		opens(`crypto identity-list=identity name:WORD`, Identity).
		opens(`crypto long-term=key pubkey-chain rsa`, PublicKeys).
		lines(`crypto isakmp performance`, `crypto mib ipsec flowmib history tunnel size ~ tunnels:<0-200>`, `crypto mib ipsec flowmib history failure size ~ failures:<0-200>`,
			`crypto provisioning {petitioner | registrar}`, `crypto vpn anyconnect url:WORD sequence rank:<1-9>`, `crypto wui tti petitioner`,
			`crypto xauth interface:INTERFACE`,
		).
		opens(`crypto dynamic-map name:WORD sequence:<1-65535>`, DynamicMap).
		lines(
			`crypto isakmp preshared=key [type0=0 | 6] clear-text:WORD for=address address-ipv6=ipv6 ~ prefix6:X:X:X:X::X/<0-128> [no-xauth]`,
			`crypto map name:WORD client authentication list ~ list:WORD`, `crypto map name:WORD client accounting list ~ list:WORD`, `crypto map name:WORD client configuration address {initiate | respond}`,
			`crypto map name:WORD of-isakmp=isakmp authorization list ~ list:WORD`, `crypto map name:WORD redundancy replay-interval inbound ~ in-packets:<0-10000> outbound out-packets:<1000-10000>`, `-crypto map name:WORD gdoi fail-close`,
		)
	Global.family(cryptoHelp).
		opens(`crypto map name:WORD sequence:<1-65535> {entry-gdoi=gdoi | ipsec-manual}`, OtherMap).
		opens(`crypto map map-ipv6=ipv6 name:WORD sequence:<1-65535> {entry-gdoi=gdoi | ipsec-isakmp | ipsec-manual}`, OtherMap)
	Global.family(cryptoHelp).add(inertCommand{place: dynamicEntries, blank: true,
		syntax: `crypto map name:WORD sequence:<1-65535> ipsec-isakmp ~ {dynamic dynamic-name:WORD [discover] | profile profile-name:WORD}`})
	ISAKMPPeer.family(cryptoHelp).lines(`description ~ text:LINE`, `set aggressive-mode client-endpoint ~ {fqdn fqdn:WORD | ipv4-address addr:A.B.C.D | user-fqdn user-fqdn-name:WORD}`, `set aggressive-mode password ~ [type0=0 | 6] password:LINE`)
	ISAKMPPeer.exits("isakmp peer configuration mode")
	ISAKMPGroup.family(cryptoHelp).lines(`key ~ [type0=0 | 6] key:WORD`, `dns ~ addrs:A.B.C.D...`, `wins ~ addrs:A.B.C.D...`, `domain ~ name:WORD`, `pool ~ name:WORD`, `acl ~ list:WORD`, `firewall are-u-there`, `group-lock`, `include-local-lan`, `save-password`,
		`max-users ~ number:<1-5000>`, `max-logins ~ number:<1-10>`, `netmask ~ mask:A.B.C.D`, `pfs`, `split-dns name:WORD`, `backup-gateway gateway:WORD`, `banner ~ text:LINE`, `access-restrict interface:INTERFACE`, `dhcp server addr:A.B.C.D`, `dhcp timeout ~ secs:<4-30>`, `dhcp giaddr ~ addr:A.B.C.D`, `auto-update client ~ rest:LINE`, `configuration url ~ url:WORD`, `configuration version ~ number:<1-32767>`, `crypto aaa attribute list ~ list:WORD`)
	ISAKMPGroup.exits("ISAKMP client group policy configuration mode")
	before, behind := []string{
		`description ~ text:LINE`,
		`set peer {addr:A.B.C.D | host:WORD [dynamic]} [default]`, `set ip access-group list:WORD {in | out}`,
		`set security-association lifetime kilobytes ~ {kb:<2560-4294967295> | disable}`, `set security-association lifetime seconds ~ secs:<120-2592000>`, `set security-association idle-time ~ secs:<60-86400> [default]`,
		`set security-association level per-host`, `set security-association replay ~ {disable | window-size {64 | 128 | 256 | 512 | 1024}}`, `set security-association dummy ~ {pps pps:<0-25> | seconds secs:<1-3600>}`, `set security-association ecn ~ {discard | propogate}`, `set security-policy limit ~ number:<1-50000>`,
	}, []string{
		`set pfs ~ {group1 | group2 | group5 | group14 | group15 | group16 | group19 | group20 | group21 | group24}`,
		`set identity ~ name:WORD`, `set isakmp-profile ~ name:WORD`, `set ikev2-profile ~ name:WORD`, `set nat demux`, `set mixed-mode`, `set mtu ~ bytes:<256-9216>`, `set reverse-route ~ {distance distance:<1-255> | tag tag-number:<1-4294967295> | gateway addr:A.B.C.D}`,
		`match address ~ {number:<100-199> | expanded:<2000-2699> | name:WORD}`,
		`reverse-route ~ [static | remote-peer [remote-addr:A.B.C.D [gateway gateway-addr:A.B.C.D]]]`, `qos pre-classify`, `dialer pre-classify`, `responder-only`,
	}
	for m, what := range map[*Mode]string{DynamicMap: "crypto map configuration mode", OtherMap: "crypto map configuration mode", IPsecProfile: "Crypto ipsec profile configuration mode"} {
		m.family(cryptoHelp).lines(before...).blankEnded(`set transform-set ~ names:WORD...`).lines(behind...)
		m.exits(what)
		m.asTyped = false
	}
	OtherMap.family(cryptoHelp).lines(`set group ~ group:WORD`, `set session-key {inbound | outbound} {ah | esp} spi:<256-4294967295> ~ rest:LINE`)
	Identity.family(cryptoHelp).lines(`description ~ text:LINE`, `dn name:LINE`, `fqdn name:WORD`)
	Identity.exits("crypto identity configuration mode")
	PublicKeys.family(cryptoHelp).opensList(`addressed-key addr:A.B.C.D [encryption | signature]`, PublicKey).opensList(`named-key name:WORD [encryption | signature]`, PublicKey)
	PublicKeys.exits("public key chain configuration mode")
	PublicKey.family(cryptoHelp).lines(`address ~ addr:A.B.C.D`).opensList(`key-string`, KeyString)
	PublicKey.exits("public key configuration mode")
	KeyString.family(cryptoHelp).often(`words:HEX...`)
	KeyString.exits("key string", "quit")
	EasyVPN.family(cryptoHelp).lines(`connect ~ {auto | manual | acl list:WORD}`, `group ~ group:WORD key [type0=0 | 6] key:WORD`, `mode ~ {client | network-extension | network-plus}`, `peer {addr:A.B.C.D | host:WORD} [default]`, `xauth userid mode ~ {interactive | http-intercept | local}`, `username ~ user:WORD password [type0=0 | 6] password:WORD`,
		`acl ~ list:WORD`, `local-address ~ interface:INTERFACE`, `virtual-interface ~ [number:<1-1000>]`, `nat allow`, `nat acl ~ list:WORD`, `flow allow acl ~ list:WORD`, `backup name:WORD track object:<1-1000>`, `idletime ~ secs:<60-86400>`)
	EasyVPN.exits("Crypto EzVPN configuration mode")
	GDOIGroup.family(cryptoHelp).lines(`identity number ~ number:<0-2147483647>`, `identity address ipv4 ~ addr:A.B.C.D`, `server address ipv4 addr:A.B.C.D`, `client registration interface ~ interface:INTERFACE`, `client protocol ~ {gdoi | gikev2 name:WORD}`, `client rekey encryption ~ ciphers:LINE`, `client rekey hash ~ hashes:LINE`)
	GDOIGroup.exits("group configuration mode")
	CryptoMap.family(cryptoHelp).lines(`reverse-route ~ [static | remote-peer [remote-addr:A.B.C.D [gateway gateway-addr:A.B.C.D]]]`, `qos pre-classify`, `dialer pre-classify`,
		`set identity ~ name:WORD`, `set ikev2-profile ~ name:WORD`, `set ip access-group list:WORD {in | out}`, `set nat demux`, `set reverse-route ~ {distance distance:<1-255> | tag tag-number:<1-4294967295> | gateway addr:A.B.C.D}`,
		`set security-association level per-host`, `set security-association replay ~ {disable | window-size {64 | 128 | 256 | 512 | 1024}}`)
}
