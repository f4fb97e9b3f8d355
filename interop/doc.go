// Package interop holds the tests of ruthere against a peer that somebody else
// wrote: strongSwan's IKEv1 daemon, running for real in network namespaces.
//
// Each test builds a lab of its own (scripts/interop/strongswan-peer.sh), starts
// the ruthere binary in the lab's empty namespace, types at its console over a
// pipe, and compares what the console says with what the peer and the wire say.
//
// Of tunnels (tunnel*_test.go) the other end is Linux: where its kernel has
// neither GRE nor ESP, the test binary runs once more in the peer's namespace and
// is both (farend*_test.go), with the keys that strongSwan gave its kernel; or
// strongSwan's own ESP in user space carries what the far end makes GRE of.
//
// NHRP is tried against FRR's nhrpd (nhrp_frr_linux_test.go): in user-mode Linux,
// and on a wire of the host's to which our routers in this process belong.
//
// The tests run with everybody else's in "go test ./...", where they can: on
// Linux, as root, with strongSwan installed. Elsewhere, and with -short, they
// are skipped and say what is missing. scripts/interop/README.md lists what to
// install; scripts/dev/test.sh installs it.
//
// RUTHERE=/path/to/binary tests that binary in place of a freshly built one.
package interop
