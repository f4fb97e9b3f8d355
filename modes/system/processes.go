package system

import (
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
)

// A process of the router's operating system, as `show processes` lists it. The lists and
// their figures are one value, computed from what the router has done and holds: the work of
// a process follows from the time since boot and what it is for, its memory from what it keeps.
type process struct {
	name    string
	queue   byte // C critical, H high, M medium, L low
	invoked uint64
	micros  uint64 // of one invocation
	percent float64
	held    uint64 // bytes
}

// workload is what the router's processes have to do.
type workload struct {
	release   debuglog.Release
	up        time.Duration
	usage     modes.Usage
	isakmpSAs int
	routes    int
	lines     int // of the configuration's text
}

func workloadOf(b modes.Device) workload {
	now, _ := b.Clock()
	w := workload{release: b.Release(), up: now.Sub(b.Booted()), usage: b.Usage(), routes: len(b.Routes())}
	if e := b.Engine(); e != nil {
		w.isakmpSAs = len(e.SAs(b.Now()))
	}
	w.lines = strings.Count(b.Language().RunningConfig(b.Config()), "\n")
	return w
}

// The processes of a router, in the order in which it starts them: those that a release begins
// with, and those that all have.
const (
	classicProcesses = `Chunk Manager|Load Meter|CEF Scanner|Check heaps|Pool Manager|Timers|IPC Dynamic Cache|IPC Zone Manager|
IPC Periodic Timer|IPC Deferred Port Closure|IPC Seat Manager|IPC BackPressure|OIR Handler|
Crash writer|Environmental monitor|ARP Input|ARP Background|
ATM Idle Timer|AAA high-capacity counters|AAA_SERVER_DEADTIME|
Policy Manager|DDR Timers|Entity MIB API|EEM ED Syslog|HC Counter Timers|
Serial Background|RO Notify Timers|RMI RM Notify Watched Policy|SMART|GraphIt|Dialer event|SERIAL A'detect|XML Proxy Client|
Critical Bkgnd|Net Background|IDB Work|Logger|TTY Background|Per-Second Jobs|AggMgr Process|dev_device_inserted|dev_device_removed|
SM Monitor|Net Input|Compute load avgs|Per-minute Jobs|Token Daemon|Transport Port Agent|HC Counter Timers|USB Startup|ESWILP|
Flash MIB Updates|VNM DSPRM MAIN|X.25 Encaps Manager|COPS|RARP Input|RLM groups Process|PAD InCall|X.25 Background|URL filter proc|
Crypto HW Proc|Crypto PAS Proc|`
	xeProcesses = `Chunk Manager|Load Meter|PKI Trustpool|Retransmission of IPC|IPC ISSU Dispatch Process|RF Slave Main Thread|
EDDRI_MAIN|RO Notify Timers|Check heaps|Pool Manager|DiscardQ Background|Timers|WATCH_AFS|MEMLEAK PROCESS|ARP Input|ARP Background|
ATM Idle Timer|AAA_SERVER_DEADTIME|Policy Manager|DDR Timers|Entity MIB API|SERIAL A'detect|Dialer event|GraphIt|SMART|
IPC Apps Process|IPC Event Notifier|IPC Dynamic Cache|IPC Service NonCisco|IPC Zone Manager|IPC Periodic Timer|IPC Managed Timer|
IPC Deferred Port Closure|IPC Process level|IPC Seat Manager|IPC Check Queue Time|IPC Seat RX Control|IPC Seat TX Control|
IPC Keep Alive Manager|IPC Loadometer|Crash writer|Exception controller|IOSXE heartbeat|IOSD ipc task|IOSD chasfs task|
IOSXE signals IOS|IOSXE-RP Punt Service|Serial Background|Critical Bkgnd|Net Background|IDB Work|Logger|TTY Background|
Per-Second Jobs|Net Input|Compute load avgs|Per-minute Jobs|CMAN IPC Process|CWAN OIR Handler|Licensing Auto Update|VRRS Main thread|
SIS Punt Process|Shell process|fanrp_l2fib|`
	commonProcesses = `AAA Server|AAA ACCT Proc|ACCT Periodic Proc|AAA Dictionary R|IP Input|ICMP event handler|
TurboACL|TurboACL chunk|MOP Protocols|PPP Hooks|SSS Manager|SSS Test Client|SSS Feature Manager|SSS Feature Timer|VPDN call manager|
L2X Socket process|L2X SSS manager|L2TP mgmt daemon|KRB5 AAA|PPP IP Route|PPP IPCP|CEF process|IP Background|
IP RIB Update|SNMP Timers|TCP Timer|TCP Protocols|Socket Timers|DHCPD Receive|IP Cache Ager|HTTP CORE|
Adj Manager|ATM Periodic|Inspect process|Crypto Support|
IPSEC key engine|IPSEC manual key|Crypto ACL|CRYPTO QoS process|Crypto INT|Crypto IKE Dispatcher|Crypto IKMP|
Key Proc|Crypto CA|Crypto SSL|Crypto Delete Manager|Crypto Session Mgr|AAA Cached Server Group|ENABLE AAA|EM Background Process|
Key chain livekey|LINE AAA|LOCAL AAA|TPLUS|DNS Server|CDP Protocol|SSH Process|Exec|NTP|DHCPD Timer|DHCPD Database|Syslog Traps`
)

// processNames are the processes of a release's routers.
func processNames(r debuglog.Release) []string {
	first := classicProcesses
	if r == debuglog.IOSXE {
		first = xeProcesses
	}
	return strings.Split(strings.ReplaceAll(first+commonProcesses, "\n", ""), "|")
}

// shownName is the name as lists have it, which leave it sixteen characters.
func (p process) shownName() string { return p.name[:min(len(p.name), 16)] }

// busy are the processes that run often: how many times a minute, for how many microseconds,
// and which share they have of what the processor was busy with. All others ran once, at boot.
var busy = map[string]struct {
	perMinute uint64
	micros    uint64
	share     float64
}{
	"Load Meter": {12, 20, 0}, "Check heaps": {6, 1900, .1}, "Pool Manager": {12, 10, 0}, "Timers": {60, 4, 0},
	"Compute load avgs": {12, 60, 0}, "Per-Second Jobs": {60, 40, 0}, "Per-minute Jobs": {1, 900, 0}, "IP Input": {30, 120, .3},
	"Net Background": {60, 12, 0}, "TTY Background": {60, 12, 0},
	"Net Input": {12, 20, 0}, "ARP Input": {4, 40, 0},
	"TCP Timer":     {75, 8, 0},
	"IP Background": {1, 80, 0}, "Crypto IKMP": {20, 300, .4}, "IPSEC key engine": {4, 100, .1}, "Exec": {6, 400, .1},
	"CDP Protocol": {4, 150, 0}, "Logger": {4, 60, 0}, "CEF process": {60, 20, 0}, "Socket Timers": {60, 6, 0},
}

// processes lists them in the order of their numbers, from 1.
func processes(w workload) (all []process) {
	minutes := w.up.Minutes()
	for _, name := range processNames(w.release) {
		p := process{name: name, queue: 'M', invoked: 1, micros: 4, held: 6900 + uint64(len(name))*12}
		if work, often := busy[name]; often {
			p.invoked += uint64(minutes * float64(work.perMinute))
			p.micros, p.percent = work.micros, work.share*w.usage.FiveSeconds
		}
		switch name {
		case "Chunk Manager", "Per-Second Jobs", "Critical Bkgnd":
			p.queue = 'C'
		case "Check heaps", "TTY Background", "Net Background":
			p.queue = 'L'
		case "Crypto IKMP":
			p.held += 24_000 + 9_000*uint64(w.isakmpSAs)
		case "IP RIB Update":
			p.held += 380 * uint64(w.routes)
		case "Exec":
			p.held += 28_000 + 180*uint64(w.lines)
		}
		all = append(all, p)
	}
	return all
}

// stackSize is the stack of a process, in bytes, and freeStack what of it was never used.
const stackSize = 6000

func (p process) freeStack() int { return 5500 - len(p.name)*8 }

// runtime is how long a process has run, in milliseconds.
func (p process) runtime() uint64 { return p.invoked * p.micros / 1000 }

// initialHold is what the software itself holds of a pool of so many bytes, with the share
// that real routers of the platforms show.
func initialHold(pool uint64) uint64 { return pool / 7 }
