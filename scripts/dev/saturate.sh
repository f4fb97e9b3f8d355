#!/bin/bash
# saturate.sh - processor time per tunnel of a responder that has as much to do
# as it can, of ruthere and of strongSwan, on real UDP, one after the other.
#
#   scripts/dev/saturate.sh [-g "14 15 16 19 20 21"] [-n TUNNELS] [-r ROUNDS] [-t TIME]
#
# In each round and group, either responder is started afresh in a network
# namespace; from another one, joined to it by a pair of virtual interfaces,
# "ruthere load" brings up tunnels (main mode with a pre-shared key, AES-128 and
# SHA-1; quick mode without PFS) from an address of their own each, and holds
# them for a while with dead peer detection. Logs are off on both sides. What
# counts is utime + stime of the responder while the tunnels come up, the growth
# of its resident set, and the least of the rounds, since the machine may have
# other work. RUTHERE=FILE is the binary to measure;
# without it, one is built. Needs root, iproute2, gcc and strongSwan
# (charon-systemd, swanctl); no packet leaves the two namespaces.
set -u
ROOT=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
STATE=$(mktemp -d) || exit 1
touch "$STATE/pids"
# shellcheck source=scripts/interop/lablib.sh
. "$ROOT/scripts/interop/lablib.sh"

GROUPS_ASKED="14 15 16 19 20 21" TUNNELS=400 ROUNDS=3 HOLD=0s
while getopts g:n:r:t: option; do
	case $option in
	g) GROUPS_ASKED=$OPTARG ;;
	n) TUNNELS=$OPTARG ;;
	r) ROUNDS=$OPTARG ;;
	t) HOLD=$OPTARG ;;
	*) exit 2 ;;
	esac
done
WARM=30
[ "$TUNNELS" -le 2000 ] && [ "$ROUNDS" -le 20 ] || die "at most 2000 tunnels and 20 rounds"

RESPONDER=10.1.0.1 LOADER=10.1.0.2 FIRST=10.64.0.1 # and the addresses that follow it
KEY=kd94j1ksldz

address() { # N - the address of the N-th tunnel
	say "10.64.$(($1 / 256)).$(($1 % 256))"
}

# ---- the namespaces --------------------------------------------------------

LAB=rtsat$$
ns() { say "$LAB-$1"; }

net_up() {
	ip netns add "$(ns responder)" && ip netns add "$(ns load)" || die "cannot make network namespaces"
	ip link add eth0 netns "$(ns responder)" type veth peer name eth0 netns "$(ns load)"
	for n in responder load; do
		ip -n "$(ns $n)" link set lo up
		ip -n "$(ns $n)" link set eth0 up
	done
	ip -n "$(ns responder)" addr add $RESPONDER/24 dev eth0
	ip -n "$(ns responder)" addr add 192.168.1.1/32 dev lo
	ip -n "$(ns responder)" route add 10.64.0.0/16 via $LOADER
	ip -n "$(ns load)" addr add $LOADER/24 dev eth0
	ip -n "$(ns load)" route add local 10.64.0.0/16 dev lo
}

stop() { # the responder
	[ -z "${PID:-}" ] || { kill "$PID"; wait "$PID"; } 2>/dev/null
	PID=
}

finish() {
	stop
	for n in responder load; do ip netns del "$(ns $n)"; done 2>/dev/null
	rm -rf "$STATE"
}
trap finish EXIT
trap 'exit 130' INT TERM

# ---- the responders --------------------------------------------------------

write_ruthere() { # GROUP
	local i a
	cat <<-E
	hostname Responder
	no logging console
	no logging buffered
	crypto isakmp policy 1
	 encr aes
	 authentication pre-share
	 group $1
	crypto isakmp key $KEY address 0.0.0.0 0.0.0.0
	crypto ipsec transform-set Trans1 esp-aes esp-sha-hmac
	E
	for i in $(seq $((TUNNELS + WARM))); do
		a=$(address "$i")
		cat <<-E
		ip access-list extended to-$i
		 permit ip 192.168.1.0 0.0.0.255 host $a
		crypto map green $i ipsec-isakmp
		 set peer $a
		 set transform-set Trans1
		 match address to-$i
		E
	done
	cat <<-E
	interface Loopback0
	 ip address 192.168.1.1 255.255.255.0
	interface FastEthernet0/0
	 ip address $RESPONDER 255.255.255.0
	 crypto map green
	ip route 0.0.0.0 0.0.0.0 $LOADER
	end
	E
}

start_ruthere() { # GROUP
	write_ruthere "$1" >"$STATE/config"
	ip netns exec "$(ns responder)" "$RUTHERE" run --config "$STATE/config" >"$STATE/out" 2>&1 </dev/null &
	PID=$!
	wait_for_port
}

start_strongswan() { # GROUP
	local name
	case $1 in
	2) name=modp1024 ;; 5) name=modp1536 ;; 14) name=modp2048 ;; 15) name=modp3072 ;; 16) name=modp4096 ;;
	19) name=ecp256 ;; 20) name=ecp384 ;; 21) name=ecp521 ;;
	*) die "no name for group $1" ;;
	esac
	cat >"$STATE/strongswan.conf" <<-E
	charon-systemd {
	  load = random nonce openssl aes sha1 sha2 hmac kdf kernel-netlink socket-default vici
	  ikesa_table_size = 1024
	  ikesa_table_segments = 16
	  plugins { vici { socket = unix://$STATE/vici } }
	  journal { default = -1 }
	}
	swanctl { load = random openssl }
	E
	cat >"$STATE/swanctl.conf" <<-E
	connections { hub { version = 1
	  local_addrs = $RESPONDER
	  remote_addrs = %any
	  proposals = aes128-sha1-$name
	  local { auth = psk
	    id = $RESPONDER }
	  remote { auth = psk
	    id = %any }
	  children { net { local_ts = 192.168.1.0/24
	    remote_ts = dynamic
	    esp_proposals = aes128-sha1 } } } }
	secrets { ike-all { secret = "$KEY" } }
	E
	rm -f "$STATE/vici"
	ip netns exec "$(ns responder)" env STRONGSWAN_CONF="$STATE/strongswan.conf" ${STUB:+LD_PRELOAD="$STUB"} \
		"$CHARON" >"$STATE/out" 2>&1 </dev/null &
	PID=$!
	for _ in $(seq 100); do [ ! -S "$STATE/vici" ] || break; sleep 0.05; done
	mkdir -p "$STATE/swanctl"
	SWANCTL_DIR=$STATE/swanctl "$SWANCTL" --load-all --uri "unix://$STATE/vici" --file "$STATE/swanctl.conf" \
		>"$STATE/load.out" 2>&1
	grep -q 'successfully loaded 1 conn' "$STATE/load.out" || die "strongSwan took no connection: $(cat "$STATE/load.out")"
	wait_for_port
}

wait_for_port() {
	for _ in $(seq 200); do
		ip netns exec "$(ns responder)" grep -qi ':01F4 ' /proc/net/udp && return
		sleep 0.05
	done
	die "no responder on UDP 500: $(tail -5 "$STATE/out")"
}

# ---- the measurement -------------------------------------------------------

write_peer() { # GROUP
	cat >"$STATE/peer" <<-E
	crypto isakmp policy 1
	 encr aes
	 authentication pre-share
	 group $1
	crypto isakmp key $KEY address {gateway}
	crypto isakmp keepalive 10 periodic
	crypto ipsec transform-set Trans1 esp-aes esp-sha-hmac
	crypto map green 1 ipsec-isakmp
	 set peer {gateway}
	 set transform-set Trans1
	 match address 101
	interface FastEthernet0/0
	 ip address {address} 255.0.0.0
	 crypto map green
	access-list 101 permit ip host {address} 192.168.1.0 0.0.0.255
	E
}

load() { # PEERS FIRST HOLD
	ip netns exec "$(ns load)" "$RUTHERE" load --target $RESPONDER --from "$2" --peers "$1" --at-once 8 --hold "$3" \
		--config "$STATE/peer" --pid "$PID" --json
}

measure() { # KIND GROUP - the report of the load, a line
	"start_$1" "$2"
	write_peer "$2"
	load $WARM "$(address $((TUNNELS + 1)))" 0s >/dev/null &&
		load "$TUNNELS" $FIRST "$HOLD" >>"$STATE/$1-$2" || die "$1, group $2, failed: $(tail -3 "$STATE/out" "$STATE/$1-$2")"
	stop
}

best() { # KIND GROUP FIELD SORT - the best of the rounds
	grep -o "\"$3\":[-0-9.e+]*" "$STATE/$1-$2" | cut -d: -f2 | sort "$4" | head -1
}

print_table() {
	local group kind
	echo "$TUNNELS tunnels, the best of $ROUNDS rounds; processor time and memory of the responder per tunnel"
	printf '%5s  %-10s %11s %8s %8s %7s\n' group responder tunnels/s 'p99 ms' 'cpu ms' bytes
	for group in $GROUPS_ASKED; do
		for kind in ruthere strongswan; do
			printf '%5s  %-10s %11.0f %8.0f %8.2f %7.0f\n' "$group" $kind "$(best $kind "$group" tunnels_per_second -gr)" \
				"$(awk -v s="$(best $kind "$group" p99 -g)" 'BEGIN { print 1000 * s }')" \
				"$(best $kind "$group" processor_ms_per_tunnel -g)" "$(best $kind "$group" memory_bytes_per_tunnel -g)"
		done
	done
}

[ "$(id -u)" = 0 ] || skip "needs root"
CHARON=$(find_tool charon-systemd) && SWANCTL=$(find_tool swanctl) || skip "needs charon-systemd and swanctl"
[ -n "${RUTHERE:-}" ] || { (cd "$ROOT" && go build -o "$STATE/ruthere" ./cmd/ruthere) && RUTHERE=$STATE/ruthere; } || exit 1
STUB=
kernel_has_esp || { STUB=$STATE/xfrmstub.so; gcc -shared -fPIC -O2 -o "$STUB" "$ROOT/scripts/interop/xfrmstub.c" -ldl || exit 1; }
net_up
for _ in $(seq "$ROUNDS"); do
	for group in $GROUPS_ASKED; do
		for kind in ruthere strongswan; do measure $kind "$group"; done
	done
done
print_table
