package debuglog

import (
	"net/netip"

	"ruthere/crypto/ike/state"
)

// Main mode (RFC 2409 section 5.4) in the order in which a negotiation says it.

var saRequestProfile = phrase{
	args: "profile",
	g2:   "ISAKMP:(<id>): SA request profile is <profile>",
	g3:   same,
	g4:   "ISAKMP: (<id>):SA request profile is <profile>",
}

// SARequestProfile opens a negotiation asked for by IPsec; no profile ("") prints as (NULL).
func SARequestProfile(c Conn, profile string) Line {
	if profile == "" {
		profile = "(NULL)"
	}
	return saRequestProfile.say(c, text(profile))
}

var receivedKEMessage = phrase{
	args: "kind count",
	g2:   "ISAKMP: received ke message (<kind>/<count>)",
}

// ReceivedKEMessage is a request of the key engine: kind 1 asks for SAs, 2 brings an SPI, 3
// says that SAs are deleted, 4 that the peer is idle or gone. Only 12.4 says it.
func ReceivedKEMessage(kind, count int) Line {
	return receivedKEMessage.say(Conn{}, number(kind), number(count))
}

var createdPeerStruct = phrase{
	args: "peer port",
	g2:   "ISAKMP: Created a peer struct for <peer>, peer port <port>",
	g3:   same,
	g4:   "ISAKMP: (0):Created a peer struct for <peer>, peer port <port>",
}

func CreatedPeerStruct(peer netip.Addr, peerPort uint16) Line {
	return createdPeerStruct.say(Conn{}, addr(peer), port(peerPort))
}

var newPeerCreated = phrase{
	args: "peer handle",
	g2:   "ISAKMP: New peer created peer = 0x<peer> peer_handle = 0x<handle>",
	g3:   same,
	g4:   "ISAKMP: (0):New peer created peer = 0x<peer> peer_handle = 0x<handle>",
}

// NewPeerCreated follows CreatedPeerStruct. Handles count up from 0x80000002.
func NewPeerCreated(peer, handle Pointer) Line {
	return newPeerCreated.say(Conn{}, pointer(peer), pointer(handle))
}

var lockingPeerStruct = phrase{
	args: "peer count by",
	g2:   "ISAKMP: Locking peer struct 0x<peer>, IKE refcount <count> for <by>",
	g3:   "ISAKMP: Locking peer struct 0x<peer>, refcount <count> for <by>",
	g4:   "ISAKMP: (0):Locking peer struct 0x<peer>, refcount <count> for <by>",
}

// LockingPeerStruct counts a new user of the peer; by is "isakmp_initiator" or
// "crypto_isakmp_process_block".
func LockingPeerStruct(peer Pointer, refcount int, by string) Line {
	return lockingPeerStruct.say(Conn{}, pointer(peer), number(refcount), text(by))
}

var localRemotePort = phrase{
	args: "local remote",
	g2:   "ISAKMP: local port <local>, remote port <remote>",
	g3:   same,
	g4:   "ISAKMP: (0):local port <local>, remote port <remote>",
}

func LocalRemotePort(local, remote uint16) Line {
	return localRemotePort.say(Conn{}, port(local), port(remote))
}

var setNewNode = phrase{
	args: "node state",
	g2:   "ISAKMP: set new node <node> to <state>",
	g3:   same,
	g4:   "ISAKMP: (<id>):set new node <node> to <state>",
}

// SetNewNode opens an exchange under message id nodeID; 0 while phase 1 is being asked for.
func SetNewNode(c Conn, nodeID uint32, shown state.Shown) Line {
	return setNewNode.say(c, node(nodeID), text(padded(shown)))
}

var insertedSA = phrase{
	args: "sa",
	g2:   "insert sa successfully sa = <sa>",
	g3:   "ISAKMP:(<id>):insert sa successfully sa = <sa>",
	g4:   "ISAKMP: (<id>):insert sa successfully sa = <sa>",
}

func InsertedSA(c Conn, sa Pointer) Line { return insertedSA.say(c, pointer(sa)) }

var duplicateSA = phrase{
	args: "sa",
	g2:   "ISAKMP: Find a dup sa in the avl tree during calling isadb_insert sa = <sa>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Find a dup sa in the avl tree during calling isadb_insert sa = <sa>",
}

// DuplicateSA takes the place of InsertedSA while an old SA to the peer lingers.
func DuplicateSA(c Conn, sa Pointer) Line { return duplicateSA.say(c, pointer(sa)) }

var cannotStartAggressiveMode = phrase{
	g2: "ISAKMP:(<id>):Can not start Aggressive mode, trying Main mode.",
	g3: same,
	g4: "ISAKMP: (<id>):Can not start Aggressive mode, trying Main mode.",
}

func CannotStartAggressiveMode(c Conn) Line { return cannotStartAggressiveMode.say(c) }

var lookingForKey = phrase{
	args: "peer keyring",
	g2:   "ISAKMP: Looking for a matching key for <peer> in <keyring>",
}

// LookingForKey precedes FoundPreSharedKey; the keyring of global keys is "default". Only
// 12.4 says it.
func LookingForKey(peer netip.Addr, keyring string) Line {
	return lookingForKey.say(Conn{}, addr(peer), text(keyring))
}

var foundPreSharedKey = phrase{
	args: "peer",
	g2:   "ISAKMP:(<id>):found peer pre-shared key matching <peer>",
	g3:   same,
	g4:   "ISAKMP: (<id>):found peer pre-shared key matching <peer>",
}

func FoundPreSharedKey(c Conn, peer netip.Addr) Line { return foundPreSharedKey.say(c, addr(peer)) }

var localPreSharedKeyFound = phrase{
	g2: "ISAKMP:(<id>): local preshared key found",
	g3: same,
	g4: "ISAKMP: (<id>):local preshared key found",
}

func LocalPreSharedKeyFound(c Conn) Line { return localPreSharedKeyFound.say(c) }

var scanningProfiles = phrase{
	args: "profiles",
	g2:   "ISAKMP : Scanning profiles for xauth ...<profiles>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Scanning profiles for xauth ...<profiles>",
}

// ScanningProfiles names the ISAKMP profiles of the configuration, if there are any.
func ScanningProfiles(c Conn, profiles ...string) Line {
	names := ""
	for _, p := range profiles {
		names += " " + p
	}
	return scanningProfiles.say(c, text(names))
}

var constructedNATT = phrase{
	args: "vendor",
	g2:   "ISAKMP:(<id>): constructed NAT-T vendor-<vendor> ID",
	g3:   same,
	g4:   "ISAKMP: (<id>):constructed NAT-T vendor-<vendor> ID",
}

// ConstructedNATT names an offered version of NAT traversal: "rfc3947", "07", "03" or "02".
func ConstructedNATT(c Conn, version string) Line { return constructedNATT.say(c, text(version)) }

var beginningMainMode = phrase{
	g2: "ISAKMP:(<id>): beginning Main Mode exchange",
	g3: same,
	g4: "ISAKMP: (<id>):beginning Main Mode exchange",
}

func BeginningMainMode(c Conn) Line { return beginningMainMode.say(c) }

var processingPayload = phrase{
	args: "payload node",
	g2:   "ISAKMP:(<id>): processing <payload> payload. message ID = <node>",
	g3:   same,
	g4:   "ISAKMP: (<id>):processing <payload> payload. message ID = <node>",
}

// ProcessingPayload names the payload at hand: SA, KE, NONCE, ID, HASH, DELETE.
func ProcessingPayload(c Conn, name string, messageID uint32) Line {
	return processingPayload.say(c, text(name), node(messageID))
}

var checkingTransform = phrase{
	args: "transform priority",
	g2:   "ISAKMP:(<id>):Checking ISAKMP transform <transform> against priority <priority> policy",
	g3:   same,
	g4:   "ISAKMP: (<id>):Checking ISAKMP transform <transform> against priority <priority> policy",
}

func CheckingTransform(c Conn, transform, priority int) Line {
	return checkingTransform.say(c, number(transform), number(priority))
}

var attsAcceptable = phrase{
	args: "next",
	g2:   "ISAKMP:(<id>):atts are acceptable. Next payload is <next>",
	g3:   same,
	g4:   "ISAKMP: (<id>):atts are acceptable. Next payload is <next>",
}

// AttsAcceptable ends the search for a policy; next is 3 if more transforms follow in the
// offer, else 0.
func AttsAcceptable(c Conn, next int) Line { return attsAcceptable.say(c, number(next)) }

var skeyidGenerated = phrase{
	g2: "ISAKMP:(<id>):SKEYID state generated",
}

// SKEYIDGenerated is the moment when the keys are derived and the connection id exists. Only
// 12.4 says it.
func SKEYIDGenerated(c Conn) Line { return skeyidGenerated.say(c) }

var sendInitialContact = phrase{
	g2: "ISAKMP:(<id>):Send initial contact",
	g3: same,
	g4: "ISAKMP: (<id>):Send initial contact",
}

func SendInitialContact(c Conn) Line { return sendInitialContact.say(c) }

var (
	saIsDoing = phrase{
		args: "type",
		g2:   "ISAKMP:(<id>):SA is doing pre-shared key authentication using id type <type>",
		g3:   same,
		g4:   "ISAKMP: (<id>):SA is doing ",
	}
	saIsDoingType = phrase{ // XE makes two lines of it
		args: "type",
		g4:   "ISAKMP: (<id>):pre-shared key authentication using id type <type>",
	}
)

// SAIsDoing announces how this side authenticates; idType is ID_IPV4_ADDR, ID_FQDN, …
func SAIsDoing(c Conn, idType string) []Line {
	return []Line{saIsDoing.say(c, text(idType)), saIsDoingType.say(c, text(idType))}
}

var totalPayloadLength = phrase{
	args: "length",
	g2:   "ISAKMP:(<id>):Total payload length: <length>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Total payload length: <length>",
}

func TotalPayloadLength(c Conn, length int) Line { return totalPayloadLength.say(c, number(length)) }

var peerMatchesNoProfile = phrase{
	g2: "ISAKMP:(<id>):: peer matches *none* of the profiles",
	g3: "ISAKMP:(0):: peer matches *none* of the profiles",
	g4: "ISAKMP: (0):peer matches *none* of the profiles",
}

func PeerMatchesNoProfile(c Conn) Line { return peerMatchesNoProfile.say(c) }

var peerMatchesProfile = phrase{
	args: "profile",
	g2:   "ISAKMP:(<id>):: peer matches <profile> profile",
	g3:   "ISAKMP:(0):: peer matches <profile> profile",
	g4:   "ISAKMP: (0):peer matches <profile> profile",
}

func PeerMatchesProfile(c Conn, profile string) Line {
	return peerMatchesProfile.say(c, text(profile))
}

var foundAddressKey = phrase{
	args: "keyring",
	g2:   "ISAKMP:(<id>):Found ADDRESS key in keyring <keyring>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Found ADDRESS key in keyring <keyring>",
}

func FoundAddressKey(c Conn, keyring string) Line { return foundAddressKey.say(c, text(keyring)) }

var saAuthenticationStatus = phrase{
	g2: "ISAKMP:(<id>):SA authentication status:\tauthenticated",
	g3: same,
	g4: "ISAKMP: (<id>):SA authentication status:\n        authenticated",
}

func SAAuthenticationStatus(c Conn) Line { return saAuthenticationStatus.say(c) }

var saAuthenticatedWith = phrase{
	args: "peer",
	g2:   "ISAKMP:(<id>):SA has been authenticated with <peer>",
	g3:   same,
	g4:   "ISAKMP: (<id>):SA has been authenticated with <peer>",
}

func SAAuthenticatedWith(c Conn, peer netip.Addr) Line {
	return saAuthenticatedWith.say(c, addr(peer))
}

var settingUDPEncapsulation = phrase{
	args: "peer sa",
	g2:   "ISAKMP:(<id>):Setting UDP ENC peer struct 0x<peer> sa= 0x<sa>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Setting UDP ENC peer struct 0x<peer> sa= 0x<sa>",
}

// SettingUDPEncapsulation is said only when NAT was found.
func SettingUDPEncapsulation(c Conn, peer, sa Pointer) Line {
	return settingUDPEncapsulation.say(c, pointer(peer), pointer(sa))
}

var detectedPortFloating = phrase{
	args: "port",
	g2:   "ISAKMP:(<id>):Detected port floating to port = <port>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Detected port floating to port = <port>",
}

// DetectedPortFloating is said by the responder when the peer has moved to UDP 4500.
func DetectedPortFloating(c Conn, peerPort uint16) Line {
	return detectedPortFloating.say(c, port(peerPort))
}

var tryingToFindPeer = phrase{
	args: "local remote port",
	g2:   "ISAKMP:(<id>):Trying to find existing peer <local>/<remote>/<port>/",
	g3:   same,
	g4:   "ISAKMP: (<id>):Trying to find existing peer <local>/<remote>/<port>/",
}

func TryingToFindPeer(c Conn, local, remote netip.Addr, remotePort uint16) Line {
	return tryingToFindPeer.say(c, addr(local), addr(remote), port(remotePort))
}

var processInitialContact = phrase{
	args: "local remote port",
	g2:   "ISAKMP:(<id>):Process initial contact,\nbring down existing phase 1 and 2 SA's with local <local> remote <remote> remote port <port>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Process initial contact,\nbring down existing phase 1 and 2 SA's with local <local> remote <remote> remote port <port>",
}

func ProcessInitialContact(c Conn, local, remote netip.Addr, remotePort uint16) Line {
	return processInitialContact.say(c, addr(local), addr(remote), port(remotePort))
}

var (
	tryingToInsertPeer = phrase{
		args: "local remote port peer",
		g2:   "ISAKMP: Trying to insert a peer <local>/<remote>/<port>/,  and inserted successfully <peer>.",
		g3:   same,
		g4:   "ISAKMP: (0):Trying to insert a peer <local>/<remote>/<port>/, ",
	}
	insertedPeer = phrase{ // XE makes two lines of it
		args: "peer",
		g4:   "ISAKMP: (0): and inserted successfully <peer>.",
	}
)

func InsertedPeer(local, remote netip.Addr, remotePort uint16, peer Pointer) []Line {
	return []Line{
		tryingToInsertPeer.say(Conn{}, addr(local), addr(remote), port(remotePort), pointer(peer)),
		insertedPeer.say(Conn{}, pointer(peer)),
	}
}
