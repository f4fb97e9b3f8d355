// Package system holds the commands for what the router is and says of itself: clock, logging, services, version, privilege.
package system

import "ruthere/modes"

// Add adds the room's commands. Of two that match the same line the one added first wins.
func Add(l *modes.Language) {
	addAlias(l)
	addBanner(l)
	addConfigRegister(l)
	addDebug(l)
	addDebugSilent(l)
	addExecClock(l)
	addExecMode(l)
	addExit(l)
	addLogging(l)
	addLoggingHost(l)
	addPrivilege(l)
	addPrompt(l)
	addNTP(l)
	addShowNTP(l)
	addSNMP(l)
	addShowHardware(l)
	addShowLogging(l)
	addShowProcess(l)
	addShowSession(l)
	addShowTech(l)
	addShowVersion(l)
	addServices(l)
	addTimezone(l)
	addUnheard(l)
}
