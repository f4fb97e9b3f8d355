package debuglog

import "net/netip"

var commandLogged = phrase{
	sw:   Always,
	args: "user command",
	g2:   "%PARSER-5-CFGLOG_LOGGEDCMD: User:<user>  logged command:<command>",
	g3:   same,
	g4:   same,
}

// CommandLogged is said of each configuration command while `archive log config` notifies
// syslog. A user without a name is called by the line.
func CommandLogged(user, command string) Line {
	return commandLogged.say(Conn{}, text(user), text(command))
}

var rollbackBackup = phrase{
	sw:   Always,
	args: "file",
	g2:   "%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_BACKUP: Backing up current running config to <file>",
	g3:   same,
	g4:   same,
}

// RollbackBackup is said when a change is begun that has to be confirmed.
func RollbackBackup(file string) Line { return rollbackBackup.say(Conn{}, text(file)) }

var rollbackScheduled = phrase{
	sw:   Always,
	args: "user file minutes",
	g2:   "%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_START_ABSTIMER: User: <user>: Scheduled to rollback to config <file> in <minutes> minutes",
	g3:   same,
	g4:   same,
}

// RollbackScheduled names the user, or the line of one without a name.
func RollbackScheduled(user, file string, minutes int) Line {
	return rollbackScheduled.say(Conn{}, text(user), text(file), number(minutes))
}

var rollbackWarning = phrase{
	sw:   Always,
	args: "file",
	g2: "%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_WARNING_ABSTIMER: System will rollback to config <file> in one minute. " +
		"Enter \"configure confirm\" if you wish to keep what you've configured",
	g3: same,
	g4: same,
}

// RollbackWarning is said a minute before.
func RollbackWarning(file string) Line { return rollbackWarning.say(Conn{}, text(file)) }

var rollbackStart = phrase{
	sw:   Always,
	args: "file",
	g2:   "%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_ROLLBACK_START: Start rolling to: <file>",
	g3:   same,
	g4:   same,
}

// RollbackStart is said when nobody confirmed the change.
func RollbackStart(file string) Line { return rollbackStart.say(Conn{}, text(file)) }

var rollbackConfirmed = phrase{
	sw:   Always,
	args: "user",
	g2:   "%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_CONFIRM: User: <user>: Confirm the configuration change",
	g3:   same,
	g4:   same,
}

// RollbackConfirmed is said on `configure confirm`.
func RollbackConfirmed(user string) Line { return rollbackConfirmed.say(Conn{}, text(user)) }

var scheduledReload = phrase{
	sw:   Always,
	args: "at now by reason",
	g2:   "%SYS-5-SCHEDULED_RELOAD: Reload requested for <at> at <now> by <by>. Reload Reason: <reason>.",
	g3:   same,
	g4:   same,
}

// ScheduledReload gives the times as `show clock` writes them.
func ScheduledReload(at, now, user, line string, client netip.Addr, reason string) Line {
	return scheduledReload.say(Conn{}, text(at), text(now), text(who(user, line, client)), text(reason))
}

var reloadCancelled = phrase{
	sw:   Always,
	args: "now",
	g2:   "%SYS-5-SCHEDULED_RELOAD_CANCELLED:  Scheduled reload cancelled at <now>",
	g3:   same,
	g4:   same,
}

// ReloadCancelled is said on `reload cancel`.
func ReloadCancelled(now string) Line { return reloadCancelled.say(Conn{}, text(now)) }
