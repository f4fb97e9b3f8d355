package debuglog

import "net/netip"

// Mode configuration (draft-dukes-ike-mode-cfg-02), as the server walks it. All lines are recalled, those that say so guessed.

var checkingRequest = phrase{
	ios124: "ISAKMP:(<id>):checking request:",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):checking request:",
}

// CheckingRequest heads what a client asks for.
func (v *Voice) CheckingRequest() { v.say(&checkingRequest) }

var requestedAttribute = phrase{
	args:   "name",
	ios124: "ISAKMP:    <name>",
	ios15:  same,
	iosxe:  same,
}

// configNames are what IOS calls the attributes of mode configuration.
var configNames = map[uint16]string{1: "IP4_ADDRESS", 2: "IP4_NETMASK", 3: "IP4_DNS", 4: "IP4_NBNS", 5: "ADDRESS_EXPIRY", 6: "IP4_DHCP",
	7: "APPLICATION_VERSION", 28672: "MODECFG_BANNER", 28673: "MODECFG_SAVEPWD", 28674: "DEFAULT_DOMAIN", 28675: "SPLIT_DNS",
	28676: "SPLIT_INCLUDE", 28678: "INCLUDE_LOCAL_LAN", 28679: "PFS", 28681: "BACKUP_SERVER", 28682: "MODECFG_HOSTNAME"}

var unknownAttribute = phrase{
	args:   "number",
	ios124: "ISAKMP:    UNKNOWN Unknown Attr: 0x<number>",
	ios15:  same,
	iosxe:  same,
}

// RequestedAttribute is one of what a client asks for.
func (v *Voice) RequestedAttribute(number uint16) {
	if name := configNames[number]; name != "" {
		v.say(&requestedAttribute, text(name))
		return
	}
	v.say(&unknownAttribute, hex(uint64(number)))
}

var authorRequest = phrase{
	args:   "group",
	ios124: "ISAKMP/author: Author request for group <group>successfully sent to AAA",
	ios15:  same,
	iosxe:  same,
}

// AuthorRequest: the settings of the client's group are looked up, as a server's would be.
func (v *Voice) AuthorRequest(group string) { v.say(&authorRequest, text(group)) }

var notInMap = phrase{
	ios124: "ISAKMP:(<id>):Receive config attributes requested butconfig attributes not in crypto map.  Sending empty reply.",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Receive config attributes requested butconfig attributes not in crypto map.  Sending empty reply.",
}

// NotInMap is said of every request: what is sent is the group's, not the crypto map's.
func (v *Voice) NotInMap() { v.say(&notInMap) }

var attributesSent = phrase{
	ios124: "ISAKMP:(<id>):attributes sent in message:\n        Address: 0.2.0.0",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):attributes sent in message:\n        Address: 0.2.0.0",
}

// AttributesSent heads what a client is sent. The address is no address on the device either.
func (v *Voice) AttributesSent() { v.say(&attributesSent) }

var allocatingAddress = phrase{
	args:   "address",
	ios124: "ISAKMP:(<id>):allocating address <address>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):allocating address <address>",
}

// AllocatingAddress: the pool has given one.
func (v *Voice) AllocatingAddress(a netip.Addr) { v.say(&allocatingAddress, addr(a)) }

var sendingSetting = phrase{
	args:   "what",
	ios124: "ISAKMP: Sending <what>",
	ios15:  same,
	iosxe:  same,
}

// SendingSetting says one of the settings that a client is sent.
func (v *Voice) SendingSetting(what string) { v.say(&sendingSetting, text(what)) }

// Guessed.
var noAddress = phrase{
	args:   "pool",
	ios124: "ISAKMP:(<id>):failed to allocate address from pool <pool>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):failed to allocate address from pool <pool>",
}

// NoAddress: the pool is exhausted, or there is none.
func (v *Voice) NoAddress(pool string) { v.say(&noAddress, text(pool)) }

var lateDeletion = phrase{
	args:   "node",
	ios124: "ISAKMP: Marking node <node> for late deletion",
	ios15:  same,
	iosxe:  same,
}

// LateDeletion: the answer may have to be repeated.
func (v *Voice) LateDeletion(messageID uint32) { v.say(&lateDeletion, node(messageID)) }
