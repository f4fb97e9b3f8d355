package state

// A Node is a state of one quick mode exchange (RFC 2409 section 5.5).
type Node uint8

const (
	NodeReady        Node = iota
	NodeIQM1              // initiator: message 1 sent
	NodeSPIStarve         // responder: waiting for an SPI from IPsec
	NodeRQM1              // responder: SPI received
	NodeRQM2              // responder: message 2 sent
	NodeInstallAwait      // waiting for IPsec to install the SAs (IOS XE)
	NodePhase2Complete
)

var nodeNames = [...]string{
	"IKE_QM_READY", "IKE_QM_I_QM1", "IKE_QM_SPI_STARVE", "IKE_QM_R_QM1", "IKE_QM_R_QM2",
	"IKE_QM_IPSEC_INSTALL_AWAIT", "IKE_QM_PHASE2_COMPLETE",
}

func (n Node) String() string { return nodeNames[min(n, NodePhase2Complete)] }
