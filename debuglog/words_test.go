package debuglog

import (
	"net/netip"
	"testing"

	"ruthere/crypto/ike/state"
)

// TestEvents: 12.4 mixes IKE_MSG_ and IKE_MESG_; the others do not.
func TestEvents(t *testing.T) {
	tests := []struct {
		event        state.Event
		ios124, rest string
	}{
		{state.IMAlive, "IKE_MSG_FROM_TIMER, IKE_TIMER_IM_ALIVE", "IKE_MESG_FROM_TIMER, IKE_TIMER_IM_ALIVE"},
		{state.PeersAlive, "IKE_MESG_FROM_TIMER, IKE_TIMER_PEERS_ALIVE", "IKE_MESG_FROM_TIMER, IKE_TIMER_PEERS_ALIVE"},
		{state.InfoNotify, "IKE_MSG_FROM_PEER, IKE_INFO_NOTIFY", "IKE_MESG_FROM_PEER, IKE_INFO_NOTIFY"},
		{state.MMExchange, "IKE_MSG_FROM_PEER, IKE_MM_EXCH", "IKE_MESG_FROM_PEER, IKE_MM_EXCH"},
		{state.Phase1Delete, "IKE_MSG_INTERNAL, IKE_PHASE1_DEL", "IKE_MESG_INTERNAL, IKE_PHASE1_DEL"},
		{state.QMExchange, "IKE_MESG_FROM_PEER, IKE_QM_EXCH", "IKE_MESG_FROM_PEER, IKE_QM_EXCH"},
		{state.KeepAlive, "IKE_MESG_FROM_PEER, IKE_MESG_KEEP_ALIVE", "IKE_MESG_FROM_PEER, IKE_MESG_KEEP_ALIVE"},
		{state.InstallDone, "IKE_MESG_FROM_IPSEC, IPSEC_INSTALL_DONE", "IKE_MESG_FROM_IPSEC, IPSEC_INSTALL_DONE"},
		{state.GotSPI, "IKE_MESG_INTERNAL, IKE_GOT_SPI", "IKE_MESG_INTERNAL, IKE_GOT_SPI"},
	}
	for _, tt := range tests {
		if got := eventText(tt.event, IOS124); got != tt.ios124 {
			t.Errorf("12.4: got %q, want %q", got, tt.ios124)
		}
		if eventText(tt.event, IOS15) != tt.rest || eventText(tt.event, IOSXE) != tt.rest {
			t.Errorf("got %q on 15 and %q on XE, want %q", eventText(tt.event, IOS15), eventText(tt.event, IOSXE), tt.rest)
		}
	}
}

func TestStates(t *testing.T) {
	for got, want := range map[string]string{
		state.MMKeyAuth.String():          "MM_KEY_AUTH",
		state.QMIdle.String():             "QM_IDLE",
		padded(state.QMIdle):              "QM_IDLE      ",
		padded(state.MMSASetup):           "MM_SA_SETUP",
		state.Ready.String():              "IKE_READY",
		state.InitMM6.String():            "IKE_I_MM6",
		state.RespMM1.String():            "IKE_R_MM1",
		state.RespMM5.String():            "IKE_R_MM5",
		state.P1Complete.String():         "IKE_P1_COMPLETE",
		state.DestSA.String():             "IKE_DEST_SA",
		state.NodeReady.String():          "IKE_QM_READY",
		state.NodeSPIStarve.String():      "IKE_QM_SPI_STARVE",
		state.NodeInstallAwait.String():   "IKE_QM_IPSEC_INSTALL_AWAIT",
		state.NodePhase2Complete.String(): "IKE_QM_PHASE2_COMPLETE",
		state.Responder.String():          "R",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestConnections(t *testing.T) {
	for _, tt := range []struct {
		conn                 Conn
		ios124, ios15, iosxe string
	}{
		{Conn{}, "ISAKMP:(0:0:N/A:0):Send initial contact", "ISAKMP:(0):Send initial contact", "ISAKMP: (0):Send initial contact"},
		{Conn{ID: 12}, "ISAKMP:(0:12:HW:2):Send initial contact", "ISAKMP:(1012):Send initial contact",
			"ISAKMP: (1012):Send initial contact"},
	} {
		for r, want := range []string{tt.ios124, tt.ios15, tt.iosxe} {
			if got, _ := said(tt.conn, (*Voice).SendInitialContact)[0].Text(Release(r)); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"10.2.80.209":      "10.2.80.209",
		"255.255.255.255":  "255.255.255.255",
		"::ffff:192.0.2.1": "192.0.2.1",
		"2001:db8::ff00:1": "2001:DB8::FF00:1",
		"fe80::1:2:3:abcd": "FE80::1:2:3:ABCD",
		"0.0.0.0":          "0.0.0.0",
	} {
		if got := string(addr(netip.MustParseAddr(in)).append(nil, IOS15)); got != want {
			t.Errorf("%s prints as %s, want %s", in, got, want)
		}
	}
	if got := string(addr(netip.Addr{}).append(nil, IOS15)); got != "0.0.0.0" {
		t.Errorf("no address prints as %q", got)
	}
}

func TestProxies(t *testing.T) {
	for _, tt := range []struct {
		proxy         Proxy
		ios124, ios15 string
	}{
		{Proxy{Net: netip.MustParsePrefix("10.1.1.7/24")}, "10.1.1.0/255.255.255.0/0/0 (type=4)", "10.1.1.0/255.255.255.0/256/0"},
		{Proxy{Net: netip.MustParsePrefix("10.1.1.7/32"), Protocol: 17, Port: 53},
			"10.1.1.7/255.255.255.255/17/53 (type=1)", "10.1.1.7/255.255.255.255/17/53"},
		{Proxy{Net: netip.MustParsePrefix("0.0.0.0/0"), Protocol: 47}, "0.0.0.0/0.0.0.0/47/0 (type=4)", "0.0.0.0/0.0.0.0/47/0"},
		{Proxy{}, "0.0.0.0/0.0.0.0/0/0 (type=4)", "0.0.0.0/0.0.0.0/256/0"},
	} {
		for r, want := range []string{tt.ios124, tt.ios15, tt.ios15} {
			if got := string(tt.proxy.arg().append(nil, Release(r))); got != want {
				t.Errorf("%v prints as %s, want %s", tt.proxy, got, want)
			}
		}
	}
}

func TestNotifyNames(t *testing.T) {
	for number, want := range map[uint16]string{
		14: "PROPOSAL_NOT_CHOSEN", 24578: "INITIAL_CONTACT", 36136: "DPD/R_U_THERE", 36137: "DPD/R_U_THERE_ACK", 40501: "40501",
	} {
		if got := notifyName(number); got != want {
			t.Errorf("notification %d is %q, want %q", number, got, want)
		}
	}
}

func eventText(e state.Event, r Release) string { return string(appendEvent(nil, e, r)) }
