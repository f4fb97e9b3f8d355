package debuglog

// A Processor is the crypto engine of the product that a release runs on: what the debug lines call
// it, and what every show command says of it.
type Processor struct {
	Module string // the hardware's name as `show crypto eli` gives it; "" for none
	IKE    string // holds the ISAKMP SAs: HW or SW
	Slot   int    // number of the engine that holds them
	Flows  string // holds the IPsec SAs, in `flow_id`
}

// IsHardware says whether there is more than the software.
func (p Processor) IsHardware() bool { return p.Module != "" }

// Kind is the engine of the ISAKMP SAs in a word, as 12.4 writes it behind a connection's number.
func (p Processor) Kind() string {
	if p.InHardware() {
		return "hardware"
	}
	return "software"
}

// InHardware says whether ISAKMP SAs are a module's.
func (p Processor) InHardware() bool { return p.IKE == "HW" }

// Processor is the crypto engine of release r. The chapter's router, a 12.4, does IKE in its VPN module
// (0:1:HW:2). IOSv of 15.4 has software only. A CSR does IKE in software and forwards IPsec in its
// own engine, which its `show crypto eli` counts as hardware.
func (r Release) Processor() Processor {
	switch r {
	case IOS124:
		return Processor{Module: "Onboard VPN", IKE: "HW", Slot: 2, Flows: "HW"}
	case IOSXE:
		return Processor{Module: "IOSXE-ESG(9)", IKE: "SW", Slot: 1, Flows: "CSR"}
	default:
		return Processor{IKE: "SW", Slot: 1, Flows: "SW"}
	}
}
