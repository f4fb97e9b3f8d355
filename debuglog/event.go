package debuglog

// An Event is what moves a state machine: the source and the name that "Input = …" prints.
type Event uint8

const (
	NoEvent                 Event = iota // no event at all; never printed
	FromPeerMMExchange                   // a main mode packet; also the last event of a dying SA
	FromPeerQMExchange                   // a quick mode packet
	FromPeerInfoNotify                   // an informational exchange with a notification
	FromPeerInfoDelete                   // an informational exchange with a delete
	FromPeerKeepAlive                    // an R_U_THERE was answered
	FromTimerIMAlive                     // time to probe the peer
	FromTimerPeersAlive                  // a probe went unanswered
	FromIPsecSARequestMM                 // IPsec wants SAs and there is no phase 1 SA
	FromIPsecPhase2Del                   // IPsec dropped its SAs
	FromIPsecSPIReply                    // IPsec gives the SPI (12.4)
	FromIPsecInstallDone                 // IPsec has installed the SAs (IOS XE)
	InternalProcessMainMode              // the payloads of a message are processed
	InternalProcessComplete              // the answer is on its way
	InternalPhase1Complete
	InternalPhase1Del
	InternalInitQM
	InternalGotSPI // IPsec gives the SPI (15.x, IOS XE)
)

const (
	fromPeer  = "FROM_PEER"
	fromTimer = "FROM_TIMER"
	fromIPsec = "FROM_IPSEC"
	internal  = "INTERNAL"
)

// events lists the words of each event. Short marks the four that 12.4 spells IKE_MSG_: that
// edition mixes IKE_MSG_ and IKE_MESG_, even between the two timers.
var events = [...]struct {
	source, name string
	short        bool
}{
	FromPeerMMExchange:      {fromPeer, "IKE_MM_EXCH", true},
	FromPeerQMExchange:      {fromPeer, "IKE_QM_EXCH", false},
	FromPeerInfoNotify:      {fromPeer, "IKE_INFO_NOTIFY", true},
	FromPeerInfoDelete:      {fromPeer, "IKE_INFO_DELETE", false},
	FromPeerKeepAlive:       {fromPeer, "IKE_MESG_KEEP_ALIVE", false},
	FromTimerIMAlive:        {fromTimer, "IKE_TIMER_IM_ALIVE", true},
	FromTimerPeersAlive:     {fromTimer, "IKE_TIMER_PEERS_ALIVE", false},
	FromIPsecSARequestMM:    {fromIPsec, "IKE_SA_REQ_MM", false},
	FromIPsecPhase2Del:      {fromIPsec, "IKE_PHASE2_DEL", false},
	FromIPsecSPIReply:       {fromIPsec, "IKE_SPI_REPLY", false},
	FromIPsecInstallDone:    {fromIPsec, "IPSEC_INSTALL_DONE", false},
	InternalProcessMainMode: {internal, "IKE_PROCESS_MAIN_MODE", false},
	InternalProcessComplete: {internal, "IKE_PROCESS_COMPLETE", false},
	InternalPhase1Complete:  {internal, "IKE_PHASE1_COMPLETE", false},
	InternalPhase1Del:       {internal, "IKE_PHASE1_DEL", true},
	InternalInitQM:          {internal, "IKE_INIT_QM", false},
	InternalGotSPI:          {internal, "IKE_GOT_SPI", false},
}

// Text is the event as release r prints it after "Input = ".
func (e Event) Text(r Release) string { return string(e.append(nil, r)) }

// String is the event as every release but 12.4 prints it.
func (e Event) String() string { return e.Text(IOS15) }

func (e Event) append(dst []byte, r Release) []byte {
	w := events[min(e, InternalGotSPI)]
	if r == IOS124 && w.short {
		dst = append(dst, "IKE_MSG_"...)
	} else {
		dst = append(dst, "IKE_MESG_"...)
	}
	dst = append(dst, w.source...)
	dst = append(dst, ", "...)
	return append(dst, w.name...)
}
