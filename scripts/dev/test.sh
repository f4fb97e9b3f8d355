#!/bin/bash
# test.sh - every test of the project, on a fresh machine too.
#
#   scripts/dev/test.sh [arguments for go test]
#
# On Debian and its like, as root, it first installs what the interop tests and
# those of SSH, telnet and automation clients need and the machine lacks. Where
# it cannot, it says which tests will be skipped and runs the others. Only Go
# itself must be there.
set -u
cd "$(dirname "$0")/../.." || exit 1

command -v go >/dev/null || {
	echo "error: the go command is missing: install Go $(awk '$1 == "go" { print $2 }' go.mod) or later" >&2
	exit 1
}

PACKAGES="iproute2 strongswan-swanctl charon-systemd strongswan-pki openssl
	libstrongswan-standard-plugins libstrongswan-extra-plugins
	libcharon-extra-plugins libcharon-extauth-plugins
	gcc libc6-dev nftables tcpdump tshark ike-scan python3
	frr user-mode-linux kmod
	vpnc freeradius chromium openssh-client telnet python3-netmiko python3-paramiko ansible rancid"

missing() { # of $PACKAGES, one a line
	local p
	for p in $PACKAGES; do
		dpkg-query -W -f '${Status}\n' "$p" 2>/dev/null | grep -q ' installed$' || echo "$p"
	done
}

quiet_apt() { # SECONDS ARGS... - its output is shown only if it fails
	local log rc=0
	log=$(mktemp) || return 1
	DEBIAN_FRONTEND=noninteractive timeout "$1" apt-get -q -y \
		-o DPkg::Lock::Timeout=60 -o Acquire::Retries=2 "${@:2}" \
		>"$log" 2>&1 </dev/null || rc=$?
	[ $rc = 0 ] || { echo "apt-get $2 failed (exit $rc):"; tail -5 "$log"; }
	rm -f "$log"
	return $rc
}

install_packages() {
	local lacking
	if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
		echo "no apt-get here: nothing is installed"
		return
	fi
	lacking=$(missing | tr '\n' ' ')
	[ -n "$lacking" ] || { echo "all packages are there"; return; }
	if [ "$(id -u)" != 0 ]; then
		echo "not root, so these packages are not installed: $lacking"
		return
	fi
	echo "installing: $lacking"
	quiet_apt 120 update # stale lists may still do
	# shellcheck disable=SC2086
	quiet_apt 400 install --no-install-recommends $lacking
	go clean -testcache # what was skipped before may run now
	case $lacking in
	*charon-systemd* | *freeradius* | *frr*) # the labs start daemons of their own; the machine's ports stay free
		[ ! -d /run/systemd/system ] ||
			systemctl disable --now strongswan.service freeradius.service frr.service >/dev/null 2>&1 ;;
	esac
}

# What the interop tests will find, in words.
say_what_runs() {
	local out
	if out=$(scripts/interop/strongswan-peer.sh check 2>&1); then
		echo "interop tests: run ($(echo "$out" | grep '^kernel mode'))"
		out=$(echo "$out" | grep '^optional')
		[ -z "$out" ] || echo "$out" | sed 's/^optional/  in part SKIPPED, missing/'
	else
		echo "interop tests: SKIPPED, no lab with a real peer can run here:"
		echo "$out" | sed 's/^/  /'
	fi
}

say_which_clients() {
	local name
	for name in ssh telnet ansible-playbook /usr/lib/rancid/bin/clogin; do
		command -v "$name" >/dev/null || echo "clients' tests: SKIPPED in part, no $name"
	done
	command -v chromium chromium-browser google-chrome >/dev/null || echo "pictures: SKIPPED in part, no Chromium"
	/usr/bin/python3 -c 'import netmiko' 2>/dev/null || echo "clients' tests: SKIPPED in part, no Netmiko"
}

install_packages
say_what_runs
say_which_clients
exec go test "$@" ./...
