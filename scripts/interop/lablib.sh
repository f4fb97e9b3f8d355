# lablib.sh - network namespaces, link cuts, NAT, captures and process
# book-keeping for the interop labs.  Sourced by strongswan-peer.sh (bash).
#
# Everything a lab creates is recorded under $STATE and removed by lab_down:
#   $STATE/env     KEY=VALUE lines describing the lab
#   $STATE/pids    "PID STARTTIME NAME" of each process started
#
# Topology (N peers, each in a namespace of its own):
#
#   LAB-dut                  LAB-mid (router, optional NAT)        LAB-peer1
#   eth0 DUT_ADDR/24 ------- dut  DUT_GW/24      p1 ----------- eth0 PEER_ADDR
#   default via DUT_GW                           p2 ----------- LAB-peer2 ...

SKIP=77

say()  { printf '%s\n' "$*"; }
die()  { printf 'error: %s\n' "$*" >&2; exit 1; }
skip() { printf 'SKIP: %s\n' "$*" >&2; exit $SKIP; }

have() { command -v "$1" >/dev/null 2>&1; }

# first existing file or command of those named
find_tool() {
	local t
	for t in "$@"; do
		case $t in
		/*) [ -x "$t" ] && { say "$t"; return 0; } ;;
		*)  command -v "$t" 2>/dev/null && return 0
		    [ -x "/usr/sbin/$t" ] && { say "/usr/sbin/$t"; return 0; }
		    [ -x "/sbin/$t" ] && { say "/sbin/$t"; return 0; } ;;
		esac
	done
	return 1
}

# ---- state -----------------------------------------------------------------

put_env() { # KEY VALUE
	local f=$STATE/env
	touch "$f"
	grep -v "^$1=" "$f" > "$f.new" || true
	printf "%s='%s'\n" "$1" "$2" >> "$f.new"
	mv "$f.new" "$f"
}

load_env() {
	[ -r "$STATE/env" ] || die "lab '$LAB' is not up (no $STATE/env)"
	# shellcheck disable=SC1090,SC1091
	. "$STATE/env"
}

# ---- processes -------------------------------------------------------------

start_time() { # PID -> start time in clock ticks, empty if gone or a zombie
	local s
	s=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
	s=${s##*) }
	set -- $s
	[ "$1" = Z ] || say "${20}"
}

record() { # PID NAME
	say "$1 $(start_time "$1") $2" >> "$STATE/pids"
}

pid_of() { # NAME -> pid if it still runs
	local pid st name
	[ -r "$STATE/pids" ] || return 1
	while read -r pid st name; do
		[ "$name" = "$1" ] && [ -n "$st" ] &&
			[ "$(start_time "$pid")" = "$st" ] && { say "$pid"; return 0; }
	done < "$STATE/pids"
	return 1
}

stop_name() { # NAME [SIGNAL] - ends it and waits until it is gone
	local pid i
	pid=$(pid_of "$1") || return 0
	kill -CONT "$pid" 2>/dev/null
	kill "-${2:-TERM}" "$pid" 2>/dev/null
	for i in $(seq 60); do
		pid_of "$1" >/dev/null || break
		sleep 0.1
		[ "$i" = 40 ] && kill -KILL "$pid" 2>/dev/null
	done
	grep -v " $1\$" "$STATE/pids" > "$STATE/pids.new"
	mv "$STATE/pids.new" "$STATE/pids"
}

# ---- namespaces ------------------------------------------------------------

ns()     { say "$LAB-$1"; }
in_ns()  { local n; n=$(ns "$1"); shift; ip netns exec "$n" "$@"; }

need_root() {
	[ "$(id -u)" = 0 ] || skip "must run as root (network namespaces, UDP port 500)"
	have ip || skip "missing command 'ip' (Debian package iproute2)"
	local probe="rtprobe$$"
	ip netns add "$probe" 2>/dev/null ||
		skip "network namespaces cannot be created here"
	if ! ip -n "$probe" link add rtv0 type veth peer name rtv1 2>/dev/null; then
		ip netns del "$probe"
		skip "veth interfaces cannot be created here"
	fi
	ip netns del "$probe"
}

# can this kernel hold ESP security associations?
kernel_has_esp() {
	local probe="rtesp$$" rc=1
	ip netns add "$probe" || return 1
	ip netns exec "$probe" ip xfrm state add src 192.0.2.1 dst 192.0.2.2 \
		proto esp spi 0x1000 reqid 1 mode tunnel \
		enc 'cbc(aes)' 0x00112233445566778899aabbccddeeff \
		auth 'hmac(sha1)' 0x0011223344556677889900112233445566778899 \
		>/dev/null 2>&1 && rc=0
	ip netns del "$probe"
	return $rc
}

lab_net_up() {
	local n i addr
	for n in dut mid; do
		ip netns add "$(ns $n)" || die "namespace $(ns $n) exists already: run 'down' first"
		ip -n "$(ns $n)" link set lo up
	done
	ip link add eth0 netns "$(ns dut)" type veth peer name dut netns "$(ns mid)"
	ip -n "$(ns dut)" addr add "$DUT_ADDR/$DUT_PLEN" dev eth0
	ip -n "$(ns dut)" link set eth0 up
	ip -n "$(ns mid)" addr add "$DUT_GW/$DUT_PLEN" dev dut
	ip -n "$(ns mid)" link set dut up
	ip -n "$(ns dut)" route add default via "$DUT_GW"
	if [ -n "$DUT_INNER" ]; then
		ip -n "$(ns dut)" addr add "$DUT_INNER/32" dev lo
	fi
	in_ns mid sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward
		for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 > $f; done'
	i=0
	for addr in $PEER_ADDRS; do
		i=$((i+1))
		ip netns add "$(ns peer$i)"
		ip -n "$(ns peer$i)" link set lo up
		ip link add eth0 netns "$(ns peer$i)" type veth peer name "p$i" netns "$(ns mid)"
		peer_net_up $i "$addr"
		[ -z "$PEER_INNER" ] ||
			ip -n "$(ns peer$i)" addr add "$PEER_INNER/32" dev lo
	done
	put_env NPEERS $i
	nat_up
}

# the addresses and routes of one peer's link; also used after a link cut
peer_net_up() { # N ADDR
	ip -n "$(ns mid)" addr replace "169.254.$1.1/32" dev "p$1"
	ip -n "$(ns mid)" link set "p$1" up
	ip -n "$(ns mid)" route replace "$2/32" dev "p$1"
	ip -n "$(ns peer$1)" addr replace "$2/24" dev eth0 noprefixroute
	ip -n "$(ns peer$1)" link set eth0 up
	ip -n "$(ns peer$1)" route replace default via "169.254.$1.1" dev eth0 onlink src "$2"
}

# NAT in the middle router:
#   none       plain routing
#   dut        the DUT is behind NAT, source ports kept where free
#   dut-ports  the same, with source ports always changed
#   peer       peer 1 is behind NAT; UDP 500/4500 of NAT_ADDR are forwarded to it
nat_up() {
	local rule
	[ "$NAT" = none ] && return 0
	have nft || skip "missing command 'nft' for NAT (Debian package nftables)"
	case $NAT in
	dut)       rule="ip saddr $DUT_ADDR oifname \"p*\" snat to $NAT_ADDR" ;;
	dut-ports) rule="ip saddr $DUT_ADDR oifname \"p*\" meta l4proto udp snat to $NAT_ADDR:20000-29999" ;;
	peer)      rule="ip saddr ${PEER_ADDRS%% *} oifname \"dut\" snat to $NAT_ADDR" ;;
	*) die "unknown NAT kind '$NAT'" ;;
	esac
	in_ns mid nft -f - <<-E || die "nft refused the NAT rules"
	table ip nat {
	  chain post { type nat hook postrouting priority 100; $rule; }
	  chain pre { type nat hook prerouting priority -100;
	    $( [ "$NAT" = peer ] && echo "iifname \"dut\" ip daddr $NAT_ADDR udp dport { 500, 4500 } dnat to ${PEER_ADDRS%% *};" )
	  }
	}
	E
}

# ---- faults ----------------------------------------------------------------

peer_addr() { set -- "$1" $PEER_ADDRS; shift "$1"; say "$1"; }

link_cut() { # MODE [PEER]
	local n=${2:-1} a
	a=$(peer_addr "$n")
	case $1 in
	drop)        # all peers, both ways, silently
		in_ns mid sh -c 'echo 0 > /proc/sys/net/ipv4/ip_forward' ;;
	peer)        # one peer, both ways, silently
		ip -n "$(ns mid)" route add blackhole "$a/32" metric 0 2>/dev/null
		ip -n "$(ns mid)" route replace blackhole "$a/32"
		ip -n "$(ns mid)" rule add iif "p$n" blackhole pref 10 ;;
	to-peer)     # only packets to this peer are lost
		ip -n "$(ns mid)" route replace blackhole "$a/32" ;;
	from-peer)   # only packets from this peer are lost
		ip -n "$(ns mid)" rule add iif "p$n" blackhole pref 10 ;;
	unreachable) # the router answers with ICMP host unreachable
		ip -n "$(ns mid)" route replace unreachable "$a/32" ;;
	link)        # the peer's link goes down
		ip -n "$(ns mid)" link set "p$n" down ;;
	dut-link)    # the DUT's link goes down (its own end loses carrier)
		ip -n "$(ns mid)" link set dut down ;;
	*) die "unknown kind of cut '$1'" ;;
	esac
}

link_restore() {
	local i=0 a
	in_ns mid sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
	while ip -n "$(ns mid)" rule del pref 10 2>/dev/null; do :; done
	ip -n "$(ns mid)" link set dut up
	ip -n "$(ns mid)" addr replace "$DUT_GW/$DUT_PLEN" dev dut
	for a in $PEER_ADDRS; do
		i=$((i+1))
		ip -n "$(ns mid)" route del blackhole "$a/32" 2>/dev/null
		ip -n "$(ns mid)" route del unreachable "$a/32" 2>/dev/null
		peer_net_up $i "$a"
	done
	packet_loss 0
}

packet_loss() { # PERCENT, of forwarded packets
	have nft || { [ "$1" = 0 ] && return 0; skip "missing command 'nft' for packet loss (Debian package nftables)"; }
	in_ns mid nft delete table ip loss 2>/dev/null
	[ "$1" = 0 ] && return 0
	in_ns mid nft -f - <<-E || die "nft refused the loss rule"
	table ip loss {
	  chain f { type filter hook forward priority 0;
	    numgen random mod 100 < $1 drop; }
	}
	E
}

# ---- captures --------------------------------------------------------------

capture_start() { # FILE [INTERFACE-of-mid]
	local i f
	have tcpdump || skip "missing command 'tcpdump' (Debian package tcpdump)"
	f=$(readlink -f "$1")
	: > "$STATE/tcpdump.err"
	# without -s, tcpdump's buffer holds 8 packets, and a burst of pings overruns it
	ip netns exec "$(ns mid)" setsid tcpdump -Z root -n -U --immediate-mode -s 2048 -i "${2:-dut}" -w "$f" \
		'udp or esp or ah or icmp or proto 47 or proto 4' >/dev/null 2>"$STATE/tcpdump.err" </dev/null &
	record $! capture
	for i in $(seq 50); do
		grep -q 'listening on' "$STATE/tcpdump.err" && return 0
		pid_of capture >/dev/null || break
		sleep 0.1
	done
	die "tcpdump did not start: $(cat "$STATE/tcpdump.err")"
}

capture_stop() { sleep 0.3; stop_name capture INT; }

# ---- end -------------------------------------------------------------------

# A test that is killed cannot clean up after itself: the guard does it.  It has
# a session of its own, so that a Ctrl-C meant for the test does not end it.
start_guard() {
	[ -n "$(start_time "$OWNER")" ] || die "--owner: no process $OWNER"
	setsid "$HERE/strongswan-peer.sh" guard --lab "$LAB" --state "$STATE" --owner "$OWNER" \
		>/dev/null 2>&1 </dev/null &
	record $! guard
}

guard() {
	local born
	born=$(start_time "$OWNER")
	exec 9<> <(:) # nothing ever comes: a pause without a process
	while [ -n "$born" ] && [ "$(start_time "$OWNER")" = "$born" ]; do
		read -rt 1 -u 9
	done
	exec "$HERE/strongswan-peer.sh" down --lab "$LAB" --state "$STATE"
}

# Ends the processes recorded, and what else runs inside the lab's namespaces
# (a DUT whose test was killed), then removes the namespaces.
lab_down() {
	local n spaces
	spaces=$(ip netns list 2>/dev/null | awk '{print $1}' |
		grep -E "^$LAB-(dut|mid|peer[0-9]+)\$")
	lab_signal CONT
	lab_signal TERM
	for n in $(seq 40); do
		[ -n "$(lab_processes)" ] || break
		[ "$n" = 30 ] && lab_signal KILL
		sleep 0.1
	done
	for n in $spaces; do ip netns del "$n"; done
}

lab_processes() { # of $spaces and the records, this one left out
	local pid st name n
	if [ -r "$STATE/pids" ]; then
		while read -r pid st name; do
			[ -n "$st" ] && [ "$pid" != $$ ] &&
				[ "$(start_time "$pid")" = "$st" ] && say "$pid"
		done < "$STATE/pids"
	fi
	for n in $spaces; do ip netns pids "$n"; done
}

lab_signal() { # SIGNAL
	local pid
	for pid in $(lab_processes); do kill "-$1" "$pid" 2>/dev/null; done
}
