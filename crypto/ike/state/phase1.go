package state

// A Phase is a state of the phase 1 machine (RFC 2409 section 5.4), as
// "Old State = ...  New State = ..." prints it.
type Phase uint8

const (
	Ready Phase = iota
	InitMM1
	InitMM2
	InitMM3
	InitMM4
	InitMM5
	InitMM6
	RespMM1
	RespMM2
	RespMM3
	RespMM4
	RespMM5
	InitAM1           // aggressive mode: message 1 is sent
	RespAMAwait       // message 1 is good; the key for its identity comes next
	RespAM2           // message 2 is sent
	XAuthRequestSent  // the peer is asked who its user is
	XAuthLoginAwait   // it has said so; whether that is true comes next
	XAuthSetSent      // it is told
	ConfigAuthorAwait // it has asked for its settings; those of its group come next
	ConfigSetSent     // it is told its address unasked
	XAuthReplyAwait   // this router is asked who its user is; somebody has to say
	XAuthReplySent    // it has said so
	ConfigRequestSent // it has asked for its settings
	P1Complete
	DestSA
)

var phaseNames = [...]string{
	"IKE_READY",
	"IKE_I_MM1", "IKE_I_MM2", "IKE_I_MM3", "IKE_I_MM4", "IKE_I_MM5", "IKE_I_MM6",
	"IKE_R_MM1", "IKE_R_MM2", "IKE_R_MM3", "IKE_R_MM4", "IKE_R_MM5",
	"IKE_I_AM1", "IKE_R_AM_AAA_AWAIT", "IKE_R_AM2",
	"IKE_XAUTH_REQ_SENT", "IKE_XAUTH_AAA_CONT_LOGIN_AWAIT", "IKE_XAUTH_SET_SENT", "IKE_CONFIG_AUTHOR_AAA_AWAIT",
	"IKE_CONFIG_MODE_SET_SENT", "IKE_XAUTH_REPLY_AWAIT", "IKE_XAUTH_REPLY_SENT", "IKE_CONFIG_MODE_REQ_SENT",
	"IKE_P1_COMPLETE", "IKE_DEST_SA",
}

func (p Phase) String() string { return phaseNames[min(p, DestSA)] }

// A Shown is how far an ISAKMP SA has come, in the coarser words of `show crypto isakmp sa`
// and of the lines about packets.
type Shown uint8

const (
	MMNoState  Shown = iota // message 1 sent, or a failed or deleted SA
	MMSASetup               // the policy is agreed
	MMKeyExch               // the keys are exchanged
	MMKeyAuth               // authenticated, before idle
	AGNoState               // aggressive mode: nothing agreed yet, or failed
	AGInitExch              // message 1 or 2 is sent
	AGAuth                  // authenticated, before idle
	ConfXAuth               // phase 1 is done, and who the peer's user is remains to be said
	ConfAddr                // the peer is given an address
	QMIdle                  // phase 1 is done
)

var shownNames = [...]string{"MM_NO_STATE", "MM_SA_SETUP", "MM_KEY_EXCH", "MM_KEY_AUTH",
	"AG_NO_STATE", "AG_INIT_EXCH", "AG_AUTH", "CONF_XAUTH", "CONF_ADDR", "QM_IDLE"}

func (s Shown) String() string { return shownNames[min(s, QMIdle)] }
