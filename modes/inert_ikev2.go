package modes

// IKEv2: kept, not spoken.
var (
	IKEv2Proposal = inertMode("config-ikev2-proposal", "IKEv2 Proposal commands:", Global)
	IKEv2Policy   = inertMode("config-ikev2-policy", "IKEv2 Policy commands:", Global)
	IKEv2Keyring  = inertMode("config-ikev2-keyring", "IKEv2 Keyring commands:", Global)
	IKEv2Peer     = inertMode("config-ikev2-keyring-peer", "IKEv2 Keyring Peer commands:", IKEv2Keyring)
	IKEv2Profile  = inertMode("config-ikev2-profile", "IKEv2 profile commands:", Global)
	IKEv2Author   = inertMode("config-ikev2-author-policy", "IKEv2 Authorization Policy commands:", Global)
	IKEv2Client   = inertMode("config-ikev2-flexvpn", "FlexVPN client commands:", Global)
)

func init() {
	Global.family(ikev2Help).
		opens(`crypto ikev2 authorization policy name:WORD`, IKEv2Author).
		opens(`crypto ikev2 proposal name:WORD`, IKEv2Proposal).
		opens(`crypto ikev2 policy name:WORD`, IKEv2Policy).
		opens(`crypto ikev2 keyring name:WORD`, IKEv2Keyring).
		opens(`crypto ikev2 profile name:WORD`, IKEv2Profile).
		opens(`crypto ikev2 client flexvpn name:WORD`, IKEv2Client).
		lines(`crypto ikev2 dpd ~ secs:<10-3600> retry-secs:<2-60> {on-demand | periodic}`, `crypto ikev2 nat keepalive ~ secs:<5-3600>`, `crypto ikev2 window ~ number:<1-200>`, `crypto ikev2 limit {max-sa max-sa-number:<1-50000> | max-in-negotiation-sa negotiations:<10-99999>}`, `crypto ikev2 cookie-challenge ~ number:<1-1000>`,
			`crypto ikev2 fragmentation ~ [mtu bytes:<68-1500>]`, `crypto ikev2 http-url cert`, `crypto ikev2 certificate-cache ~ number:<1-2000>`, `crypto ikev2 diagnose error ~ [count:<1-100>]`, `crypto ikev2 redirect ~ {client | gateway init}`, `crypto ikev2 name-mangler name:WORD`)
	IKEv2Proposal.family(ikev2Help).lines(`encryption ~ ciphers:WORD...`, `integrity ~ hashes:WORD...`, `prf ~ hashes:WORD...`, `group ~ groups:<1-24>...`)
	IKEv2Proposal.exits("IKEv2 Proposal configuration mode")
	IKEv2Policy.family(ikev2Help).lines(`match address local {addr:A.B.C.D | interface:INTERFACE}`, `match fvrf {any | vrf-name:WORD}`, `proposal name:WORD`)
	IKEv2Policy.exits("IKEv2 policy configuration mode")
	IKEv2Keyring.family(ikev2Help).opens(`peer name:WORD`, IKEv2Peer)
	IKEv2Keyring.exits("IKEv2 keyring configuration mode")
	IKEv2Peer.family(ikev2Help).lines(`description ~ text:LINE`, `hostname ~ name:WORD`, `address ~ {addr:A.B.C.D [mask:A.B.C.D] | prefix6:X:X:X:X::X/<0-128>}`, `identity ~ {address id-addr:A.B.C.D | fqdn {domain domain-name:WORD | fqdn:WORD} | email {email-domain=domain email-domain-name:WORD | email:WORD} | key-id key-id-text:WORD}`, `pre-shared-key {local | remote} ~ [type0=0 | 6 | hex] key:WORD`, `pre-shared-key ~ [type0=0 | 6 | hex] key:WORD`)
	IKEv2Peer.exits("IKEv2 Keyring peer configuration mode")
	IKEv2Profile.family(ikev2Help).lines(`description ~ text:LINE`, `match identity remote {address addr:A.B.C.D [mask:A.B.C.D] | fqdn {domain domain-name:WORD | fqdn:WORD} | email {email-domain=domain email-domain-name:WORD | email:WORD} | key-id key-id-text:WORD | any}`, `match address local {addr:A.B.C.D | interface:INTERFACE}`, `match fvrf ~ {any | vrf-name:WORD}`, `match certificate name:WORD`,
		`identity local ~ {address addr:A.B.C.D | fqdn fqdn:WORD | email email:WORD | dn | key-id key-id-text:WORD}`, `authentication {local | remote} ~ {pre-share [key [type0=0 | 6] key:WORD] | rsa-sig | ecdsa-sig | eap [query-identity]}`, `keyring {local | aaa} ~ name:WORD`, `pki trustpoint name:WORD [sign | verify]`, `lifetime ~ secs:<120-86400>`, `dpd ~ secs:<10-3600> retry-secs:<2-60> {on-demand | periodic}`, `ivrf ~ vrf-name:WORD`,
		`nat {keepalive secs:<5-3600> | force-encap}`, `virtual-template ~ number:<1-4095> [mode auto]`, `aaa authorization {group | user} {cert | eap | psk} {list list:WORD | list-default=list default} [policy:WORD]`, `aaa authentication eap ~ list:WORD`, `aaa accounting {eap | psk | cert | any} ~ list:WORD`, `initial-contact force`, `config-exchange {request | set {accept | send}}`, `redirect gateway auth`, `reconnect ~ [timeout reconnect-secs:<1-86400>]`, `shutdown`)
	IKEv2Profile.exits("IKEv2 profile configuration mode")
	IKEv2Author.family(ikev2Help).lines(`pool ~ name:WORD`, `dns ~ addrs:A.B.C.D...`, `wins ~ addrs:A.B.C.D...`, `def-domain ~ name:WORD`, `netmask ~ mask:A.B.C.D`, `banner ~ text:LINE`, `split-dns name:WORD`, `*route set interface ~ [interface:INTERFACE]`, `route set access-list ~ [ipv6] list:WORD`, `route set remote {ipv4 addr:A.B.C.D mask:A.B.C.D | ipv6 prefix6:X:X:X:X::X/<0-128>}`, `*route accept any ~ &{distance distance:<1-255> | tag tag-number:<1-4294967295>}`,
		`include-local-lan`, `pfs`, `session-lifetime ~ secs:<120-86400>`, `dhcp {server addr:A.B.C.D | timeout secs:<4-30>}`, `backup-gateway name:WORD`, `aaa attribute list ~ list:WORD`, `configuration url ~ url:WORD`)
	IKEv2Author.exits("IKEv2 authorization policy configuration mode")
	IKEv2Client.family(ikev2Help).lines(`peer sequence:<1-500> {addr:A.B.C.D | fqdn fqdn:WORD [dynamic]} [track object:<1-1000>]`, `connect ~ {auto | manual | track object:<1-1000>}`, `client connect ~ interface:INTERFACE`, `client inside interface:INTERFACE`, `source sequence:<1-5> interface:INTERFACE [track object:<1-1000>]`, `peer reactivate`, `backup group ~ {number:<1-2147483647> | default}`)
	IKEv2Client.exits("FlexVPN client configuration mode")
}
