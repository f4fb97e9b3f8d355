package debuglog

import "net/netip"

// The sockets between tunnels and IPsec.

var (
	socketListening = phrase{sw: CryptoSocket,
		ios124: "CRYPTO_SS(TUNNEL SEC): Application started listening", ios15: same, iosxe: same}
	socketOpening = phrase{sw: CryptoSocket, args: "local local-ident remote remote-ident protocol interface",
		ios124: "CRYPTO_SS(TUNNEL SEC): Active open, socket info: local <local> <local-ident>, remote <remote> <remote-ident>, " +
			"prot <protocol>, ifc <interface>", ios15: same, iosxe: same}
	socketBound = phrase{sw: CryptoSocket,
		ios124: "CRYPTO_SS(TUNNEL SEC): Completed binding of application to socket", ios15: same, iosxe: same}
	mapNotInserted = phrase{sw: IPsec,
		ios124: "insert of map into mapdb AVL failed, map + ace pair already exists on the mapdb", ios15: same, iosxe: same}
)

// SocketListening tells that a tunnel is protected from now on.
func SocketListening() Line { return socketListening.line(Conn{}) }

// SocketOpening tells that a tunnel wants SAs between two ends, for what an ident, ADDRESS/MASK/PORT, and a protocol of IP say.
func SocketOpening(local netip.Addr, localIdent string, remote netip.Addr, remoteIdent string, protocol int, tunnel string) Line {
	return socketOpening.line(Conn{}, addr(local), text(localIdent), addr(remote), text(remoteIdent), number(protocol), text(tunnel))
}

// SocketBound tells that it has them.
func SocketBound() Line { return socketBound.line(Conn{}) }

// MapNotInserted tells that a tunnel gets no SAs because another crypto map has those between its ends already.
func MapNotInserted() Line { return mapNotInserted.line(Conn{}) }
