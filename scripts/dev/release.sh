#!/bin/bash
# release.sh - the program for every system it is made for, as single static files.
#
#   scripts/dev/release.sh [FOLDER]          build into FOLDER (dist), with SHA256SUMS
#   scripts/dev/release.sh --twice [FOLDER]  and build all of it again from a copy elsewhere,
#                                            without what Go has cached: the bytes must be the same
#   scripts/dev/release.sh --check           only see that all of it compiles, tests included
#
# The version in a file's name and in "ruthere version" is that of the last tag and commit.
set -eu
cd "$(dirname "$0")/../.."

SYSTEMS="linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64"

compile() { # SYSTEM FILE
	CGO_ENABLED=0 GOOS=${1%/*} GOARCH=${1#*/} go build -trimpath -ldflags '-s -w' -o "$2" ./cmd/ruthere
}

# What no test on this machine can run must at least compile: the program and its tests on each kind of system, and
# labs in a browser. One processor stands for both while no file is for one of them only.
check() {
	local system systems="darwin/arm64 windows/amd64"
	if grep -qE '^//go:build.*(amd64|arm64)' -r --include='*.go' . || find . -name '*_a*64*.go' | grep -q .; then
		systems=$SYSTEMS
	fi
	for system in $systems; do
		CGO_ENABLED=0 GOOS=${system%/*} GOARCH=${system#*/} go build -o /dev/null ./cmd/ruthere
		CGO_ENABLED=0 GOOS=${system%/*} GOARCH=${system#*/} go vet ./...
		echo "$system: the program builds, go vet finds nothing"
	done
	GOOS=js GOARCH=wasm go build ./lab
	echo "js/wasm: labs build"
}

version() { git describe --tags --always --dirty 2>/dev/null || echo unknown; }

build() { # FOLDER - all systems
	local system file
	for system in $SYSTEMS; do
		file=ruthere-$VERSION-${system%/*}-${system#*/}
		[ "${system%/*}" != windows ] || file=$file.exe
		compile "$system" "$1/$file"
		echo "$1/$file"
	done
	(cd "$1" && sha256sum ruthere-"$VERSION"-* >SHA256SUMS)
}

build_again() { # FOLDER - from a copy, with nothing cached, and compare
	local copy rc=0
	copy=$(mktemp -d)
	cp -r . "$copy/source"
	mkdir "$copy/again"
	echo "again, from $copy/source:"
	(cd "$copy/source" && GOCACHE=$copy/cache build "$copy/again") || rc=$?
	[ $rc != 0 ] || cmp "$1/SHA256SUMS" "$copy/again/SHA256SUMS" || rc=$?
	rm -rf "$copy"
	[ $rc = 0 ] || { echo "error: the second build is not the first" >&2; return 1; }
	echo "the second build has the same bytes"
}

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; }

TWICE=
case ${1:-} in
--check) check; exit ;;
--twice) TWICE=yes; shift ;;
-*) usage; exit 2 ;;
esac
VERSION=$(version)
mkdir -p "${1:-dist}"
FOLDER=$(cd "${1:-dist}" && pwd)
build "$FOLDER"
[ -z "$TWICE" ] || build_again "$FOLDER"
