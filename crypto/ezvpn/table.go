package ezvpn

// A State is how far a client is, in the device's word.
type State uint8

const (
	Idle            State = iota // something is missing of its configuration, or of its interfaces
	ConnectRequired              // nobody is called
	Ready                        // the server is called, and then asked for settings
	XAuthRequested               // it wants to know who the user is
	XAuthReplied                 // and has been told
	SocketsOpen                  // its settings are there, IPsec SAs are not
	Active
)

var stateNames = [...]string{"IDLE", "CONNECT_REQUIRED", "READY", "XAUTH_REQ", "XAUTH_REPLIED", "SS_OPEN", "IPSEC_ACTIVE"}

func (s State) String() string { return stateNames[min(s, Active)] }

// An Event is what moves a client.
type Event uint8

const (
	NoEvent Event = iota
	ValidConfig
	InvalidConfig
	Connect
	ConnectionUp
	UserAsked
	UserPrompted
	UserReady
	UserJudged
	SettingsGiven
	SocketsReady
	SocketUp
	SocketDown
	ConnectionDown
	TurnedOff // by a tracked object; the device's words for this and the next are not known
	TurnedOn
	Reset
)

var eventNames = [...]string{"", "VALID_CONFIG_ENTERED", "INVALID_CONFIG", "CONNECT", "CONN_UP", "XAUTH_REQUEST", "XAUTH_PROMPTING",
	"XAUTH_REQ_INFO_READY", "XAUTH_STATUS", "MODE_CONFIG_REPLY", "SOCKET_READY", "SOCKET_UP", "SOCKET_DOWN", "CONN_DOWN", "TRACK_OFF",
	"TRACK_ON", "RESET"}

func (e Event) String() string { return eventNames[min(e, Reset)] }

// A row is one arrow: from a state, on an event, to a state; does is what the device calls the function that it runs. Of two rows
// for one state and event the first counts whose condition holds. What an action wants to happen next it says in step.then.
type row struct {
	from State
	on   Event
	when func(*step) bool
	to   State
	does string
	do   func(*step)
}

// table is the machine. Its states and events are the device's, recalled from its debugging; what it does on those that its
// documents do not show is chosen.
var table = append([]row{
	{from: Idle, on: ValidConfig, to: ConnectRequired, do: (*step).planCall},
	{from: Idle, on: TurnedOn, to: ConnectRequired, do: (*step).planCall},
	{from: ConnectRequired, on: Connect, to: Ready, does: "ezvpn_connect_request", do: (*step).call},
	{from: Ready, on: ConnectionUp, to: Ready, does: "ezvpn_conn_up"},
	{from: Ready, on: UserAsked, to: XAuthRequested, does: "ezvpn_xauth_request", do: (*step).findUser},
	{from: XAuthRequested, on: UserPrompted, to: XAuthRequested, do: (*step).prompt},
	{from: XAuthRequested, on: UserReady, to: XAuthReplied, does: "ezvpn_xauth_reply", do: (*step).giveUser},
	{from: XAuthReplied, on: UserJudged, to: Ready, do: (*step).judge},
	{from: Ready, on: SettingsGiven, to: SocketsOpen, does: "ezvpn_parse_mode_config_msg", do: (*step).takeSettings},
	{from: SocketsOpen, on: SocketsReady, to: SocketsOpen, do: (*step).openSockets},
	{from: SocketsOpen, on: SocketUp, to: Active, do: (*step).noteUp},
	{from: Active, on: SocketUp, to: Active},
	{from: Active, on: SocketDown, when: (*step).isIdle, to: ConnectRequired, does: "ezvpn_close", do: (*step).hangUp},
	{from: Active, on: SocketDown, to: SocketsOpen, do: (*step).planSockets},
	{from: SocketsOpen, on: SocketDown, to: SocketsOpen},

	{from: SocketsOpen, on: SettingsGiven, when: (*step).isToldOtherwise, to: ConnectRequired, does: "ezvpn_close", do: (*step).hangUpAndCall},
	{from: SocketsOpen, on: SettingsGiven, to: SocketsOpen},

	// The server asks, and tells, again when phase 1 is renewed.
	{from: Active, on: UserAsked, to: Active, does: "ezvpn_xauth_request", do: (*step).findUser},
	{from: Active, on: UserPrompted, to: Active, do: (*step).prompt},
	{from: Active, on: UserReady, to: Active, does: "ezvpn_xauth_reply", do: (*step).giveUser},
	{from: Active, on: UserJudged, to: Active, do: (*step).judge},
	{from: Active, on: ConnectionUp, to: Active},
	{from: Active, on: SettingsGiven, when: (*step).isToldOtherwise, to: ConnectRequired, does: "ezvpn_close", do: (*step).hangUpAndCall},
	{from: Active, on: SettingsGiven, to: Active},
}, endings()...)

// endings are how each state ends in which somebody is called.
func endings() (rows []row) {
	for from := Ready; from <= Active; from++ {
		rows = append(rows,
			row{from: from, on: ConnectionDown, to: ConnectRequired, does: "ezvpn_close", do: (*step).lose},
			row{from: from, on: Reset, to: ConnectRequired, does: "ezvpn_reset", do: (*step).hangUpAndCall},
			row{from: from, on: InvalidConfig, to: Idle, does: "ezvpn_close", do: (*step).hangUp},
			row{from: from, on: TurnedOff, to: Idle, does: "ezvpn_close", do: (*step).hangUp})
	}
	return append(rows, row{from: ConnectRequired, on: Reset, to: ConnectRequired, do: (*step).planCall},
		row{from: ConnectRequired, on: InvalidConfig, to: Idle, do: (*step).forgetPlan},
		row{from: ConnectRequired, on: TurnedOff, to: Idle, do: (*step).forgetPlan})
}
