package debuglog

import "net/netip"

var commandLogged = phrase{
	sw:     Always,
	args:   "user command",
	ios124: "%PARSER-5-CFGLOG_LOGGEDCMD: User:<user>  logged command:<command>",
	ios15:  same,
	iosxe:  same,
}

// CommandLogged is logged of each configuration command while `archive log config` notifies
// syslog. A user without a name is called by the line.
func CommandLogged(user, command string) Line {
	return commandLogged.line(Conn{}, text(user), text(command))
}

var rollbackBackup = phrase{
	sw:     Always,
	args:   "file",
	ios124: "%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_BACKUP: Backing up current running config to <file>",
	ios15:  same,
	iosxe:  same,
}

// RollbackBackup is logged when a change is begun that has to be confirmed.
func RollbackBackup(file string) Line { return rollbackBackup.line(Conn{}, text(file)) }

var rollbackScheduled = phrase{
	sw:     Always,
	args:   "user file minutes",
	ios124: "%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_START_ABSTIMER: User: <user>: Scheduled to rollback to config <file> in <minutes> minutes",
	ios15:  same,
	iosxe:  same,
}

// RollbackScheduled names the user, or the line of one without a name.
func RollbackScheduled(user, file string, minutes int) Line {
	return rollbackScheduled.line(Conn{}, text(user), text(file), number(minutes))
}

var rollbackWarning = phrase{
	sw:   Always,
	args: "file",
	ios124: "%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_WARNING_ABSTIMER: System will rollback to config <file> in one minute. " +
		"Enter \"configure confirm\" if you wish to keep what you've configured",
	ios15: same,
	iosxe: same,
}

// RollbackWarning is logged a minute before.
func RollbackWarning(file string) Line { return rollbackWarning.line(Conn{}, text(file)) }

var rollbackStart = phrase{
	sw:     Always,
	args:   "file",
	ios124: "%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_ROLLBACK_START: Start rolling to: <file>",
	ios15:  same,
	iosxe:  same,
}

// RollbackStart is logged when nobody confirmed the change.
func RollbackStart(file string) Line { return rollbackStart.line(Conn{}, text(file)) }

var rollbackConfirmed = phrase{
	sw:     Always,
	args:   "user",
	ios124: "%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_CONFIRM: User: <user>: Confirm the configuration change",
	ios15:  same,
	iosxe:  same,
}

// RollbackConfirmed is logged on `configure confirm`.
func RollbackConfirmed(user string) Line { return rollbackConfirmed.line(Conn{}, text(user)) }

var scheduledReload = phrase{
	sw:     Always,
	args:   "at now by reason",
	ios124: "%SYS-5-SCHEDULED_RELOAD: Reload requested for <at> at <now> by <by>. Reload Reason: <reason>.",
	ios15:  same,
	iosxe:  same,
}

// ScheduledReload gives the times as `show clock` writes them.
func ScheduledReload(at, now, user, line string, client netip.Addr, reason string) Line {
	return scheduledReload.line(Conn{}, text(at), text(now), text(who(user, line, client)), text(reason))
}

var reloadCancelled = phrase{
	sw:     Always,
	args:   "now",
	ios124: "%SYS-5-SCHEDULED_RELOAD_CANCELLED:  Scheduled reload cancelled at <now>",
	ios15:  same,
	iosxe:  same,
}

// ReloadCancelled is logged on `reload cancel`.
func ReloadCancelled(now string) Line { return reloadCancelled.line(Conn{}, text(now)) }
