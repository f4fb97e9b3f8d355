#!/bin/bash
# strongswan-peer.sh - a lab with real strongSwan IKEv1 peers in network
# namespaces, next to an empty namespace for the device under test (DUT).
# See README.md.  Installs nothing; exit status 77 means "cannot run here".

set -u
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/lablib.sh"

usage() {
	cat <<'E'
usage: strongswan-peer.sh COMMAND [options]

commands
  check                 say what is missing; 0 = all there, 77 = cannot run
  up [options]          create the lab, start the peer(s)
  env                   print the lab's variables (KEY='VALUE')
  status                the peer's SAs and connections
  sas                   one line per SA: ike|child STATE ...
  wait-up SECS          wait for an established IKE SA with a CHILD SA
  wait-down SECS        wait until the peer has no IKE SA
  initiate [SECS]       the peer starts main/aggressive mode and quick mode
  terminate [ike|child|N] the peer sends delete (N: its IKE SA of that number)
  rekey [ike|child]     the peer starts a rekeying
  crash | boot          kill -9 the peer's daemon | start it again
  freeze | thaw         stop | continue the daemon
  cut MODE              drop | peer | to-peer | from-peer | unreachable |
                        link | dut-link
  restore               undo every cut and loss
  loss PERCENT          random loss in the router (0 = none)
  capture FILE          start tcpdump in the router (DUT side)
  capture-stop
  keys                  IKE keys the peer logged: "COOKIE_I KEY" lines
  esp-keys              SAs the peer handed to its kernel (stub mode only)
  decode FILE [ARGS]    tshark on a capture, ISAKMP decrypted with these keys
  log | keylog          path of the peer's log / of its key log
  standin [options]     a strongSwan in the DUT's namespace, configured as the
                        counterpart (options as for up, to make it differ);
                        then use --peer dut with status, initiate, crash ...
  standin-stop
  exec CMD...           run a command in the DUT's namespace
  exec-peer CMD...      run a command in the peer's namespace
  down                  stop everything started, delete the namespaces

options for every command
  --lab NAME            prefix of the namespaces (default rt)
  --state DIR           state folder (default $TMPDIR/ruthere-interop-LAB)
  --peer N              which peer (default 1; dut = the stand-in)

options for up
  --dut-addr A/L        10.1.32.14/24     --dut-gw A     10.1.32.1
  --peer-addr A         10.2.80.209; repeat it for several peers
  --dut-net NET         192.168.1.0/24    --peer-net NET 192.168.2.0/24
  --dut-inner A         an address of dut-net put on lo of the DUT (none)
  --peer-inner A        192.168.2.1
  --psk SECRET          kd94j1ksldz
  --ike PROPOSAL        aes128-sha1-modp2048 (strongSwan syntax, commas)
  --esp PROPOSAL        aes128-sha1          --pfs GROUP  none | modp2048 ...
  --ah PROPOSAL         AH instead of ESP, e.g. sha1
  --mode main|aggressive
  --transport           transport mode between the two outer addresses
  --selectors WHAT      nets (--peer-net and --dut-net) | gre (GRE between the two
                        outer addresses) | any (any to any)          nets
  --peer-id ID  --dut-id ID        default: the addresses
  --dpd-delay S 10 (0 = off)  --dpd-timeout S 30  --dpd-action clear|trap|start
  --ike-life S  86400         --child-life S 3600
  --never-renews        the peer starts no rekeying before these end
  --retransmit T,BASE,N       4.0,1.8,5
  --start none|start|trap     none
  --nat none|dut|dut-ports|peer   none     --nat-addr A   10.2.80.1
  --encap               force UDP encapsulation (port 4500)
  --xauth USER:PASS     Easy VPN server: XAUTH for this user, and
  --calls USER:PASS     the peer is the client: XAUTH as this user
  --pool NET            mode-config addresses (10.99.0.0/24 with --xauth)
  --push                the server tells addresses unasked (mode config push)
  --unity               with --calls: the server says which networks are behind the tunnel
  --certs DIR           certificates instead of the key: DIR holds x509ca, x509,
                        private (peer.pem each) and perhaps x509crl, of swanctl
  --fragmentation WHAT  no | yes | force      (strongSwan's default: yes)
  --kernel KIND         auto | netlink | stub | libipsec
  --owner PID           do "down" when that process ends, however it ends
E
}

CMD=${1:-}
[ -n "$CMD" ] || { usage >&2; exit 2; }
shift

LAB=rt STATE= PEER=1 TOWARDS=1 ARGS=() SET=()
DUT_ADDR=10.1.32.14 DUT_PLEN=24 DUT_GW=10.1.32.1 PEER_ADDRS=
DUT_NET=192.168.1.0/24 PEER_NET=192.168.2.0/24 DUT_INNER= PEER_INNER=192.168.2.1
PSK=kd94j1ksldz IKE=aes128-sha1-modp2048 ESP=aes128-sha1 PFS=none MODE=main
CHILDMODE=tunnel PEER_ID= DUT_ID= DPD_DELAY=10 DPD_TIMEOUT=30 DPD_ACTION=clear
IKE_LIFE=86400 CHILD_LIFE=3600 RETRANSMIT=4.0,1.8,5 START=none NAT=none
NAT_ADDR=10.2.80.1 ENCAP=no AH= XAUTH= POOL= KERNEL=auto OWNER=
PULL=yes UNITY=no
CERTS= FRAGMENTATION=yes CALLS= SELECTORS=nets RENEWS=yes

while [ $# -gt 0 ]; do
	case $1 in
	--lab) LAB=$2; shift ;;
	--state) STATE=$2; shift ;;
	--peer) PEER=$2; shift ;;
	--towards) TOWARDS=$2; shift ;;
	--dut-addr) DUT_ADDR=${2%/*}; [ "$2" = "${2%/*}" ] || DUT_PLEN=${2#*/}; shift ;;
	--dut-gw) DUT_GW=$2; shift ;;
	--peer-addr) PEER_ADDRS="${PEER_ADDRS:+$PEER_ADDRS }${2%/*}"; shift ;;
	--dut-net) DUT_NET=$2; SET+=(DUT_NET); shift ;;
	--peer-net) PEER_NET=$2; SET+=(PEER_NET); shift ;;
	--dut-inner) DUT_INNER=$2; shift ;;
	--peer-inner) PEER_INNER=$2; shift ;;
	--psk) PSK=$2; SET+=(PSK); shift ;;
	--ike) IKE=$2; SET+=(IKE); shift ;;
	--esp) ESP=$2; SET+=(ESP); shift ;;
	--ah) AH=$2; SET+=(AH); shift ;;
	--pfs) PFS=$2; SET+=(PFS); shift ;;
	--mode) MODE=$2; SET+=(MODE); shift ;;
	--transport) CHILDMODE=transport; SET+=(CHILDMODE) ;;
	--selectors) SELECTORS=$2; SET+=(SELECTORS); shift ;;
	--never-renews) RENEWS=no; SET+=(RENEWS) ;;
	--peer-id) PEER_ID=$2; SET+=(PEER_ID); shift ;;
	--dut-id) DUT_ID=$2; SET+=(DUT_ID); shift ;;
	--dpd-delay) DPD_DELAY=$2; SET+=(DPD_DELAY); shift ;;
	--dpd-timeout) DPD_TIMEOUT=$2; SET+=(DPD_TIMEOUT); shift ;;
	--dpd-action) DPD_ACTION=$2; SET+=(DPD_ACTION); shift ;;
	--ike-life) IKE_LIFE=$2; SET+=(IKE_LIFE); shift ;;
	--child-life) CHILD_LIFE=$2; SET+=(CHILD_LIFE); shift ;;
	--retransmit) RETRANSMIT=$2; SET+=(RETRANSMIT); shift ;;
	--start) START=$2; SET+=(START); shift ;;
	--nat) NAT=$2; shift ;;
	--nat-addr) NAT_ADDR=$2; shift ;;
	--encap) ENCAP=yes; SET+=(ENCAP) ;;
	--xauth) XAUTH=$2; SET+=(XAUTH); shift ;;
	--certs) CERTS=$2; SET+=(CERTS); shift ;;
	--fragmentation) FRAGMENTATION=$2; SET+=(FRAGMENTATION); shift ;;
	--calls) CALLS=$2; SET+=(CALLS); shift ;;
	--pool) POOL=$2; shift ;;
	--push) PULL=no; SET+=(PULL) ;;
	--unity) UNITY=yes; SET+=(UNITY) ;;
	--kernel) KERNEL=$2; SET+=(KERNEL); shift ;;
	--owner) OWNER=$2; shift ;;
	--) shift; ARGS+=("$@"); break ;;
	--*) [ "$CMD" = exec ] || [ "$CMD" = exec-peer ] || [ "$CMD" = decode ] ||
		{ usage >&2; exit 2; }
	     ARGS+=("$@"); break ;;
	*) case $CMD in
	   exec|exec-peer) ARGS+=("$@"); break ;;
	   decode) ARGS+=("$@"); break ;;
	   *) ARGS+=("$1") ;;
	   esac ;;
	esac
	shift
done
case $LAB in *[!A-Za-z0-9_-]*|'') die "bad lab name '$LAB'" ;; esac
: "${STATE:=${TMPDIR:-/tmp}/ruthere-interop-$LAB}"
: "${PEER_ADDRS:=10.2.80.209}"

CHARON=$(find_tool charon-systemd) || CHARON=
SWANCTL=$(find_tool swanctl) || SWANCTL=
PLUGINS="random nonce openssl gcrypt gmp aes sha1 sha2 md5 hmac kdf pem pkcs1 pkcs8 x509 revocation pubkey constraints kernel-netlink socket-default attr unity xauth-generic vici updown"

# ---- what is needed --------------------------------------------------------

check() { # prints one line per thing missing; 77 if the lab cannot be built
	local bad=0
	if [ "$(id -u)" != 0 ]; then say "missing: root"; bad=1; fi
	have ip || { say "missing: ip (Debian package iproute2)"; bad=1; }
	[ -n "$CHARON" ] || { say "missing: charon-systemd (Debian package charon-systemd)"; bad=1; }
	[ -n "$SWANCTL" ] || { say "missing: swanctl (Debian package strongswan-swanctl)"; bad=1; }
	have gcc || say "optional: gcc (needed where the kernel has no ESP: builds xfrmstub.so)"
	have nft || say "optional: nft (Debian package nftables; NAT and packet loss)"
	have tcpdump || say "optional: tcpdump (captures)"
	have tshark || say "optional: tshark (decode)"
	ls /usr/lib/ipsec/plugins/libstrongswan-xauth-generic.so >/dev/null 2>&1 ||
		say "optional: libcharon-extauth-plugins (XAUTH)"
	[ $bad = 0 ] || return $SKIP
}

pick_kernel() {
	[ "$KERNEL" = auto ] || return 0
	if kernel_has_esp; then KERNEL=netlink
	elif [ -e "$HERE/xfrmstub.so" ] || have gcc; then KERNEL=stub
	else KERNEL=libipsec
	fi
}

build_stub() {
	STUB=$HERE/xfrmstub.so
	[ -e "$STUB" ] && return 0
	STUB=$STATE/xfrmstub.so
	gcc -shared -fPIC -O2 -o "$STUB" "$HERE/xfrmstub.c" -ldl ||
		skip "gcc could not build xfrmstub.so"
}

# ---- one daemon ------------------------------------------------------------
# N is a peer's number, or "dut" for a strongSwan that stands in for the DUT.

dir_of() { [ "$1" = dut ] && say "$STATE/dut" || say "$STATE/peer$1"; }
ns_of()  { [ "$1" = dut ] && ns dut || ns "peer$1"; }
PD() { dir_of "$PEER"; }
SW() { "$SWANCTL" "$@" --uri "unix://$(PD)/vici"; }

write_conf() { # N
	local d plugins=$PLUGINS esp=$ESP t a rt aggressive=no dpd= ts=
	local unity=$UNITY; [ -z "$XAUTH" ] || unity=yes
	local l_addr r_addr l_id r_id l_ts r_ts extra= pool= xlocal= xremote= xsecret= auth=psk certs= marks=
	local ike_rekey=$((IKE_LIFE * 9 / 10)) child_rekey=$((CHILD_LIFE * 9 / 10))
	d=$(dir_of "$1")
	mkdir -p "$d/swanctl"
	if [ "$1" = dut ]; then
		a=$(peer_addr "${TOWARDS:-1}")
		l_addr=$DUT_ADDR l_id=${DUT_ID:-$DUT_ADDR} l_ts=$DUT_NET
		r_addr=$a r_id=${PEER_ID:-$a} r_ts=$PEER_NET
		[ "$NAT" = peer ] && r_addr=$NAT_ADDR
		if [ -n "$XAUTH" ]; then
			extra="vips = 0.0.0.0" l_ts=dynamic
			xlocal="local-xauth { auth = xauth
			  xauth_id = ${XAUTH%%:*} }"
		fi
	else
		a=$(peer_addr "$1")
		l_addr=$a l_id=${PEER_ID:-$a} l_ts=$PEER_NET
		r_addr=$DUT_ADDR r_id=${DUT_ID:-$DUT_ADDR} r_ts=$DUT_NET
		case $NAT in dut*) r_addr=%any ;; esac
		if [ -n "$XAUTH" ]; then
			r_addr=%any r_id=%any r_ts=dynamic
			extra="pools = mc
	    pull = $PULL"
			xremote="remote-xauth { auth = xauth }"
			pool="pools { mc { addrs = $POOL
			  dns = 192.168.2.53
			  split_include = $PEER_NET } }"
		fi
	fi
	if [ "$1" != dut ] && [ -n "$CALLS" ]; then
		extra="vips = 0.0.0.0" l_ts=dynamic
		[ "$UNITY" = no ] || r_ts=0.0.0.0/0
		xlocal="local-xauth { auth = xauth
		  xauth_id = ${CALLS%%:*} }"
		xsecret="xauth-c { id = ${CALLS%%:*}
		  secret = \"${CALLS#*:}\" }"
	fi
	[ -z "$XAUTH" ] || xsecret="xauth-u { id = ${XAUTH%%:*}
	  secret = \"${XAUTH#*:}\" }"
	[ "$KERNEL" = libipsec ] && plugins="kernel-libipsec $PLUGINS"
	if [ "$PFS" != none ]; then
		esp=; for t in ${ESP//,/ }; do esp="${esp:+$esp,}$t-$PFS"; done
	fi
	esp="esp_proposals = $esp"
	[ -z "$AH" ] || esp="ah_proposals = $AH"
	[ "$MODE" = aggressive ] && aggressive=yes
	[ -z "$CERTS" ] || { cp -r "$CERTS/." "$d/"; auth=pubkey certs="certs = peer.pem"; }
	[ "$DPD_DELAY" = 0 ] || dpd="dpd_action = $DPD_ACTION"
	case $SELECTORS in
	gre) l_ts="$l_addr[gre]" r_ts="$DUT_ADDR[gre]"
	     [ "$1" != dut ] || r_ts="$r_addr[gre]"
	     [ "$CHILDMODE" = tunnel ] || l_ts="dynamic[gre]" r_ts="dynamic[gre]" ;;
	any) l_ts=0.0.0.0/0 r_ts=0.0.0.0/0 ;;
	esac
	[ "$CHILDMODE$SELECTORS" = transportnets ] || ts="local_ts = $l_ts
	        remote_ts = $r_ts"
	# what is for the peer itself is protected too: charon's own packets are marked, and pass by its routes
	[ "$KERNEL" != libipsec ] || [ "$SELECTORS" = nets ] || marks="kernel-libipsec { allow_peer_ts = yes }
	    kernel-netlink { fwmark = !0x42 }
	    socket-default { fwmark = 0x42 }"
	[ "$RENEWS" = yes ] || ike_rekey=0 child_rekey=0
	# 5.9.8 with the plugin unity refuses its own selectors of transport mode, once the other has announced Unity as IOS does
	[ "$CHILDMODE" = tunnel ] || plugins=${plugins/ unity / }
	rt=$RETRANSMIT
	cat > "$d/strongswan.conf" <<-E
	charon-systemd {
	  load = $plugins
	  i_dont_care_about_security_and_use_aggressive_mode_psk = yes
	  cisco_unity = $unity
	  retransmit_timeout = ${rt%%,*}
	  retransmit_base = $(echo "$rt" | cut -d, -f2)
	  retransmit_tries = ${rt##*,}
	  plugins {
	    vici { socket = unix://$d/vici }
	    $marks
	  }
	  journal { default = -1 }
	  filelog {
	    main { path = $d/log
	      time_format = %F %T
	      time_add_ms = yes
	      flush_line = yes
	      default = 1
	      ike = 2 }
	    keys { path = $d/keylog
	      time_format = %F %T
	      time_add_ms = yes
	      flush_line = yes
	      default = -1
	      ike = 4
	      mgr = 2
	      chd = 4 }
	  }
	}
	swanctl { load = random openssl pem pkcs1 pkcs8 x509 }
	E
	cat > "$d/swanctl.conf" <<-E
	connections {
	  dut {
	    version = 1
	    aggressive = $aggressive
	    local_addrs = $l_addr
	    remote_addrs = $r_addr
	    proposals = $IKE
	    dpd_delay = ${DPD_DELAY}s
	    dpd_timeout = ${DPD_TIMEOUT}s
	    encap = $ENCAP
	    rekey_time = ${ike_rekey}s
	    over_time = $((IKE_LIFE - ike_rekey))s
	    rand_time = 0s
	    $extra
	    fragmentation = $FRAGMENTATION
	    local { auth = $auth
	      $certs
	      id = $l_id }
	    remote { auth = $auth
	      id = $r_id }
	    $xlocal
	    $xremote
	    children {
	      net {
	        mode = $CHILDMODE
	        $ts
	        $esp
	        rekey_time = ${child_rekey}s
	        life_time = ${CHILD_LIFE}s
	        rand_time = 0s
	        $dpd
	        start_action = $START
	      }
	    }
	  }
	}
	$pool
	secrets {
	  ike-dut { secret = "$PSK" }
	  $xsecret
	}
	E
	chmod 600 "$d/swanctl.conf"
}

start_charon() { # N
	local d i pre=
	d=$(dir_of "$1")
	[ "$KERNEL" = stub ] && { build_stub; pre="LD_PRELOAD=$STUB XFRMSTUB_LOG=$d/esp-keys"; }
	rm -f "$d/vici"
	# shellcheck disable=SC2086
	ip netns exec "$(ns_of "$1")" setsid env STRONGSWAN_CONF="$d/strongswan.conf" $pre \
		"$CHARON" >>"$d/out" 2>&1 </dev/null &
	record $! "charon-$1"
	for i in $(seq 100); do
		[ -S "$d/vici" ] && break
		pid_of "charon-$1" >/dev/null || die "charon did not start: $(tail -3 "$d/out" "$d/log" 2>/dev/null)"
		sleep 0.05
	done
	for i in 1 2 3 4 5; do
		SWANCTL_DIR=$d/swanctl "$SWANCTL" --load-all --uri "unix://$d/vici" \
			--file "$d/swanctl.conf" >"$d/load.out" 2>&1 && break
		sleep 0.2
	done
	grep -q 'successfully loaded 1 conn' "$d/load.out" ||
		die "swanctl could not load the connection: $(grep -v 'opening directory' "$d/load.out")"
}

sas() {
	SW --list-sas 2>/dev/null | awk '
	/^[^ ].*#[0-9]+, /  { gsub(",",""); st=$3; i=$5; r=$6; next }
	/^  local /  { l=$NF }
	/^  remote / { print "ike", st, i, r, "local", l, "remote", $NF }
	/^  [^ ]+: #[0-9]+, reqid/ { gsub(",",""); print "child", $5, $6, $7 }'
}

established() { sas | grep -q '^ike ESTABLISHED' && sas | grep -q '^child INSTALLED'; }

wait_for() { # SECS FUNC
	local end=$(( $(date +%s%N) / 1000000 + ${1%.*} * 1000 ))
	while :; do
		$2 && return 0
		[ $(( $(date +%s%N) / 1000000 )) -lt $end ] || return 1
		sleep 0.1
	done
}

keys() { # initiator cookie and Ka, from the key log
	awk '
	/MGR\] checkout IKEv1 SA/ { t=$3; sub(/\[.*/,"",t)
		if (match($0, /SPIs [0-9a-f]+_i/)) spi[t]=substr($0,RSTART+5,16) }
	/MGR\] created IKE_SA/ { t=$3; sub(/\[.*/,"",t) }
	/encryption key Ka =>/ { t=$3; sub(/\[.*/,"",t); want=$0
		sub(/.*=> /,"",want); sub(/ .*/,"",want); key=""; cur=t; next }
	cur != "" && $4 ~ /^[0-9]+:$/ {
		for (i=5; i<=NF && length($i)==2 && $i ~ /^[0-9A-F][0-9A-F]$/ && length(key)<2*want; i++)
			key=key tolower($i)
		if (length(key)>=2*want) { print spi[cur], key; cur="" }
	}' "$(PD)/keylog" 2>/dev/null
}

decode() { # FILE ARGS...
	local f=$1 args=() c k
	shift
	have tshark || skip "missing command 'tshark' (Debian package tshark)"
	while read -r c k; do
		[ -n "$k" ] && args+=(-o "uat:ikev1_decryption_table:$c,$k")
	done <<< "$(keys)"
	tshark -r "$f" "${args[@]}" "$@" 2>/dev/null
}

# ---- commands --------------------------------------------------------------

case $CMD in
check)
	check; rc=$?
	if [ $rc = 0 ]; then
		need_root
		pick_kernel; say "kernel mode: $KERNEL"
		say ok
	fi
	exit $rc ;;
up)
	msg=$(check) || skip "$(echo "$msg" | grep '^missing' | tr '\n' ';')"
	need_root
	[ ! -e "$STATE/env" ] || die "lab '$LAB' is up already: run 'down' first"
	mkdir -p "$STATE"; chmod 700 "$STATE"
	: > "$STATE/pids"
	[ -n "$XAUTH" ] && : "${POOL:=10.99.0.0/24}"
	pick_kernel
	for v in LAB STATE DUT_ADDR DUT_PLEN DUT_GW PEER_ADDRS DUT_NET PEER_NET \
		DUT_INNER PEER_INNER PSK IKE ESP PFS MODE NAT NAT_ADDR KERNEL \
		CHILDMODE PEER_ID DUT_ID DPD_DELAY DPD_TIMEOUT DPD_ACTION IKE_LIFE \
		CHILD_LIFE RETRANSMIT START ENCAP AH XAUTH POOL CERTS FRAGMENTATION CALLS PULL UNITY \
		SELECTORS RENEWS; do
		put_env $v "${!v}"
	done
	put_env DUT_NETNS "$(ns dut)"
	trap 'rc=$?; [ $rc = 0 ] || { lab_down; rm -rf "$STATE"; }; exit $rc' EXIT
	trap 'exit 130' INT TERM HUP
	[ -z "$OWNER" ] || start_guard
	lab_net_up
	i=0
	for a in $PEER_ADDRS; do
		i=$((i+1)); write_conf $i; start_charon $i
	done
	cat "$STATE/env"
	exit 0 ;;
down)
	lab_down
	rm -rf "$STATE"
	exit 0 ;;
guard)
	guard ;;
-h|--help|help) usage; exit 0 ;;
esac

OVERRIDE=$(for v in "${SET[@]+"${SET[@]}"}"; do printf "%s='%s'\n" "$v" "${!v}"; done)
load_env
eval "$OVERRIDE"
case $CMD in
env)       cat "$STATE/env" ;;
status)    SW --list-conns; SW --list-sas ;;
sas)       sas ;;
wait-up)   wait_for "${ARGS[0]:-10}" established || { sas; exit 1; } ;;
wait-down) no_ike() { ! sas | grep -q '^ike'; }
           wait_for "${ARGS[0]:-10}" no_ike || { sas; exit 1; } ;;
initiate)  SW --initiate --child net --timeout "${ARGS[0]:-15}" ;;
terminate) case ${ARGS[0]:-ike} in
           ike) SW --terminate --ike dut --timeout 5 ;;
           child) SW --terminate --child net --timeout 5 ;;
           *) SW --terminate --ike-id "${ARGS[0]}" --timeout 5 ;; esac ;;
rekey)     case ${ARGS[0]:-child} in
           ike) SW --rekey --ike dut ;;
           child) SW --rekey --child net ;; esac ;;
crash)     stop_name "charon-$PEER" KILL ;;
boot)      stop_name "charon-$PEER"; start_charon "$PEER" ;;
freeze)    kill -STOP "$(pid_of "charon-$PEER")" ;;
thaw)      kill -CONT "$(pid_of "charon-$PEER")" ;;
standin)   write_conf dut; start_charon dut ;;
standin-stop) stop_name charon-dut ;;
cut)       link_cut "${ARGS[0]:-drop}" "$PEER" ;;
restore)   link_restore ;;
loss)      packet_loss "${ARGS[0]:?percent}" ;;
capture)   capture_start "${ARGS[0]:?file}" "${ARGS[1]:-dut}" ;;
capture-stop) capture_stop ;;
keys)      keys ;;
esp-keys)  cat "$(PD)/esp-keys" 2>/dev/null ;;
decode)    decode "${ARGS[@]}" ;;
log)       say "$(PD)/log" ;;
keylog)    say "$(PD)/keylog" ;;
exec)      exec ip netns exec "$(ns dut)" "${ARGS[@]}" ;;
exec-peer) exec ip netns exec "$(ns_of "$PEER")" "${ARGS[@]}" ;;
*)         usage >&2; exit 2 ;;
esac
