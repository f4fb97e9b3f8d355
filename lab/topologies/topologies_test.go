package topologies

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/lab"
	"ruthere/router"
)

// start builds the lab of a file and tells the lines that its routers refuse.
func start(t *testing.T, topology *lab.Topology) (*lab.Lab, *[]string, []string) {
	t.Helper()
	var notices, refused []string
	l, err := lab.New(topology, lab.Options{
		Notice: func(text string) { notices = append(notices, text) },
		Terminal: func(_ string, out router.TerminalOutput) {
			if text, ok := out.(router.TerminalText); ok {
				notices = append(notices, text.Text)
			}
		},
		Refused: func(r lab.RefusedLine) { refused = append(refused, r.String()) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return l, &notices, refused
}

// pingThrough has a host of one site ping a host of the other, until the tunnel is up.
func pingThrough(t *testing.T, l *lab.Lab, notices *[]string, from, to string) {
	t.Helper()
	for range 2 { // the first brings the tunnel up
		if err := l.Advance(l.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if err := l.Ping(from, to); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Advance(l.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if n := len(*notices); n < 2 || !strings.Contains((*notices)[n-1], "5 answered") {
		t.Errorf("%s does not reach %s: %q", from, to, *notices)
	}
}

func readFile(t *testing.T, name string) (*lab.Topology, Format, []Problem) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	topology, format, problems, err := Read(name, text, os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	return topology, format, problems
}

// A containerlab file as it is: three routers, a switch, hosts, and what nothing here needs.
func TestContainerlabSites(t *testing.T) {
	topology, format, problems := readFile(t, "testdata/two-sites.clab.yml")
	if format != Containerlab || len(problems) > 0 {
		t.Errorf("read as %v, problems %v", format, problems)
	}
	if got := len(topology.Routers) + 10*len(topology.Hosts) + 100*len(topology.Links); got != 423 {
		t.Errorf("%+v", topology)
	}
	if r := topology.Routers[0]; r.Release != debuglog.IOSXE || len(r.Interfaces) != 4 || r.Interfaces[3] != "Ethernet0/3" {
		t.Errorf("R1 is %v with %v", r.Release, r.Interfaces)
	}
	l, notices, refused := start(t, topology)
	if len(refused) > 0 {
		t.Errorf("refused: %s", strings.Join(refused, "\n"))
	}
	pingThrough(t, l, notices, "H1", "H2")
}

func TestCMLSites(t *testing.T) {
	topology, format, problems := readFile(t, "testdata/two-sites.cml.yaml")
	if format != CML || len(problems) > 0 {
		t.Errorf("read as %v, problems %v", format, problems)
	}
	l, shown, refused := start(t, topology)
	if len(refused) > 0 {
		t.Errorf("refused: %s", strings.Join(refused, "\n"))
	}
	_ = l.Do("R1", router.Attach{Kind: config.LineConsole, Width: 80})
	for _, line := range []string{"", "enable", "ping 192.168.2.1 source 192.168.1.1"} {
		if err := l.Type("R1", line); err != nil {
			t.Fatal(err)
		}
		if err := l.Advance(l.Now().Add(15 * time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	if text := strings.Join(*shown, ""); !strings.Contains(text, "Success rate is 80 percent (4/5)") {
		t.Errorf("the console shows\n%s", text)
	}
	if len(topology.Links) != 1 || topology.Links[0].Name != "unmanagedswitch-1" {
		t.Errorf("links %v", topology.Links)
	}
}

// What we write as containerlab's file is read back, and its tunnel comes up.
func TestWrittenContainerlabIsRead(t *testing.T) {
	topology, _, _ := readFile(t, "../../scripts/lab.yaml")
	text, err := WriteContainerlab("lab", topology)
	if err != nil {
		t.Fatal(err)
	}
	back, format, problems, err := Read("lab.clab.yml", text, nil)
	if err != nil || format != Containerlab || len(problems) > 0 {
		t.Fatalf("%v, %v, %v\n%s", err, format, problems, text)
	}
	l, notices, refused := start(t, back)
	if len(refused) > 0 {
		t.Errorf("refused: %s", strings.Join(refused, "\n"))
	}
	pingThrough(t, l, notices, "Inside", "Server")
}

func TestDrawings(t *testing.T) {
	topology, _, _ := readFile(t, "testdata/two-sites.cml.yaml")
	for _, want := range []string{"graph LR\n", `r1(["R1"])`, `r1 ---|"GigabitEthernet0/0 - GigabitEthernet0/0"| r2`} {
		if got := DrawMermaid(topology); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for _, want := range []string{"graph lab {\n", `r1 -- r2 [taillabel="GigabitEthernet0/0", headlabel="GigabitEthernet0/0"];`} {
		if got := DrawGraphviz(topology); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

const smallClab = `name: small
topology:
  kinds:
    cisco_iol: {image: "x/cisco_iol:L3-15.7"}
  nodes:
    R1: {kind: cisco_iol, startup-config: r1.cfg}
    R2:
      kind: cisco_iol
      startup-config: |
        hostname R2
        interface Ethernet0/1
         ip address 10.0.0.2 255.255.255.0
    core: {kind: srl}
    PC: {kind: linux, exec: ["sh -c 'ip a add 10.1.0.5/24 dev eth1 && ip r add 10.0.0.0/8 via 10.1.0.1'"]}
  links:
    - endpoints: ["R1:eth1", "R2:e0/1"]
    - endpoints: ["R2:e0/2", "core:e1-1"]
    - endpoints: ["R1:eth2", "PC:eth1"]
`

func TestContainerlabProblems(t *testing.T) {
	files := fstest.MapFS{"r1.cfg": {Data: []byte("hostname R1\ninterface Ethernet0/1\n ip address 10.0.0.1 255.255.255.0\n")}}
	topology, _, problems, err := Read("small.clab.yml", []byte(smallClab), files)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) != 1 ||
		problems[0].String() != "small.clab.yml: line 13: core is of the kind srl, which nothing here can be: it is left out, with its 1 link" {
		t.Errorf("%v", problems)
	}
	if topology.Routers[0].Release != debuglog.IOS15 {
		t.Errorf("the image of 15.7 runs %v", topology.Routers[0].Release)
	}
	if h := topology.Hosts[0]; h.Gateway.String() != "10.1.0.1" || h.Address.String() != "10.1.0.5/24" {
		t.Errorf("%+v", h)
	}
	if s := topology.Routers[1].Source; s != (lab.Source{File: "small.clab.yml", Line: 10, Column: 9}) {
		t.Errorf("the text of R2 is at %+v", s)
	}
}

func TestContainerlabMistakes(t *testing.T) {
	files := fstest.MapFS{"r1.cfg": {Data: []byte("hostname R1\n")}}
	for _, c := range []struct{ from, to, want string }{
		{"startup-config: r1.cfg", "startup-config: r9.cfg", "line 6: startup-config of R1: open r9.cfg: file does not exist"},
		{`"R2:e0/1"`, `"R7:e0/1"`, `line 16: there is no node "R7"`},
		{`"R2:e0/1"`, `"R2:Gi0/1"`, `line 16: R2 of the kind cisco_iol has no port "Gi0/1"; it has Ethernet0/0, Ethernet0/1 and so on`},
		{`"R1:eth2"`, `"R1:eth1"`, "line 18: R1:Ethernet0/1 is wired twice: in line 16 too"},
		{"{kind: srl}", "{}", "line 13: core has no kind; of those there are, these can be played here: bridge, cisco_c8000v"},
		{"    core:", "    r1:", "line 13: the name r1 is used twice"},
		{`["R1:eth1", "R2:e0/1"]`, `["R1:eth1"]`, "line 16: a link has two endpoints, and this one has 1"},
		{"cisco_iol", "srl", "line 1: there is no node that could be one of our routers"},
	} {
		text := strings.ReplaceAll(smallClab, c.from, c.to)
		if text == smallClab {
			t.Fatalf("%q is not there", c.from)
		}
		if _, _, _, err := Read("small.clab.yml", []byte(text), files); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v\nwant %s", c.to, err, c.want)
		}
	}
}

// Whatever a file holds, it is read or refused in words.
func FuzzRead(f *testing.F) {
	f.Add([]byte(smallClab))
	for _, name := range []string{"testdata/two-sites.clab.yml", "testdata/two-sites.cml.yaml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		topology, _, _, err := Read("fuzz.yml", text, fstest.MapFS{})
		if (topology == nil) == (err == nil) {
			t.Errorf("%v and %v", topology, err)
		}
	})
}
