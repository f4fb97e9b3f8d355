package state

// An Event is what moves a state machine.
type Event uint8

const (
	NoEvent           Event = iota // no event at all; never printed
	MMExchange                     // a main mode packet of the peer; also the last event of a dying SA
	AMExchange                     // an aggressive mode packet
	QMExchange                     // a quick mode packet
	InfoNotify                     // an informational exchange with a notification
	InfoDelete                     // an informational exchange with a delete
	KeepAlive                      // an R_U_THERE wants an answer
	IMAlive                        // timer: time to probe the peer
	PeersAlive                     // timer: a probe went unanswered
	SARequestMM                    // IPsec wants SAs and there is no phase 1 SA
	SARequestAM                    // the same, of a peer that is called in aggressive mode
	PresharedKeyReply              // the key for the identity of a first message of aggressive mode is there
	Phase2Delete                   // IPsec dropped its SAs
	SPIReply                       // IPsec gives the SPI (12.4)
	InstallDone                    // IPsec has installed the SAs (IOS XE)
	ProcessMainMode                // the payloads of a message are processed
	ProcessComplete                // the answer is on its way
	Phase1Complete
	Phase1Delete
	InitQM
	ConfigRequest // the peer wants its settings
	ConfigReply   // it says who its user is
	ConfigAck     // it has taken what it was told
	LoginDone     // whether its user is who they say
	GroupKnown    // the settings of its group are there
	ConfigSet     // the peer tells this router something
	UserGiven     // who this router's user is was said
	GotSPI        // IPsec gives the SPI (15.x, IOS XE)
)

const (
	fromPeer  = "FROM_PEER"
	fromTimer = "FROM_TIMER"
	fromIPsec = "FROM_IPSEC"
	fromAAA   = "FROM_AAA"
	internal  = "INTERNAL"
)

var eventNames = [...]struct{ source, name string }{
	MMExchange:        {fromPeer, "IKE_MM_EXCH"},
	AMExchange:        {fromPeer, "IKE_AM_EXCH"},
	QMExchange:        {fromPeer, "IKE_QM_EXCH"},
	InfoNotify:        {fromPeer, "IKE_INFO_NOTIFY"},
	InfoDelete:        {fromPeer, "IKE_INFO_DELETE"},
	KeepAlive:         {fromPeer, "IKE_MESG_KEEP_ALIVE"},
	IMAlive:           {fromTimer, "IKE_TIMER_IM_ALIVE"},
	PeersAlive:        {fromTimer, "IKE_TIMER_PEERS_ALIVE"},
	SARequestMM:       {fromIPsec, "IKE_SA_REQ_MM"},
	SARequestAM:       {fromIPsec, "IKE_SA_REQ_AM"},
	Phase2Delete:      {fromIPsec, "IKE_PHASE2_DEL"},
	PresharedKeyReply: {fromAAA, "PRESHARED_KEY_REPLY"},
	SPIReply:          {fromIPsec, "IKE_SPI_REPLY"},
	InstallDone:       {fromIPsec, "IPSEC_INSTALL_DONE"},
	ProcessMainMode:   {internal, "IKE_PROCESS_MAIN_MODE"},
	ProcessComplete:   {internal, "IKE_PROCESS_COMPLETE"},
	Phase1Complete:    {internal, "IKE_PHASE1_COMPLETE"},
	Phase1Delete:      {internal, "IKE_PHASE1_DEL"},
	InitQM:            {internal, "IKE_INIT_QM"},
	ConfigRequest:     {fromPeer, "IKE_CFG_REQUEST"},
	ConfigReply:       {fromPeer, "IKE_CFG_REPLY"},
	ConfigAck:         {fromPeer, "IKE_CFG_ACK"},
	LoginDone:         {fromAAA, "IKE_AAA_CONT_LOGIN"},
	GroupKnown:        {fromAAA, "IKE_AAA_GROUP_ATTR"},
	ConfigSet:         {fromPeer, "IKE_CFG_SET"},
	UserGiven:         {internal, "IKE_XAUTH_REPLY_ATTR"},
	GotSPI:            {internal, "IKE_GOT_SPI"},
}

// Source is where the event comes from: FROM_PEER, FROM_TIMER, FROM_IPSEC, FROM_AAA or INTERNAL.
func (e Event) Source() string { return eventNames[min(e, GotSPI)].source }

// Name is the event without its source.
func (e Event) Name() string { return eventNames[min(e, GotSPI)].name }

func (e Event) String() string { return e.Source() + ", " + e.Name() }
