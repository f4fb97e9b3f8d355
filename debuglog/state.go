package debuglog

// A Role is the side of phase 1 that the router took, as printed in parentheses before a state.
type Role uint8

const (
	Initiator Role = iota // (I)
	Responder             // (R)
	NewSA                 // "(N) NEW SA": the packet opens an SA; the state is not printed
)

func (r Role) String() string { return [...]string{"I", "R", "N"}[min(r, NewSA)] }

// A State is the state column of "show crypto isakmp sa".
type State uint8

const (
	MMNoState State = iota // message 1 sent, or a failed or deleted SA
	MMSASetup              // the policy is agreed
	MMKeyExch              // the keys are exchanged
	MMKeyAuth              // authenticated, before idle
	QMIdle                 // phase 1 is done
)

var stateNames = [...]string{"MM_NO_STATE", "MM_SA_SETUP", "MM_KEY_EXCH", "MM_KEY_AUTH", "QM_IDLE"}

func (s State) String() string { return stateNames[min(s, QMIdle)] }

// Padded is the state as debug lines print it: QM_IDLE is filled to 13 columns, the others are bare.
func (s State) Padded() string {
	if s == QMIdle {
		return "QM_IDLE      "
	}
	return s.String()
}

// A PhaseState is a state of the phase 1 machine, as "Old State = … New State = …" prints it.
type PhaseState uint8

const (
	Ready PhaseState = iota
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
	P1Complete
	DestSA
)

var phaseStateNames = [...]string{
	"IKE_READY",
	"IKE_I_MM1", "IKE_I_MM2", "IKE_I_MM3", "IKE_I_MM4", "IKE_I_MM5", "IKE_I_MM6",
	"IKE_R_MM1", "IKE_R_MM2", "IKE_R_MM3", "IKE_R_MM4", "IKE_R_MM5",
	"IKE_P1_COMPLETE", "IKE_DEST_SA",
}

func (s PhaseState) String() string { return phaseStateNames[min(s, DestSA)] }

// A NodeState is a state of one quick mode exchange.
type NodeState uint8

const (
	NodeReady        NodeState = iota
	NodeIQM1                   // initiator: message 1 sent
	NodeSPIStarve              // responder: waiting for an SPI from IPsec
	NodeRQM1                   // responder: SPI received
	NodeRQM2                   // responder: message 2 sent
	NodeInstallAwait           // waiting for IPsec to install the SAs (IOS XE)
	NodePhase2Complete
)

var nodeStateNames = [...]string{
	"IKE_QM_READY", "IKE_QM_I_QM1", "IKE_QM_SPI_STARVE", "IKE_QM_R_QM1", "IKE_QM_R_QM2",
	"IKE_QM_IPSEC_INSTALL_AWAIT", "IKE_QM_PHASE2_COMPLETE",
}

func (s NodeState) String() string { return nodeStateNames[min(s, NodePhase2Complete)] }
