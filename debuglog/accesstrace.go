package debuglog

// What "debug aaa authentication" and "debug ip ssh" say.

var (
	aaaBind = phrase{sw: AAAAuthentication, args: "session", ios124: "AAA/BIND(<session>): Bind i/f  ", ios15: same, iosxe: same}
	aaaPick = phrase{sw: AAAAuthentication, args: "session list",
		ios124: "AAA/AUTHEN/LOGIN (<session>): Pick method list '<list>' ", ios15: same,
		iosxe: same}
)

// AAALogin: somebody begins to log in, under a number of the session's own, by a list of methods.
func AAALogin(id uint32, list string) []Line {
	return []Line{aaaBind.line(Conn{}, spi(id)), aaaPick.line(Conn{}, spi(id), text(list))}
}

var (
	sshStarts = phrase{sw: SSH, args: "line", ios124: "SSH<line>: starting SSH control process", ios15: same, iosxe: same}
	sshAgreed = phrase{sw: SSH, args: "way cipher hmac", ios124: "SSH2:kex: <way> enc:<cipher> mac:<hmac> ", ios15: same, iosxe: same}
	sshResult = phrase{sw: SSH, args: "line result user", ios124: "SSH2 <line>: <result> for <user>", ios15: same, iosxe: same}
	sshAsked  = phrase{sw: SSH, args: "line what", ios124: "SSH2 <line>: <what>", ios15: same, iosxe: same}
	sshEnded  = phrase{sw: SSH, args: "line", ios124: "SSH<line>: Session terminated normally", ios15: same, iosxe: same}
)

// SSHStarts: a client has connected to a virtual line.
func SSHStarts(line int) Line { return sshStarts.line(Conn{}, number(line)) }

// SSHAgreed: the algorithms of one way, "client->server" or "server->client", as both sides agreed.
func SSHAgreed(way, cipher, hmac string) Line {
	return sshAgreed.line(Conn{}, text(way), text(cipher), text(hmac))
}

// SSHResult: how a user's authentication went.
func SSHResult(line int, user string, ok bool) Line {
	if ok {
		return sshResult.line(Conn{}, number(line), text("authentication successful"), text(user))
	}
	return sshResult.line(Conn{}, number(line), text("password authentication failed"), text(user))
}

// SSHAsked: what the client asks for on its channel: "pty-req request", "shell request".
func SSHAsked(line int, what string) Line { return sshAsked.line(Conn{}, number(line), text(what)) }

// SSHEnded: the session is over.
func SSHEnded(line int) Line { return sshEnded.line(Conn{}, number(line)) }
