package lab

import (
	"strings"
	"testing"
	"testing/fstest"
)

const refusingTopology = `routers:
  - name: R1
    config: |
      hostname R1

      interface FastEthernet0/0
       ip address 10.0.0.1 255.0.0
      crypto isakmp key hushhush address 10.0.0.300
  - name: R2
    file: r2.cfg
  - name: R3
    config: frobnicate
`

// A line that a router refuses is told with its place in the file that holds it, and
// without its secrets; the lab is not built unless that is wanted.
func TestLabsTellOfRefusedLines(t *testing.T) {
	files := fstest.MapFS{"labs/r2.cfg": {Data: []byte("hostname R2\nbanana split\n")}}
	topology, err := ParseTopology("labs/small.yaml", []byte(refusingTopology), files)
	if err != nil {
		t.Fatal(err)
	}
	const want = `labs/small.yaml:7:35: R1 refuses a line of its configuration
   ip address 10.0.0.1 255.0.0
                              ^
% Invalid input detected
labs/small.yaml:8:51: R1 refuses a line of its configuration
  crypto isakmp key <removed>
% Invalid input detected
labs/r2.cfg:2:4: R2 refuses a line of its configuration
  banana split
     ^
% Invalid input detected
labs/small.yaml:12: R3 refuses a line of its configuration
  frobnicate
    ^
% Invalid input detected`
	if l, err := New(topology, Options{}); err == nil || l != nil || err.Error() != want {
		t.Errorf("the lab says\n%v\nwant\n%s", err, want)
	}
	var told []string
	l, err := New(topology, Options{Refused: func(l RefusedLine) { told = append(told, l.String()) }})
	if err != nil || l == nil || strings.Join(told, "\n") != want {
		t.Errorf("leniently: %v, told\n%s", err, strings.Join(told, "\n"))
	}
}

// In a transcript the place is one of the transcript.
func TestTranscriptsTellOfRefusedLines(t *testing.T) {
	text := "# a lab\n" +
		"@ lab\n@| routers:\n@|   - name: R1\n@|     config: |\n@|       hostname R1\n@|       frobnicate\nR1>enable\n"
	_, _, err := Replay("own.transcript", text, nil)
	want := "own.transcript:7:12: R1 refuses a line of its configuration\n  frobnicate\n"
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	told := 0
	o := ReplayOptions{Refused: func(RefusedLine) { told++ }}
	if _, err := ReplayWith("own.transcript", text, nil, o); err != nil || told != 1 {
		t.Errorf("leniently: %v, told of %d lines", err, told)
	}
}
