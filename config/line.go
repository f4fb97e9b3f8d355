package config

import (
	"slices"
	"time"
)

// A LineKind is a kind of terminal line, in the word that the configuration has for it.
type LineKind string

const (
	LineConsole LineKind = "con"
	LineAux     LineKind = "aux"
	LineVTY     LineKind = "vty"
)

// A Line is a terminal line: the console, the auxiliary port, or a range of vtys.
type Line struct {
	Kind        LineKind
	First, Last int

	Login         bool
	LoginLocal    bool   // login by name, against Config.Users
	LoginList     string // list of `aaa authentication login`; "" = default
	ExecList      string // list of `aaa authorization exec`; "" = default
	Password      string // as Credential.Password
	LoginResponse time.Duration

	AccessIn, AccessOut AccessClass
	// Transports by which the line may be reached, left, and what a host name typed as a
	// command means; nil is what the release comes with.
	TransportInput, TransportOutput, TransportPreferred []string

	ExecTimeout     time.Duration // 0 = never
	SessionTimeout  time.Duration // of outgoing connections; 0 = never
	AbsoluteTimeout time.Duration // 0 = never
	SessionLimit    int           // of outgoing connections; 0 = none
	Privilege       int
	AutoCommand     string
	NoExec          bool
	NoMOTDBanner    bool
	NoExecBanner    bool

	LoggingSynchronous bool
	SynchronousLevel   int // of logging synchronous: 0..7, or SynchronousAll; kept without effect
	SynchronousLimit   int // lines kept for a busy terminal; kept without effect
	Length, Width      int // rows and columns; 0 = no paging, no scrolling
	HistorySize        int
	NoHistory          bool
	NoEditing          bool
	EscapeCharacter    int // ASCII code; NoEscape for none
	Location           string
	Inert              Inert
}

// An AccessClass is `access-class`: a list that connections must pass.
type AccessClass struct {
	List    string // "" = none
	VRFAlso bool   // the interfaces of VRFs, too
}

// Defaults of a terminal line.
const (
	DefaultExecTimeout   = 10 * time.Minute
	DefaultLoginResponse = 30 * time.Second
	DefaultLength        = 24
	DefaultWidth         = 80
	DefaultHistory       = 10
	DefaultEscape        = 30 // Ctrl-^
	DefaultSyncLevel     = 2
	DefaultSyncLimit     = 20
	SynchronousAll       = 8
	NoEscape             = -1

	DefaultLoginAttempts = 3
)

// VTYs is how many virtual lines a router may be given.
const VTYs = 989

// NewLine is a line, or a range of vtys, with the defaults.
func NewLine(kind LineKind, first, last int) *Line {
	return &Line{Kind: kind, First: first, Last: last, ExecTimeout: DefaultExecTimeout, LoginResponse: DefaultLoginResponse,
		Login: kind == LineVTY, Length: DefaultLength, Width: DefaultWidth, HistorySize: DefaultHistory, Privilege: 1,
		EscapeCharacter: DefaultEscape, SynchronousLevel: DefaultSyncLevel, SynchronousLimit: DefaultSyncLimit}
}

// Line returns the configuration of line kind number n, or nil.
func (c *Config) Line(kind LineKind, n int) *Line {
	for _, l := range c.Lines {
		if l.Kind == kind && l.First <= n && n <= l.Last {
			return l
		}
	}
	return nil
}

// Clone returns a deep copy.
func (l *Line) Clone() *Line {
	m := *l
	for _, s := range []*[]string{&m.TransportInput, &m.TransportOutput, &m.TransportPreferred} {
		*s = slices.Clone(*s)
	}
	m.Inert = l.Inert.Clone()
	return &m
}

// A Transport is a protocol by which users reach a line over the network, in the word that
// `transport input` has for it.
type Transport string

// Those that the router serves.
const (
	TransportSSH    Transport = "ssh"
	TransportTelnet Transport = "telnet"
)

// Admits says whether the line may be reached by a transport.
func (l *Line) Admits(transport Transport) bool {
	return l.TransportInput == nil || slices.Contains(l.TransportInput, "all") || slices.Contains(l.TransportInput, string(transport))
}
