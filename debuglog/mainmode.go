package debuglog

import (
	"net/netip"

	"ruthere/crypto/ike/state"
)

// Main mode (RFC 2409 section 5.4) in the order in which a negotiation says it.

var saRequestProfile = phrase{
	args:   "profile",
	ios124: "ISAKMP:(<id>): SA request profile is <profile>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):SA request profile is <profile>",
}

// SARequestProfile opens a negotiation asked for by IPsec; no profile ("") prints as (NULL).
func (v *Voice) SARequestProfile(profile string) {
	if profile == "" {
		profile = "(NULL)"
	}
	v.say(&saRequestProfile, text(profile))
}

var receivedKEMessage = phrase{
	args:   "kind count",
	ios124: "ISAKMP: received ke message (<kind>/<count>)",
}

// ReceivedKEMessage is a request of the key engine: kind 1 asks for SAs, 2 brings an SPI, 3
// says that SAs are deleted, 4 that the peer is idle or gone. Only 12.4 says it.
func ReceivedKEMessage(kind, count int) Line {
	return receivedKEMessage.line(Conn{}, number(kind), number(count))
}

var createdPeerStruct = phrase{
	args:   "peer port",
	ios124: "ISAKMP: Created a peer struct for <peer>, peer port <port>",
	ios15:  same,
	iosxe:  "ISAKMP: (0):Created a peer struct for <peer>, peer port <port>",
}

func CreatedPeerStruct(peer netip.Addr, peerPort uint16) Line {
	return createdPeerStruct.line(Conn{}, addr(peer), port(peerPort))
}

var newPeerCreated = phrase{
	args:   "peer handle",
	ios124: "ISAKMP: New peer created peer = 0x<peer> peer_handle = 0x<handle>",
	ios15:  same,
	iosxe:  "ISAKMP: (0):New peer created peer = 0x<peer> peer_handle = 0x<handle>",
}

// NewPeerCreated follows CreatedPeerStruct. Handles count up from 0x80000002.
func NewPeerCreated(peer, handle Pointer) Line {
	return newPeerCreated.line(Conn{}, pointer(peer), pointer(handle))
}

var lockingPeerStruct = phrase{
	args:   "peer count by",
	ios124: "ISAKMP: Locking peer struct 0x<peer>, IKE refcount <count> for <by>",
	ios15:  "ISAKMP: Locking peer struct 0x<peer>, refcount <count> for <by>",
	iosxe:  "ISAKMP: (0):Locking peer struct 0x<peer>, refcount <count> for <by>",
}

// LockingPeerStruct counts a new user of the peer, in the role its SA has.
func LockingPeerStruct(peer Pointer, refcount int, role state.Role) Line {
	by := "isakmp_initiator"
	if role == state.Responder {
		by = "crypto_isakmp_process_block"
	}
	return lockingPeerStruct.line(Conn{}, pointer(peer), number(refcount), text(by))
}

var localRemotePort = phrase{
	args:   "local remote",
	ios124: "ISAKMP: local port <local>, remote port <remote>",
	ios15:  same,
	iosxe:  "ISAKMP: (0):local port <local>, remote port <remote>",
}

func LocalRemotePort(local, remote uint16) Line {
	return localRemotePort.line(Conn{}, port(local), port(remote))
}

var setNewNode = phrase{
	args:   "node state",
	ios124: "ISAKMP: set new node <node> to <state>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):set new node <node> to <state>",
}

// SetNewNode opens an exchange under message id nodeID; 0 while phase 1 is being asked for.
func (v *Voice) SetNewNode(nodeID uint32, shown state.Shown) {
	v.say(&setNewNode, node(nodeID), text(padded(shown)))
}

var insertedSA = phrase{
	args:   "sa",
	ios124: "insert sa successfully sa = <sa>",
	ios15:  "ISAKMP:(<id>):insert sa successfully sa = <sa>",
	iosxe:  "ISAKMP: (<id>):insert sa successfully sa = <sa>",
}

func (v *Voice) InsertedSA(sa Pointer) { v.say(&insertedSA, pointer(sa)) }

var duplicateSA = phrase{
	args:   "sa",
	ios124: "ISAKMP: Find a dup sa in the avl tree during calling isadb_insert sa = <sa>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Find a dup sa in the avl tree during calling isadb_insert sa = <sa>",
}

// DuplicateSA takes the place of InsertedSA while an old SA to the peer lingers.
func (v *Voice) DuplicateSA(sa Pointer) { v.say(&duplicateSA, pointer(sa)) }

var cannotStartAggressiveMode = phrase{
	ios124: "ISAKMP:(<id>):Can not start Aggressive mode, trying Main mode.",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Can not start Aggressive mode, trying Main mode.",
}

func (v *Voice) CannotStartAggressiveMode() { v.say(&cannotStartAggressiveMode) }

var lookingForKey = phrase{
	args:   "peer keyring",
	ios124: "ISAKMP: Looking for a matching key for <peer> in <keyring>",
}

// LookingForKey precedes FoundPreSharedKey. Only 12.4 says it.
func LookingForKey(peer netip.Addr) Line {
	return lookingForKey.line(Conn{}, addr(peer), text("default"))
}

var keySearchSucceeded = phrase{
	ios124: "ISAKMP:(<id>): : success",
}

// KeySearchSucceeded follows LookingForKey. Only 12.4 says it.
func (v *Voice) KeySearchSucceeded() { v.say(&keySearchSucceeded) }

var foundPreSharedKey = phrase{
	args:   "peer",
	ios124: "ISAKMP:(<id>):found peer pre-shared key matching <peer>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):found peer pre-shared key matching <peer>",
}

func (v *Voice) FoundPreSharedKey(peer netip.Addr) { v.say(&foundPreSharedKey, addr(peer)) }

var localPreSharedKeyFound = phrase{
	ios124: "ISAKMP:(<id>): local preshared key found",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):local preshared key found",
}

func (v *Voice) LocalPreSharedKeyFound() { v.say(&localPreSharedKeyFound) }

var scanningProfiles = phrase{
	args:   "profiles",
	ios124: "ISAKMP : Scanning profiles for xauth ...<profiles>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Scanning profiles for xauth ...<profiles>",
}

// ScanningProfiles names the ISAKMP profiles of the configuration, if there are any.
func (v *Voice) ScanningProfiles(profiles ...string) {
	names := ""
	for _, p := range profiles {
		names += " " + p
	}
	v.say(&scanningProfiles, text(names))
}

var constructedNATT = phrase{
	args:   "vendor",
	ios124: "ISAKMP:(<id>): constructed NAT-T vendor-<vendor> ID",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):constructed NAT-T vendor-<vendor> ID",
}

// A NATVersion is a version of NAT traversal that is offered.
type NATVersion uint8

const (
	NATRFC3947 NATVersion = iota
	NATDraft07
	NATDraft03
	NATDraft02
)

var natVersionWords = [...]string{"rfc3947", "07", "03", "02"}

// ConstructedNATT names an offered version of NAT traversal.
func (v *Voice) ConstructedNATT(version NATVersion) {
	v.say(&constructedNATT, text(natVersionWords[min(version, NATDraft02)]))
}

var beginningMainMode = phrase{
	ios124: "ISAKMP:(<id>): beginning Main Mode exchange",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):beginning Main Mode exchange",
}

func (v *Voice) BeginningMainMode() { v.say(&beginningMainMode) }

var processingPayload = phrase{
	args:   "payload node",
	ios124: "ISAKMP:(<id>): processing <payload> payload. message ID = <node>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):processing <payload> payload. message ID = <node>",
}

// ProcessingPayload names the payload at hand.
func (v *Voice) ProcessingPayload(p Payload, messageID uint32) {
	v.say(&processingPayload, text(p.String()), wireID(messageID))
}

var checkingTransform = phrase{
	args:   "transform priority",
	ios124: "ISAKMP:(<id>):Checking ISAKMP transform <transform> against priority <priority> policy",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Checking ISAKMP transform <transform> against priority <priority> policy",
}

func (v *Voice) CheckingTransform(transform, priority int) {
	v.say(&checkingTransform, number(transform), number(priority))
}

var attsAcceptable = phrase{
	args:   "next",
	ios124: "ISAKMP:(<id>):atts are acceptable. Next payload is <next>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):atts are acceptable. Next payload is <next>",
}

// AttsAcceptable ends the search for a policy; next is 3 if more transforms follow in the
// offer, else 0.
func (v *Voice) AttsAcceptable(next int) { v.say(&attsAcceptable, number(next)) }

var skeyidGenerated = phrase{
	ios124: "ISAKMP:(<id>):SKEYID state generated",
}

// SKEYIDGenerated is the moment when the keys are derived and the connection id exists. Only
// 12.4 says it.
func (v *Voice) SKEYIDGenerated() { v.say(&skeyidGenerated) }

var sendInitialContact = phrase{
	ios124: "ISAKMP:(<id>):Send initial contact",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Send initial contact",
}

func (v *Voice) SendInitialContact() { v.say(&sendInitialContact) }

var (
	saIsDoing = phrase{
		args:   "method type",
		ios124: "ISAKMP:(<id>):SA is doing <method> authentication using id type <type>",
		ios15:  same,
		iosxe:  "ISAKMP: (<id>):SA is doing ",
	}
	saIsDoingType = phrase{ // XE makes two lines of it
		args:  "method type",
		iosxe: "ISAKMP: (<id>):<method> authentication using id type <type>",
	}
)

// SAIsDoing announces how this side authenticates, by a signature or a pre-shared key, and by which type of identity (RFC 2407
// section 4.6.2.1): ID_IPV4_ADDR and so on.
func (v *Voice) SAIsDoing(signature bool, idType string) {
	method := "pre-shared key"
	if signature {
		method = "RSA signature"
	}
	v.say(&saIsDoing, text(method), text(idType))
	v.say(&saIsDoingType, text(method), text(idType))
}

var totalPayloadLength = phrase{
	args:   "length",
	ios124: "ISAKMP:(<id>):Total payload length: <length>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Total payload length: <length>",
}

func (v *Voice) TotalPayloadLength(length int) { v.say(&totalPayloadLength, number(length)) }

var peerMatchesNoProfile = phrase{
	ios124: "ISAKMP:(<id>):: peer matches *none* of the profiles",
	ios15:  "ISAKMP:(0):: peer matches *none* of the profiles",
	iosxe:  "ISAKMP: (0):peer matches *none* of the profiles",
}

func (v *Voice) PeerMatchesNoProfile() { v.say(&peerMatchesNoProfile) }

var peerMatchesProfile = phrase{
	args:   "profile",
	ios124: "ISAKMP:(<id>):: peer matches <profile> profile",
	ios15:  "ISAKMP:(0):: peer matches <profile> profile",
	iosxe:  "ISAKMP: (0):peer matches <profile> profile",
}

func (v *Voice) PeerMatchesProfile(profile string) {
	v.say(&peerMatchesProfile, text(profile))
}

var foundAddressKey = phrase{
	args:   "keyring",
	ios124: "ISAKMP:(<id>):Found ADDRESS key in keyring <keyring>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Found ADDRESS key in keyring <keyring>",
}

func (v *Voice) FoundAddressKey(keyring string) { v.say(&foundAddressKey, text(keyring)) }

var saAuthenticationStatus = phrase{
	ios124: "ISAKMP:(<id>):SA authentication status:\tauthenticated",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):SA authentication status:\n        authenticated",
}

func (v *Voice) SAAuthenticationStatus() { v.say(&saAuthenticationStatus) }

var saAuthenticatedWith = phrase{
	args:   "peer",
	ios124: "ISAKMP:(<id>):SA has been authenticated with <peer>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):SA has been authenticated with <peer>",
}

func (v *Voice) SAAuthenticatedWith(peer netip.Addr) {
	v.say(&saAuthenticatedWith, addr(peer))
}

var settingUDPEncapsulation = phrase{
	args:   "peer sa",
	ios124: "ISAKMP:(<id>):Setting UDP ENC peer struct 0x<peer> sa= 0x<sa>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Setting UDP ENC peer struct 0x<peer> sa= 0x<sa>",
}

// SettingUDPEncapsulation is logged only when NAT was found.
func (v *Voice) SettingUDPEncapsulation(peer, sa Pointer) {
	v.say(&settingUDPEncapsulation, pointer(peer), pointer(sa))
}

var detectedPortFloating = phrase{
	args:   "port",
	ios124: "ISAKMP:(<id>):Detected port floating to port = <port>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Detected port floating to port = <port>",
}

// DetectedPortFloating is logged by the responder when the peer has moved to UDP 4500.
func (v *Voice) DetectedPortFloating(peerPort uint16) {
	v.say(&detectedPortFloating, port(peerPort))
}

var tryingToFindPeer = phrase{
	args:   "local remote port",
	ios124: "ISAKMP:(<id>):Trying to find existing peer <local>/<remote>/<port>/",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Trying to find existing peer <local>/<remote>/<port>/",
}

func (v *Voice) TryingToFindPeer(local, remote netip.Addr, remotePort uint16) {
	v.say(&tryingToFindPeer, addr(local), addr(remote), port(remotePort))
}

var processInitialContact = phrase{
	args: "local remote port",
	ios124: "ISAKMP:(<id>):Process initial contact,\nbring down existing phase 1 and 2 SA's with local <local> remote " +
		"<remote> remote port <port>",
	ios15: same,
	iosxe: "ISAKMP: (<id>):Process initial contact,\nbring down existing phase 1 and 2 SA's with local <local> remote " +
		"<remote> remote port <port>",
}

func (v *Voice) ProcessInitialContact(local, remote netip.Addr, remotePort uint16) {
	v.say(&processInitialContact, addr(local), addr(remote), port(remotePort))
}

var (
	tryingToInsertPeer = phrase{
		args:   "local remote port peer",
		ios124: "ISAKMP: Trying to insert a peer <local>/<remote>/<port>/,  and inserted successfully <peer>.",
		ios15:  same,
		iosxe:  "ISAKMP: (0):Trying to insert a peer <local>/<remote>/<port>/, ",
	}
	insertedPeer = phrase{ // XE makes two lines of it
		args:  "peer",
		iosxe: "ISAKMP: (0): and inserted successfully <peer>.",
	}
)

func InsertedPeer(local, remote netip.Addr, remotePort uint16, peer Pointer) []Line {
	return []Line{
		tryingToInsertPeer.line(Conn{}, addr(local), addr(remote), port(remotePort), pointer(peer)),
		insertedPeer.line(Conn{}, pointer(peer)),
	}
}
