package debuglog

import (
	"net/netip"
	"strconv"
	"time"
)

// Object tracking and IP SLA.

// The two mnemonics and the blanks round the arrow are as captures have them: 12.4 and early 15, and 15.2 and later.
var trackState = phrase{sw: Always, args: "object what parameter before after",
	ios124: "%TRACKING-5-STATE: <object> <what> <parameter> <before>-><after>",
	ios15:  "%TRACK-6-STATE: <object> <what> <parameter> <before> -> <after>", iosxe: same}

// TrackState is logged when an object is up, or down.
func TrackState(object int, what, parameter string, up bool) Line {
	return trackState.line(Conn{}, number(object), text(what), text(parameter), trackWord(!up), trackWord(up))
}

// Recalled, from the Command Reference and from newer routers.
var trackTrace = phrase{sw: Track, args: "object change what parameter before after",
	ios124: "Track: <object> Change #<change> <what>, <parameter> <before>-><after>",
	ios15:  "track-sta (<object>) <what> <parameter> <before> -> <after>", iosxe: same}

// TrackTrace tells of the same with `debug track`; change counts the object's changes.
func TrackTrace(object, change int, what, parameter string, up bool) Line {
	return trackTrace.line(Conn{}, number(object), number(change), text(what), text(parameter), trackWord(!up), trackWord(up))
}

func trackWord(up bool) arg {
	if up {
		return text("Up")
	}
	return text("Down")
}

// Recalled, from the Command Reference of 12.4 and of 15.
var (
	operationStarts = phrase{sw: SLATrace, args: "operation",
		ios124: "IP SLA Monitor(<operation>) Scheduler: Starting an operation",
		ios15:  "IPSLA-INFRA_TRACE:OPER:<operation> Starting an operation", iosxe: same}
	operationSends = phrase{sw: SLATrace, args: "operation kind target source",
		ios124: "IP SLA Monitor(<operation>) echo operation: Sending an echo operation",
		ios15:  "IPSLA-OPER_TRACE:OPER:<operation> Starting <kind> operation - destAddr=<target>, sAddr=<source>", iosxe: same}
	operationResult = phrase{sw: SLATrace, args: "operation result",
		ios124: "IP SLA Monitor(<operation>) echo operation: <result>", ios15: "IPSLA-OPER_TRACE:OPER:<operation> <result>", iosxe: same}
	operationEnds = phrase{sw: SLATrace, args: "operation",
		ios124: "IP SLA Monitor(<operation>) Scheduler: Updating result",
		ios15:  "IPSLA-INFRA_TRACE:OPER:<operation> Updating result", iosxe: same}
)

// OperationStarts: a probe of a kind, icmpecho or another, is sent; an address that there is none of is 0.0.0.0.
func OperationStarts(operation int, kind string, target, source netip.Addr) []Line {
	return []Line{operationStarts.line(Conn{}, number(operation)),
		operationSends.line(Conn{}, number(operation), text(kind), addr(target), addr(source))}
}

// OperationAnswered: it came back after a time.
func OperationAnswered(operation int, rtt time.Duration) []Line {
	return operationOver(operation, "RTT="+strconv.FormatInt(rtt.Milliseconds(), 10))
}

// OperationFailed: there was no answer in time, or it could not be sent.
func OperationFailed(operation int, why string) []Line { return operationOver(operation, why) }

func operationOver(operation int, result string) []Line {
	return []Line{operationResult.line(Conn{}, number(operation), text(result)), operationEnds.line(Conn{}, number(operation))}
}
