#!/bin/bash
# saturate.sh - processor time per tunnel of a responder that has as much to do
# as it can, of ruthere and of strongSwan, on real UDP, one after the other.
#
#   scripts/dev/saturate.sh [-g "14 15 16 19 20 21"] [-n TUNNELS] [-r ROUNDS]
#
# In each round and group, either responder is started afresh in a network
# namespace; from another one, joined to it by a pair of virtual interfaces,
# tunnels (main mode with a pre-shared key, AES-128 and SHA-1; quick mode without
# PFS) come up from an address of their own each. Logs are off on both sides. What
# counts is utime + stime of the responder, and the least of the rounds, since
# the machine may have other work. RUTHERE=FILE is the binary to measure;
# without it, one is built. Needs root, iproute2, gcc and strongSwan
# (charon-systemd, swanctl); no packet leaves the two namespaces.
set -u
ROOT=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
STATE=$(mktemp -d) || exit 1
touch "$STATE/pids"
# shellcheck source=scripts/interop/lablib.sh
. "$ROOT/scripts/interop/lablib.sh"

GROUPS_ASKED="14 15 16 19 20 21" TUNNELS=400 ROUNDS=3
while getopts g:n:r: option; do
	case $option in
	g) GROUPS_ASKED=$OPTARG ;;
	n) TUNNELS=$OPTARG ;;
	r) ROUNDS=$OPTARG ;;
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

measure() { # KIND GROUP - processor milliseconds per tunnel
	"start_$1" "$2"
	ip netns exec "$(ns load)" "$STATE/saturate" --from $FIRST --to $RESPONDER --pid "$PID" \
		--group "$2" --warm $WARM --tunnels "$TUNNELS" >>"$STATE/$1-$2" || die "$1, group $2, failed: $(tail -3 "$STATE/out")"
	stop
}

least() { sort -g "$STATE/$1-$2" | head -1; }

print_table() {
	local group
	echo "processor ms per tunnel of the responder, $TUNNELS tunnels, the least of $ROUNDS rounds"
	printf '%5s %10s %12s %7s\n' group ruthere strongSwan ratio
	for group in $GROUPS_ASKED; do
		awk -v g="$group" -v r="$(least ruthere "$group")" -v s="$(least strongswan "$group")" \
			'BEGIN { printf "%5s %10.2f %12.2f %7.2f\n", g, r, s, r / s }'
	done
}

[ "$(id -u)" = 0 ] || skip "needs root"
CHARON=$(find_tool charon-systemd) && SWANCTL=$(find_tool swanctl) || skip "needs charon-systemd and swanctl"
(cd "$ROOT" && go build -o "$STATE/saturate" ./scale/saturate) || die "cannot build the load generator"
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
