// Package access holds the commands for who may log in, how lines behave, and who is there: AAA, users, secrets, SSH, terminals.
package access

import "ruthere/modes"

// Add adds the room's commands. Of two that match the same line the one added first wins.
func Add(l *modes.Language) {
	l.Secrets = modes.SecretKeeper{Hash: hashedArgs, Hide: TypeSeven}
	addAAA(l)
	addEnable(l)
	addExecEnable(l)
	addFTP(l)
	addExecLogin(l)
	addExecTerminal(l)
	addExecUsers(l)
	addLine(l)
	addLineSettings(l)
	addLogin(l)
	addRADIUS(l)
	addShowSSH(l)
	addShowTerminal(l)
	addShowUsers(l)
	addSSH(l)
	addSSHPubkey(l)
	l.Add("exec", tryServers())
	addUsername(l)
}
