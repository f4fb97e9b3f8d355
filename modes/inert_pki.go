package modes

// Certificates: kept, never used.
var (
	Trustpoint        = inertMode("ca-trustpoint", "Certificate Authority Server configuration commands:", Global)
	CertificateMap    = inertMode("ca-certificate-map", "Certificate map commands:", Global)
	CertificateChain  = inertMode("config-cert-chain", "Certificate chain configuration commands:", Global)
	Certificate       = inertMode("config-pubkey", "Certificate data:", CertificateChain)
	CertificateServer = inertMode("cs-server", "Certificate Server configuration commands:", Global)
	CertificatePool   = inertMode("config-cert-pool", "Certificate pool configuration commands:", Global)
)

func init() {
	for _, words := range []string{"crypto pki", "-crypto ca"} { // ca is the older word, which is only read
		f := Global.family(pkiHelp)
		f.opens(words+` server name:WORD`, CertificateServer).
			opens(words+` trustpoint name:WORD`, Trustpoint).
			opens(words+` profile enrollment name:WORD`, Trustpoint).
			opens(words+` certificate map name:WORD sequence:<1-65535>`, CertificateMap).
			opens(words+` certificate chain name:WORD`, CertificateChain).
			opens(words+` certificate pool`, CertificatePool)
	}
	Global.family(pkiHelp).lines(`crypto pki token default removal timeout ~ secs:<0-480>`, `crypto pki token default {lock | secondary} rest:LINE`)
	Trustpoint.family(pkiHelp).lines(
		`enrollment url ~ url:WORD [pem] [vrf vrf-name:WORD]`, `enrollment terminal ~ [pem]`, `enrollment selfsigned`, `enrollment retry {count count:<1-100> | period minutes:<1-60>}`, `enrollment mode ra`, `enrollment profile ~ name:WORD`, `enrollment pkcs12`, `enrollment http-proxy ~ name:WORD port:<0-65535>`,
		`usage ~ {ike [then-ssl=ssl-client] | ssl-client | ssl-server}`, `serial-number ~ [none]`, `ip-address ~ {none | addr:A.B.C.D | interface:INTERFACE}`, `fqdn ~ {none | name:WORD}`, `password ~ [type0=0 | 7] password:WORD`, `subject-name ~ name:LINE`, `subject-alt-name ~ name:LINE`, `revocation-check ~ {none | crl [then-crl-none=none | then-ocsp=ocsp [then-ocsp-none=none]] | ocsp [ocsp-then-none=none | ocsp-then-crl=crl [ocsp-crl-none=none]]}`,
		`crl query ~ url:WORD`, `crl optional`, `crl cache ~ {none | delete-after minutes:<1-43200>}`, `ocsp url ~ url:WORD`, `ocsp disable-nonce`, `rsakeypair ~ name:WORD [bits:<360-4096> [encryption-bits:<360-4096>]]`, `eckeypair ~ name:WORD`, `auto-enroll ~ [percent:<1-100>] [regenerate]`, `source interface ~ interface:INTERFACE`, `vrf ~ vrf-name:WORD`,
		`chain-validation ~ {continue parent:WORD | stop}`, `hash ~ {md5 | sha1 | sha256 | sha384 | sha512}`, `match certificate name:WORD [allow expired-certificate]`, `fingerprint ~ digits:WORD`, `authorization list ~ name:WORD`, `authorization username ~ rest:LINE`, `storage ~ place:WORD`, `on ~ place:WORD`, `regenerate`, `primary`, `registration retry rest:LINE`, `authentication {terminal | url url:WORD}`)
	Trustpoint.exits("certificate authority trustpoint entry mode")
	CertificateMap.family(pkiHelp).lines(`{subject-name | issuer-name | unstructured-subject-name | alt-subject-name | name} {co | eq | nc | ne} text:LINE`, `serial-number {co | eq} text:WORD`, `{expires-on | valid-start} {lt | gt} date:LINE`)
	CertificateMap.exits("certificate map configuration mode")
	CertificateChain.family(pkiHelp).opens(`certificate {self-signed self-serial:HEX | ca ca-serial:HEX | rollback rollback-serial:HEX | serial:HEX} [file:WORD]`, Certificate)
	CertificateChain.exits("crypto certificate chain mode")
	Certificate.family(pkiHelp).often(`words:HEX...`)
	Certificate.indent = 2
	Certificate.exits("certificate data", "quit")
	Certificate.closing = "\tquit"
	CertificateServer.family(pkiHelp).lines(`database level ~ {minimum | names | complete}`, `database archive ~ {pem [pem-type0=password password:LINE] | pkcs12}`, `database url ~ url:LINE`, `issuer-name ~ name:LINE`, `grant ~ {auto [rollback ca-cert | trustpoint name:WORD] | none | ra-auto}`, `lifetime {ca-certificate | certificate | crl | enrollment-request} ~ days:<0-7305>`, `hash ~ {md5 | sha1 | sha256 | sha384 | sha512}`, `cdp-url ~ url:WORD`, `auto-rollover ~ [days:<1-1826>]`, `eku ~ words:WORD...`, `mode ra`, `*shutdown`)
	CertificateServer.exits("Certificate Server configuration mode")
	CertificatePool.family(pkiHelp).lines(`cabundle {nvram-file:WORD}`, `revocation-check ~ {none | crl | ocsp}`, `source interface ~ interface:INTERFACE`)
	CertificatePool.exits("certificate pool mode")
}
