package config

import "slices"

// NTP is network time: the `ntp` lines.
type NTP struct {
	Logging       bool // ntp logging: %NTP messages
	Authenticate  bool
	PanicUpdate   bool       // corrections of more than 1000 s are refused
	Keys          []NTPKey   // in the order typed
	Trusted       []int      // numbers of keys
	Source        string     // interface; "" = any
	Access        [4]NTPList // by NTPAccess
	Master        bool       // our own clock counts where there is no better one
	MasterStratum int        // 0 = DefaultNTPStratum
	Servers       []NTPServer
	Peers         []NTPServer
}

// DefaultNTPStratum is that of `ntp master` without a number.
const DefaultNTPStratum = 8

// An NTPKey is one `ntp authentication-key`.
type NTPKey struct {
	Number     int
	Text       string // never in clear
	Encryption int    // its type, as printed; 7 is the only one that can be read
}

// An NTPAccess is what others may do, in the order in which their lists are asked.
type NTPAccess int

const (
	NTPPeer      NTPAccess = iota // everything
	NTPServe                      // ask for the time, and query
	NTPServeOnly                  // ask for the time
	NTPQueryOnly                  // query
)

// An NTPList is the access list of one `ntp access-group`; the zero NTPList is none.
type NTPList struct {
	List string
	Kiss bool // kod
}

// An NTPServer is one `ntp server` or `ntp peer`.
type NTPServer struct {
	VRF     string // whose table it is in; "" = the global one
	Host    string // address or name
	Prefer  bool
	Key     int    // 0 = none
	Source  string // interface; "" = any
	Version int    // 0 = that of the release
	Burst   bool
	IBurst  bool
	Least   int // minpoll, a power of two in seconds; 0 = 6
	Most    int // maxpoll, likewise; 0 = 10
}

// Enabled says whether anything starts the router's NTP.
func (n *NTP) Enabled() bool {
	return n.Logging || n.Authenticate || n.Master || n.Source != "" || len(n.Keys)+len(n.Trusted)+len(n.Servers)+len(n.Peers) > 0 ||
		n.Access != [4]NTPList{}
}

// SetNTPServer adds a server to a list, or puts it in the place of what was said of it before.
func SetNTPServer(list []NTPServer, s NTPServer) []NTPServer {
	at := slices.IndexFunc(list, func(have NTPServer) bool { return have.VRF == s.VRF && have.Host == s.Host })
	if at < 0 {
		return append(list, s)
	}
	list[at] = s
	return list
}

// SetKey adds a key, or puts it in the place of that of its number.
func (n *NTP) SetKey(k NTPKey) {
	at := slices.IndexFunc(n.Keys, func(have NTPKey) bool { return have.Number == k.Number })
	if at < 0 {
		n.Keys = append(n.Keys, k)
		return
	}
	n.Keys[at] = k
}

func (n NTP) clone() NTP {
	n.Keys, n.Trusted = slices.Clone(n.Keys), slices.Clone(n.Trusted)
	n.Servers, n.Peers = slices.Clone(n.Servers), slices.Clone(n.Peers)
	return n
}
