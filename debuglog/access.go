package debuglog

import "net/netip"

// Who logged in, and out, and who could not.

var loginSuccess = phrase{
	sw:     Always,
	args:   "user source port at",
	ios124: "%SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: <user>] [Source: <source>] [localport: <port>] at <at>",
	ios15:  same,
	iosxe:  same,
}

// LoginSuccess is logged with "login on-success log"; at is the time as "show clock" prints it
// without fractions.
func LoginSuccess(user string, source netip.Addr, localPort uint16, at string) Line {
	return loginSuccess.line(Conn{}, text(user), text(orLocal(source)), port(localPort), text(at))
}

var sshOnOff = phrase{
	sw:     Always,
	args:   "mnemonic version state",
	ios124: "%SSH-5-<mnemonic>: SSH <version> has been <state>",
	ios15:  same,
	iosxe:  same,
}

// SSHOnOff is logged when there is a first key that SSH can use, and no more; the version is
// 1.99 or 2.0.
func SSHOnOff(on bool, version string) Line {
	if on {
		return sshOnOff.line(Conn{}, text("ENABLED"), text(version), text("enabled"))
	}
	return sshOnOff.line(Conn{}, text("DISABLED"), text(version), text("disabled"))
}

var ssh2Session = phrase{
	sw:   Always,
	pace: loginPace,
	args: "source line cipher hmac",
	ios124: "%SSH-5-SSH2_SESSION: SSH2 Session request from <source> (tty = <line>) using crypto cipher '<cipher>', hmac " +
		"'<hmac>' Succeeded",
	ios15: same,
	iosxe: same,
}

// SSHSession is logged with "ip ssh logging events" when a client has agreed on algorithms;
// line is the number of the virtual line.
func SSHSession(source netip.Addr, line int, cipher, hmac string) Line {
	return ssh2Session.line(Conn{}, addr(source), number(line), text(cipher), text(hmac))
}

var ssh2UserAuth = phrase{
	sw:   Always,
	pace: loginPace,
	args: "user source line cipher hmac result",
	ios124: "%SSH-5-SSH2_USERAUTH: User '<user>' authentication for SSH2 Session from <source> (tty = <line>) using crypto " +
		"cipher '<cipher>', hmac '<hmac>' <result>",
	ios15: same,
	iosxe: same,
}

// SSHUserAuth is logged with "ip ssh logging events" when a user was let in, or was not.
func SSHUserAuth(user string, source netip.Addr, line int, cipher, hmac string, ok bool) Line {
	result := "Failed"
	if ok {
		result = "Succeeded"
	}
	return ssh2UserAuth.line(Conn{}, text(user), addr(source), number(line), text(cipher), text(hmac), text(result))
}

var ssh2Close = phrase{
	sw:   Always,
	pace: loginPace,
	args: "source line user cipher hmac",
	ios124: "%SSH-5-SSH2_CLOSE: SSH2 Session from <source> (tty = <line>) for user '<user>' using crypto cipher '<cipher>', " +
		"hmac '<hmac>' closed",
	ios15: same,
	iosxe: same,
}

// SSHClose is logged with "ip ssh logging events" when a session ends.
func SSHClose(source netip.Addr, line int, user, cipher, hmac string) Line {
	return ssh2Close.line(Conn{}, addr(source), number(line), text(user), text(cipher), text(hmac))
}

var loginFailed = phrase{
	sw:     Always,
	pace:   loginPace,
	args:   "user source port reason at",
	ios124: "%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: <user>] [Source: <source>] [localport: <port>] [Reason: <reason>] at <at>",
	ios15:  same,
	iosxe:  same,
}

// LoginFailed is logged with "login on-failure log"; the reason is "Login Authentication Failed".
func LoginFailed(user string, source netip.Addr, localPort uint16, reason, at string) Line {
	return loginFailed.line(Conn{}, text(user), text(orLocal(source)), port(localPort), text(reason), text(at))
}

var logout = phrase{
	sw:     Always,
	args:   "user tty source",
	ios124: "%SYS-6-LOGOUT: User <user> has exited tty session <tty>(<source>)",
	ios15:  same,
	iosxe:  same,
}

// Logout is logged when a named user's login ends; source is invalid at the console.
func Logout(user string, tty int, source netip.Addr) Line {
	from := text("")
	if source.IsValid() {
		from = addr(source)
	}
	return logout.line(Conn{}, text(user), number(tty), from)
}

var ttyExpired = phrase{
	sw:    Always,
	pace:  loginPace,
	args:  "timer tty source user",
	ios15: "%SYS-6-TTY_EXPIRE_TIMER: (<timer> timer expired, tty <tty> (<source>)), user <user>",
	iosxe: same,
}

// TTYExpired is logged when a timer of a line ("exec", "absolute") ends a login.
func TTYExpired(timer string, tty int, source netip.Addr, user string) Line {
	return ttyExpired.line(Conn{}, text(timer), number(tty), text(orNowhere(source)), text(user))
}

// orNowhere is an address, 0.0.0.0 for who is at the console.
func orNowhere(a netip.Addr) string {
	if !a.IsValid() {
		return "0.0.0.0"
	}
	return a.String()
}

// orLocal is the address of a client as the login messages name it.
func orLocal(a netip.Addr) string {
	if !a.IsValid() {
		return "LOCAL"
	}
	return a.String()
}

var quietModeOn = phrase{
	sw:   Always,
	args: "left user source port reason list at",
	ios124: "%SEC_LOGIN-1-QUIET_MODE_ON: Still timeleft for watching failures is <left> secs, [user: <user>] [Source: " +
		"<source>] [localport: <port>] [Reason: <reason>] [ACL: <list>] at <at>",
	ios15: same,
	iosxe: same,
}

// QuietModeOn: so many logins failed that none are taken for a while. Left is what remains of
// the time in which failures are counted, in seconds; list is the access list of who may log in.
func QuietModeOn(left int, user string, source netip.Addr, localPort uint16, reason, list, at string) Line {
	return quietModeOn.line(Conn{}, number(left), text(user), text(orLocal(source)), port(localPort), text(reason), text(list), text(at))
}

var quietModeOff = phrase{
	sw:     Always,
	args:   "at",
	ios124: "%SEC_LOGIN-5-QUIET_MODE_OFF: Quiet Mode is OFF, because block period timed out at <at>",
	ios15:  same,
	iosxe:  same,
}

func QuietModeOff(at string) Line { return quietModeOff.line(Conn{}, text(at)) }

var privilegePass = phrase{
	sw:     Always,
	args:   "level by",
	ios124: "%SYS-5-PRIV_AUTH_PASS: Privilege level set to <level> by <by>",
	ios15:  same,
	iosxe:  same,
}

// PrivilegeSet is logged with "logging userinfo" when `enable` gave a level.
func PrivilegeSet(level int, user, line string, client netip.Addr) Line {
	return privilegePass.line(Conn{}, number(level), text(who(orUnknown(user), line, client)))
}

var privilegeFail = phrase{
	sw:     Always,
	args:   "level by",
	ios124: "%SYS-5-PRIV_AUTH_FAIL: Authentication to Privilege level <level> failed by <by>",
	ios15:  same,
	iosxe:  same,
}

// PrivilegeRefused is logged with "logging userinfo" when `enable` was given a wrong password.
func PrivilegeRefused(level int, user, line string, client netip.Addr) Line {
	return privilegeFail.line(Conn{}, number(level), text(who(orUnknown(user), line, client)))
}

func orUnknown(user string) string {
	if user == "" {
		return "unknown"
	}
	return user
}

var userLog = phrase{
	sw:     Always,
	args:   "tty user message",
	ios124: "%SYS-7-USERLOG_DEBUG: Message from tty<tty>(user id: <user>): <message>",
	ios15:  same,
	iosxe:  same,
}

// UserLog is what "send log" says.
func UserLog(tty int, user, message string) Line {
	return userLog.line(Conn{}, number(tty), text(user), text(message))
}
