package shell

import (
	"testing"
)

// Lists of the crypto commands, row by row as routers print them. Our own are dpd and
// keepalive; ikev2 and ca certificates are known to 15.x, not to the router of the capture.
func TestCryptoHelp(t *testing.T) {
	for _, c := range []struct{ in, text, want string }{
		{"!", "crypto ", `  call          Configure Crypto Call Admission Control
  dynamic-map   Specify a dynamic crypto map template
  engine        Enter a crypto engine configurable menu
  gdoi          Configure GKM (Group Key Management, GDOI or G-IKEv2) Policy
  identity      Enter a crypto identity list
  ikev2         Configure IKEv2 Options
  ipsec         Configure IPSEC policy
  isakmp        Configure ISAKMP policy
  key           Long term key operations
  keyring       Key ring commands
  logging       logging messages
  map           Enter a crypto map
  mib           Configure Crypto-related MIB Parameters
  pki           Public Key components
  provisioning  Secure Device Provisioning
  vpn           Configure crypto vpn commands
  wui           Crypto HTTP configuration interfaces
  xauth         X-Auth parameters

`},
		{"!", "crypto isakmp ", `  aggressive-mode           Disable ISAKMP aggressive mode 
  client                    Set client configuration policy
  default                   ISAKMP default policy
  diagnose                  Diagnostic configuration
  disconnect-revoked-peers  Disconnect Crypto Session with Revoked Peer
  enable                    Enable ISAKMP
  fragmentation             IKE Fragmentation enabled if required
  identity                  Set the identity which ISAKMP will use
  invalid-spi-recovery      Initiate IKE and send Invalid SPI Notify
  keepalive                 Set a keepalive interval for use with IOS peers
  key                       Set pre-shared key for remote peer
  nat                       Set a nat  keepalive interval for use with IOS
                            peers
  peer                      Set Peer Policy
  performance               Enable performance statistics collection
  policy                    Set policy for an ISAKMP protection suite
  profile                   Define ISAKMP Profiles
  xauth                     Set Extended Authentication values

`},
		{"!", "crypto ipsec ", `  client                Configure a client
  df-bit                Handling of encapsulated DF bit.
  fragmentation         Handling of fragmentation of near-MTU sized packets
  nat-transparency      IPsec NAT transparency model
  optional              Enable optional encryption for IPSec
  profile               Configure an ipsec policy profile
  security-association  Security association parameters
  transform-set         Define transform and settings

`},
		{"crypto isakmp policy 1", "encryption aes ", `  128  128 bit keys.
  192  192 bit keys.
  256  256 bit keys.
  <cr>

`},
		{"!", "crypto isakmp key ", `  0     Specifies an UNENCRYPTED password will follow
  6     Specifies an ENCRYPTED password will follow
  WORD  The UNENCRYPTED (cleartext) user password

`},
		{"!", "crypto isakmp key cisco ", `  address   define shared key with IP address
  hostname  define shared key with hostname

`},
		{"!", "crypto isakmp key cisco address ", `  A.B.C.D  Peer IP address
  ipv6     define shared key with IPv6 address

`},
		{"!", "crypto isakmp key cisco address 10.0.0.2 ", `  A.B.C.D   Peer IP subnet mask
  no-xauth  Bypasses XAuth for this peer
  <cr>

`},
		{"!", "crypto map ", `  WORD  Crypto map tag
  ipv6  IPv6 crypto map

`},
		{"!", "crypto map VPN ", `  <1-65535>       Sequence to insert into crypto map entry
  client          Specify client configuration settings
  isakmp          Specify isakmp configuration settings
  isakmp-profile  Specify isakmp profile to use
  local-address   Interface to use for local address for this crypto map
  redundancy      High availability options for this map

`},
		{"!", "crypto map VPN 1 ", `  gdoi          GDOI
  ipsec-isakmp  IPSEC w/ISAKMP
  ipsec-manual  IPSEC w/manual keying
  <cr>

`},
		{"crypto map VPN 1 ipsec-isakmp", "", `Crypto Map configuration commands:
  default        Set a command to its defaults
  description    Description of the crypto map statement policy
  dialer         Dialer related commands
  exit           Exit from crypto map configuration mode
  match          Match values.
  no             Negate a command or set its defaults
  qos            Quality of Service related commands
  reverse-route  Reverse Route Injection.
  set            Set values for encryption/decryption

`},
		{"crypto map VPN 1 ipsec-isakmp", "set ", `  identity              Identity restriction.
  ikev2-profile         Specify ikev2 Profile
  ip                    Interface Internet Protocol config commands
  isakmp-profile        Specify isakmp Profile
  nat                   Set NAT translation
  peer                  Allowed Encryption/Decryption peer.
  pfs                   Specify pfs settings
  reverse-route         Reverse Route Injection.
  security-association  Security association parameters
  transform-set         Specify list of transform sets in priority order

`},
		{"crypto map VPN 1 ipsec-isakmp", "set peer ", `  A.B.C.D     IP address of peer
  WORD        Host name of the peer
  X:X:X:X::X  IPv6 address of peer

`},
		{"crypto map VPN 1 ipsec-isakmp", "match address ", `  <100-199>    IP access-list number
  <2000-2699>  IP access-list number (expanded range)
  WORD         Access-list name

`},
		{"interface gi0/0", "crypto ", `  ipsec  Configure IPSEC policy
  map    Assign a Crypto Map

`},
		{"!", "crypto isakmp keepalive ", `  <10-3600>  Number of seconds between keep alives

`},
		{"!", "crypto isakmp keepalive 10 ", `  <2-60>     Number of seconds between retries if keepalive fails
  on-demand  send DPD messages only when there is traffic to send (default)
  periodic   send DPD messages at regular intervals
  <cr>

`},
		{"!", "crypto isakmp keepalive 10 3 ", `  on-demand  send DPD messages only when there is traffic to send (default)
  periodic   send DPD messages at regular intervals
  <cr>

`},
		{"", "clear crypto ", `  call     Reset call admission statistics
  engine   crypto engine
  ipsec    Clear IPSEC state
  isakmp   Flush the ISAKMP database
  sa       Clear all crypto SAs
  session  clear crypto sessions (tunnels)

`},
		{"", "clear crypto session ", `  fvrf      Front-door VRF
  isakmp    Clear crypto sessions for an ISAKMP group
  ivrf      Inside VRF
  local     Clear crypto sessions for a local crypto endpoint
  remote    Clear crypto sessions for a remote IKE peer
  username  Clear crypto sessions for a username
  <cr>

`},
		{"", "debug crypto ", `  condition  Defining conditions based debug
  engine     Crypto Engine Debug
  ha         Crypto High Availability (generic) debug
  ipsec      IPSEC processing
  isakmp     ISAKMP Key Management
  kmi        Crypto Key Management Interface
  mib        IPSEC Management Transactions
  pki        PKI Client
  routing    IPSEC Route Events
  socket     Crypto Secure Socket Debug
  verbose    verbose decode

`},
		{"", "debug crypto isakmp ", `  aaa    Crypto ISAKMP AAA
  dpd    Dead peer detection only
  error  ISAKMP errors
  ha     Crypto ISAKMP High Availability debug
  <cr>

`},
		{"", "show crypto isakmp ", `  default    Show ISAKMP default policies
  diagnose   Diagnostic outputs
  keepalive  Show keepalive settings
  key        Show ISAKMP preshared keys
  peers      Show ISAKMP peer structures
  policy     Show ISAKMP protection suite policy
  profile    Show ISAKMP profiles
  sa         Show ISAKMP Security Associations

`},
		{"ip access-list extended X", "", `Ext Access List configuration commands:
  <1-2147483647>  Sequence Number
  default         Set a command to its defaults
  deny            Specify packets to reject
  dynamic         Specify a DYNAMIC list of PERMITs or DENYs
  evaluate        Evaluate an access list
  exit            Exit from access-list configuration mode
  no              Negate a command or set its defaults
  permit          Specify packets to forward
  remark          Access list entry comment

`},
	} {
		before := []string{"enable"}
		if c.in != "" {
			before = append(before, "configure terminal", c.in)
		}
		wantHelp(t, before, c.text, c.want)
	}
}
