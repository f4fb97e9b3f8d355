#!/bin/bash
# wasm.sh - the lab as WebAssembly: replays the chapter under node, to the same bytes as here.
set -eu
cd "$(dirname "$0")/../.."

runner=$(go env GOROOT)/lib/wasm/go_js_wasm_exec
if ! command -v node >/dev/null; then
	echo "wasm.sh: no node here; the lab is only compiled"
	GOOS=js GOARCH=wasm go vet ./lab
	exit 0
fi
GOOS=js GOARCH=wasm go test -exec "$runner" -run 'TestShipped|TestChapter' ./lab
