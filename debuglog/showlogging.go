package debuglog

import (
	"fmt"
	"net/netip"
)

// A Sink is one way out for messages, as "show logging" prints it.
type Sink struct {
	Enabled  bool
	Level    Level
	Messages uint64 // let out so far
}

// Admits reports whether the sink lets out a message of the severity.
func (s Sink) Admits(severity Level) bool { return s.Enabled && severity <= s.Level }

// A LogHost is a syslog server.
type LogHost struct {
	Addr     netip.Addr
	Port     uint16 // UDP
	Messages uint64
}

// LoggingPage is everything that "show logging" prints.
type LoggingPage struct {
	Disabled                                bool // "no logging on"
	Dropped, RateLimited, Flushes, Overruns uint64
	Console, Monitor, Buffer, Trap          Sink
	Hosts                                   []LogHost
	CountMessages                           bool   // "logging count"
	SourceInterface, SourceVRF              string // "logging source-interface"
	BufferSize                              int    // bytes
	Messages                                []string
}

// Lines is the page.
func (p LoggingPage) Lines() []string {
	state := "enabled"
	if p.Disabled {
		state = "disabled"
	}
	lines := []string{
		fmt.Sprintf("Syslog logging: %s (%d messages dropped, %d messages rate-limited, %d flushes, %d overruns, xml disabled, "+
			"filtering disabled)",
			state, p.Dropped, p.RateLimited, p.Flushes, p.Overruns),
		"", "No Active Message Discriminator.", "", "", "", "No Inactive Message Discriminator.", "", "",
	}
	lines = append(lines, p.Console.lines("    Console logging: ", "                     ")...)
	lines = append(lines, p.Monitor.lines("    Monitor logging: ", "                     ")...)
	lines = append(lines, p.Buffer.lines("    Buffer logging:  ", "                    ")...)
	lines = append(lines,
		"    Exception Logging: size (4096 bytes)",
		"    Count and timestamp logging messages: "+enabled(p.CountMessages),
		"    Persistent logging: disabled",
		"", "No active filter modules.", "",
	)
	lines = append(lines, p.trapLines()...)
	if !p.Buffer.Enabled {
		return lines
	}
	lines = append(lines, "", fmt.Sprintf("Log Buffer (%d bytes):", p.BufferSize), "")
	return append(lines, p.Messages...)
}

// lines is the sink's entry; the second line is indented differently for the buffer.
func (s Sink) lines(title, indent string) []string {
	if !s.Enabled {
		return []string{title + "disabled"}
	}
	return []string{
		fmt.Sprintf("%slevel %v, %d messages logged, xml disabled,", title, s.Level, s.Messages),
		indent + "filtering disabled",
	}
}

func (p LoggingPage) trapLines() []string {
	if !p.Trap.Enabled {
		return []string{"    Trap logging: disabled"}
	}
	lines := []string{fmt.Sprintf("    Trap logging: level %v, %d message lines logged", p.Trap.Level, p.Trap.Messages)}
	for _, h := range p.Hosts {
		lines = append(lines,
			fmt.Sprintf("        Logging to %v  (udp port %d, audit disabled,", h.Addr, h.Port),
			"              link up),",
			fmt.Sprintf("              %d message lines logged, ", h.Messages),
			"              0 message lines rate-limited, ",
			"              0 message lines dropped-by-MD, ",
			"              xml disabled, sequence number disabled",
			"              filtering disabled",
		)
	}
	lines = append(lines, "        Logging Source-Interface:       VRF Name:")
	if p.SourceInterface != "" {
		lines = append(lines, fmt.Sprintf("        %-32s%s", p.SourceInterface, p.SourceVRF))
	}
	return lines
}

func enabled(on bool) string {
	if on {
		return "enabled"
	}
	return "disabled"
}
