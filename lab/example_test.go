package lab_test

import (
	"fmt"
	"time"

	"ruthere/lab"
	"ruthere/router"
	"ruthere/scripts"
)

// The built-in lab: a host's ping brings the tunnel up, the link breaks, and the router notices
// that its peer is dead. Half a minute passes at once.
func ExampleLab() {
	text, err := scripts.Files.ReadFile("lab.yaml")
	check(err)
	topology, err := lab.ParseTopology("lab.yaml", text, scripts.Files)
	check(err)
	l, err := lab.New(topology, lab.Options{
		Notice: func(text string) { fmt.Println(text) },
		Terminal: func(name string, out router.TerminalOutput) {
			if line, ok := out.(router.TerminalLog); ok {
				fmt.Println(name+":", line.Text)
			}
		},
	})
	check(err)
	pass := func(d time.Duration) { check(l.Advance(l.Now().Add(d))) }

	pass(10 * time.Second) // until the interfaces are up
	check(l.Do("Router", router.Attach{Terminal: lab.Console, Kind: "con"}))
	check(l.Ping("Inside", "Server"))
	pass(20 * time.Second)
	fmt.Println("Router asks for a line with", l.Prompt("Router", lab.Console))

	check(l.Cut("Router", "Peer", false))
	pass(30 * time.Second)
	// Output:
	// Router: *Mar 25 15:17:10.455: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  . Peer 10.2.80.209:500       Id: 10.2.80.209
	// Inside: 5 pings to 192.168.2.10, 4 answered, round-trip min/avg/max = 18/18/18 ms
	// Router asks for a line with Router>
	// Router: *Mar 25 15:17:41.603: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN. Peer 10.2.80.209:500       Id: 10.2.80.209
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
