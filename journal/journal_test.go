package journal

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"math/big"
	mathrand "math/rand/v2"
	"net/netip"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/modes"
	"ruthere/router"
	"ruthere/shell"
)

var start = time.Date(2004, time.March, 25, 15, 17, 0, 3e6, time.UTC)

// Each input and its line.
func TestLines(t *testing.T) {
	for _, c := range []struct {
		who   string
		input router.Input
		want  string
	}{
		{"Router", router.Typed{Text: "show crypto session"}, "Router type show crypto session"},
		{"Router", router.Typed{}, "Router type"},
		{"Router", router.Typed{Text: " two  blanks "}, `Router type " two  blanks "`},
		{"Router", router.Typed{Text: `"quoted"`}, `Router type "\"quoted\""`},
		{"Router", router.Typed{Text: "inter", End: shell.CtrlZ}, "Router type^Z inter"},
		{"Router", router.Typed{Text: "half", End: shell.CtrlC}, "Router type^C half"},
		{"Router", router.Typed{Terminal: 2, Text: "a\tb\x03"}, `Router/2 type "a\tb\x03"`},
		{"Router", router.Key{Key: '\r'}, "Router key Return"},
		{"Router", router.Key{Key: ' '}, "Router key Space"},
		{"Router", router.Key{Key: 'q'}, "Router key q"},
		{"Router", router.Key{Key: '"'}, `Router key "\x22"`},
		{"Router", router.Key{Key: 0xff}, `Router key "\xff"`},
		{"Router", router.Attach{Kind: config.LineConsole, Width: 80, Height: 24, Standby: true},
			"Router attach standby kind=con height=24 width=80"},
		{"Router", router.Attach{Terminal: 3, Kind: config.LineVTY, From: netip.MustParseAddr("10.0.0.9")},
			"Router/3 attach kind=vty from=10.0.0.9"},
		{"Router", router.Resize{Terminal: 0, Height: 50, Width: 132}, "Router resize height=50 width=132"},
		{"Router", router.Interrupt{}, "Router interrupt"},
		{"Router", router.Detach{Terminal: 1}, "Router/1 detach"},
		{"R", router.PacketIn{Interface: "FastEthernet0/0", Data: []byte{0x45, 0, 0xff}}, "R packet interface=FastEthernet0/0 data=4500ff"},
		{"R", router.PacketIn{Interface: "Fa 0", VLAN: 10}, `R packet interface="Fa 0" vlan=10`},
		{"R", router.LinkChange{Interface: "Fa0", Up: true, After: 2 * time.Second}, "R link after=2s interface=Fa0 up"},
		{"R", router.LinkChange{Interface: "Fa0", Why: "no cable"}, `R link interface=Fa0 why="no cable"`},
		{"R", router.Neighbour{Interface: "Fa0", Addr: netip.MustParseAddr("10.0.0.1"), Hardware: "5254.0012.3456"},
			"R neighbour interface=Fa0 addr=10.0.0.1 hardware=5254.0012.3456"},
		{"R", router.JobDone{Answer: ike.Answer{ID: 7}}, "R answer answer=7"},
		{"R", router.ConnectionOpened{ID: 1, From: netip.MustParseAddr("10.0.0.1"), Port: 4000},
			"R connection-opened id=1 from=10.0.0.1 port=4000"},
		{"R", router.ConnectionData{ID: 1, Data: []byte{1, 2}}, "R connection-data id=1 data=0102"},
		{"R", router.ConnectionEnded{ID: 1, Failed: modes.StreamTimedOut},
			`R connection-ended id=1 failed="% Connection timed out; remote host not responding"`},
		{"R", router.SCPProgress{ID: 1, Announced: "C0644 7 x"}, `R scp-progress id=1 announced="C0644 7 x"`},
		{"R", router.SCPProgress{ID: 1, Bytes: 7}, "R scp-progress id=1 bytes=7"},
		{"R", router.SCPFinished{ID: 1, Data: "\x00\xff a\n"}, `R scp-finished id=1 data="\x00\xff a\n"`},
		{"R", router.SCPFinished{ID: 1, Failed: modes.TransferDenied}, `R scp-finished id=1 failed="Permission denied"`},
		{"R", router.PasswordChecked{ID: 2, Right: true}, "R password id=2 right"},
		{"R", router.Kept{ID: 4, Failed: "No space left"}, `R kept id=4 failed="No space left"`},
		{"R", router.Connect{Terminal: 1, Transport: config.TransportSSH, From: netip.MustParseAddr("10.0.0.9")},
			"R/1 connect transport=ssh from=10.0.0.9"},
		{"R", router.Authenticate{Terminal: 1, User: "anna", Password: "x y", In: modes.SSHCiphers{Encryption: "e", MAC: "m"}},
			`R/1 authenticate user=anna password="x y" in="{\"Encryption\":\"e\",\"MAC\":\"m\"}"`},
		{"R", Boot{Reason: "reload"}, "R boot reason=reload"},
		{"R", Usage{Usage: modes.Usage{Minute: 1.25}}, ""},
		{"R", router.PowerOff{}, "R power-off"},
		{"R", router.Tick{}, "R tick"},
	} {
		e := Entry{At: start, After: All, Who: c.who, Input: c.input}
		line, err := Append(nil, e, start)
		if err != nil {
			t.Errorf("%#v: %v", c.input, err)
			continue
		}
		if got := strings.TrimPrefix(strings.TrimSuffix(string(line), "\n"), "15:17:00.003 "); c.want != "" && got != c.want {
			t.Errorf("%#v\n got %s\nwant %s", c.input, got, c.want)
		}
		if again, err := parseLine(string(line), start); err != nil || !reflect.DeepEqual(again, e) {
			t.Errorf("%s\nread back as %#v, %v", line, again, err)
		}
	}
}

// Every kind of input is written and read back, whatever stands in its fields.
func TestInputsAreReadBack(t *testing.T) {
	dice := mathrand.New(mathrand.NewPCG(1, 2))
	kinds := []router.Input{router.Typed{}, router.Key{}}
	for _, v := range verbs {
		kinds = append(kinds, v.input)
	}
	for _, kind := range kinds {
		for range 200 {
			v := reflect.New(reflect.TypeOf(kind)).Elem()
			fill(t, dice, v)
			e := Entry{At: start.Add(time.Duration(dice.Int64N(1e15))), After: dice.IntN(3) - 1, Who: "Router", Input: v.Interface().(router.Input)}
			line, err := Line(e, start)
			if err != nil {
				t.Fatalf("%#v: %v", e.Input, err)
			}
			again, err := parseLine(string(line), start)
			if err != nil || !reflect.DeepEqual(again, e) {
				t.Fatalf("%s is read back as\n%#v, not\n%#v: %v", line, again.Input, e.Input, err)
			}
		}
	}
}

var oneKey = keyAsRead()

// keyAsRead makes a key and reads it back from its own encoding: what GenerateKey gives keeps leading zeros
// of the exponents that an encoding drops, so one key in 128 would differ from itself under DeepEqual.
func keyAsRead() *rsa.PrivateKey {
	made, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		panic(err)
	}
	key, err := x509.ParsePKCS1PrivateKey(x509.MarshalPKCS1PrivateKey(made))
	if err != nil {
		panic(err)
	}
	return key
}

// fill puts chance into a value, where a zero is likely.
func fill(t *testing.T, dice *mathrand.Rand, v reflect.Value) {
	if dice.IntN(3) == 0 {
		return
	}
	switch x := v.Addr().Interface().(type) {
	case *netip.Addr:
		*x = netip.AddrFrom4([4]byte{byte(dice.IntN(256)), 2, 3, 4})
		return
	case **rsa.PrivateKey:
		*x = oneKey
		return
	case *ike.Answer:
		x.ID = dice.Uint64()
		return
	case *time.Duration:
		*x = time.Duration(dice.Int64N(1e12))
		return
	case *shell.End:
		*x = shell.End(dice.IntN(3))
		return
	case **big.Int:
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, dice, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1+dice.IntN(3), 3))
		for i := range v.Len() {
			fill(t, dice, v.Index(i))
		}
	case reflect.String:
		letters := []rune("ab \"=\\\n\t\x00é#@/:")
		text := ""
		for range dice.IntN(8) {
			text += string(letters[dice.IntN(len(letters))])
		}
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(dice.Int64N(1000))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(dice.IntN(200)))
	case reflect.Float64:
		v.SetFloat(dice.Float64())
	default:
		t.Fatalf("no chance for a %s", v.Type())
	}
}

// The instant has its date only where that changes.
func TestInstants(t *testing.T) {
	var text []byte
	var before time.Time
	for _, at := range []time.Time{start, start, start.Add(1), start.Add(24 * time.Hour), start.Add(24*time.Hour + 1500*time.Millisecond)} {
		text, _ = Append(text, Entry{At: at, After: All, Command: "show"}, before)
		before = at
	}
	want := "2004-03-25T15:17:00.003 @ show\n15:17:00.003 @ show\n15:17:00.003000001 @ show\n" +
		"2004-03-26T15:17:00.003 @ show\n15:17:01.503 @ show\n"
	if string(text) != want {
		t.Errorf("got\n%s", text)
	}
}

const sample = `# a comment
run: lab
program: hand
topology: |

  seed: x
    indented
inputs: |
  # nothing yet

  2004-03-25T15:17:00 R type enable
`

func TestParse(t *testing.T) {
	f, err := Parse("a.run", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if f.Topology != "\nseed: x\n  indented\n" || f.TopologyLine != 5 || f.TopologyIndent != 2 || f.Program != "hand" {
		t.Errorf("the head: %+v", f)
	}
	if len(f.Entries) != 1 || f.Entries[0].Line != 11 || f.Entries[0].Who != "R" {
		t.Errorf("the entries: %+v", f.Entries)
	}
	head, err := f.Head()
	if err != nil {
		t.Fatal(err)
	}
	line, _ := Line(f.Entries[0], time.Time{})
	again, err := Parse("b.run", append(head, line...))
	if err != nil || again.Topology != strings.TrimPrefix(f.Topology, "\n") || !again.Entries[0].At.Equal(f.Entries[0].At) {
		t.Errorf("written and read again: %+v %v in\n%s", again, err, head)
	}
	if !IsRun([]byte(sample)) || IsRun([]byte("routers: []\n")) || IsRun(nil) {
		t.Error("IsRun cannot tell a run")
	}
}

// Mistakes are told with file and line, and what would have been right.
func TestMistakes(t *testing.T) {
	const head = "run: lab\nprogram: p\ntopology: |\n  seed: x\ninputs: |\n"
	for text, want := range map[string]string{
		"run: dance\nprogram: p\n":                          `a.run: line 1: run "dance" is none of lab, router`,
		"run: lab\nprogram: p\n":                            "a.run: a run of a lab needs its topology",
		"run: router\nprogram: p\n":                         "a.run: a run of a router needs the key router",
		"run: lab\nprgram: p\n":                             "a.run: ",
		"run: [":                                            "a.run: ",
		head + "  15:17:00 R type x\n":                      "a.run:6: the first line needs a date: 2004-03-25T15:17:25.003",
		head + "  noon R type x\n":                          `a.run:6: "noon" is not an instant such as 15:17:25.003`,
		head + "  2004-03-25T15:17:00+x R type x\n":         `a.run:6: "x" is not a number of events`,
		head + "\n  2004-03-25T15:17:00\n":                  "a.run:7: after the instant comes a router, or @ and a lab command, or end",
		head + "  2004-03-25T15:17:00 @\n":                  "a.run:6: a lab command is missing after @",
		head + "  2004-03-25T15:17:00 R\n":                  `a.run:6: "" is nothing that a router takes; there is type, key, attach`,
		head + "  2004-03-25T15:17:00 R/x type y\n":         `a.run:6: "x" is not the number of a terminal`,
		head + "  2004-03-25T15:17:00 R key no\n":           "a.run:6: no is not one key",
		head + "  2004-03-25T15:17:00 R attach size=3\n":    `a.run:6: "size" is none of quiet, standby, privileged, kind`,
		head + "  2004-03-25T15:17:00 R attach width=x\n":   "a.run:6: width=x: ",
		head + "  2004-03-25T15:17:00 R tick now\n":         `a.run:6: "now": nothing may follow here`,
		head + "  2004-03-25T15:17:00 R/1 tick\n":           "a.run:6: this has nothing to do with a terminal",
		head + "  2004-03-25T15:17:00 R packet data=4\n":    "a.run:6: data=4: ",
		head + "  2004-03-25T15:17:00 R kept failed=\"x\n":  "a.run:6: failed: a quote is not closed",
		head + "  2004-03-25T15:17:00 R type \"x\n":         "a.run:6: \"x is not a text in quotes",
		head + "  2004-03-25T15:17:00 R password right=1\n": "a.run:6: right=1: this stands alone",
	} {
		if _, err := Parse("a.run", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q\n got %v\nwant %s", text, err, want)
		}
	}
}

// Whatever stands in a file, reading it ends with a run or an error, and what was read is written and read alike.
func FuzzParse(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("run: router\nprogram: p\nrouter:\n  seed: 00\n  ios: \"12.4\"\ninputs: |\n" +
		"  2026-11-28T15:00:00 router boot\n  15:00:01 router tick\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		run, err := Parse("x", text)
		if err != nil {
			return
		}
		var before time.Time
		for _, e := range run.Entries {
			line, err := Append(nil, e, before)
			if err != nil {
				t.Fatalf("%#v was read and cannot be written: %v", e, err)
			}
			again, err := parseLine(string(line), before)
			if again.Line = e.Line; err != nil || !reflect.DeepEqual(again, e) {
				t.Fatalf("%s read as %#v, not %#v: %v", line, again, e, err)
			}
			before = e.At
		}
	})
}

// inputType is a line of router/inputs.go that says what is an input.
var inputType = regexp.MustCompile(`(?m)^func \((\w+)\) isInput\(\)`)

// Whatever enters a router can be written down.
func TestEveryInputHasAVerb(t *testing.T) {
	source, err := os.ReadFile("../router/inputs.go")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"Typed": true, "Key": true}
	for _, v := range verbs {
		known[reflect.TypeOf(v.input).Name()] = true
	}
	all := inputType.FindAllStringSubmatch(string(source), -1)
	if len(all) < 20 {
		t.Fatalf("only %d inputs found", len(all))
	}
	for _, one := range all {
		if !known[one[1]] {
			t.Errorf("router.%s has no verb", one[1])
		}
	}
}
