// Package network holds the commands for interfaces, VRFs, access lists, routes, names, and the commands that send packets.
package network

import "ruthere/modes"

// Add adds the room's commands. Of two that match the same line the one added first wins.
func Add(l *modes.Language) {
	addAccessLists(l)
	addConnect(l)
	addSessions(l)
	addTCP(l)
	addDNS(l)
	addExecPing(l)
	addExecTraceroute(l)
	addInterface(l)
	addInterfaceSettings(l)
	addTunnel(l)
	addNHRP(l)
	l.Add("interface", keepalive())
	addInterfaceRange(l)
	addNAT(l)
	addShowNAT(l)
	addRoute(l)
	addStandby(l)
	addShowAccessLists(l)
	addShowARP(l)
	addShowCEF(l)
	addShowHosts(l)
	addShowInterfaces(l)
	addShowIPInterface(l)
	addShowIPTraffic(l)
	addShowOperations(l)
	addShowProtocols(l)
	addShowRoute(l)
	addShowStaticRoute(l)
	addShowRouteMap(l)
	addOperation(l)
	addShowTrack(l)
	addWebServer(l)
	addVRF(l)
	addVRFShow(l)
}
