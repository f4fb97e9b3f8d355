// Package ruthere_test holds the plan of ARCHITECTURE.md: which room may import which,
// and what only the rim may touch.
package ruthere_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms lists what each package of ours may import of ours, and why it is there.
var rooms = map[string]struct {
	imports string
	why     string
}{
	"parser":           {"", "compiles syntax text; knows no command"},
	"plaintext":        {"", "text in the encodings of other machines; knows nothing of what it says"},
	"outline":          {"", "configurations as trees of lines; knows no command"},
	"tcl":              {"", "a small Tcl for scripts typed at a router; knows no command of routers"},
	"files":            {"", "what NVRAM and flash hold, as data; reads no disk"},
	"config":           {"", "the running-config as data; knows nobody who reads it"},
	"debuglog":         {"crypto/ike/state", "what a router can say, state machines' words among it; knows nobody who says it"},
	"deadline":         {"", "what is due first of many things; knows none of them"},
	"event":            {"", "what changes in routers and labs, as data; knows neither who tells nor who listens"},
	"dpd":              {"", "decides when to ask a peer; sends nothing"},
	"packet":           {"", "IPv4, UDP, TCP and ICMP to and from bytes"},
	"tcp":              {"packet", "connections over segments; knows no network and no clock"},
	"telnet":           {"", "options and commands of telnet; knows no connection"},
	"tftp":             {"", "files in datagrams; knows no network"},
	"ftp":              {"", "files by commands on one connection and data on another; knows no network"},
	"web":              {"", "files by HTTP; knows no network"},
	"ntp":              {"", "the time of others; knows neither sockets nor names, and moves no clock"},
	"capture":          {"packet crypto/isakmp crypto/ipsec", "files of packets and their keys; knows IKE where a reader of them needs it"},
	"capture/embedded": {"packet", "what a router's users keep of packets; knows no router"},
	"crypto/isakmp":    {"", "IKEv1 messages to and from bytes"},
	"crypto/oakley":    {"crypto/isakmp", "hashes run over messages"},
	"crypto/ipsec":     {"packet", "ESP carries IPv4 packets"},
	"crypto/ezvpn": {"config debuglog event crypto/ike crypto/isakmp",
		"the Easy VPN remote as a machine over news of IKE; sends nothing itself"},
	"crypto/tunnelmap":  {"config debuglog crypto/ike", "the crypto maps of protected tunnels, made of the configuration alone"},
	"crypto/keypair":    {"", "RSA keys as data; knows nobody who uses them"},
	"crypto/pki":        {"", "certificates, requests, chains, revocation, SCEP messages; crypto/keypair makes the keys"},
	"crypto/pki/scep":   {"crypto/pki web", "enrolment over HTTP, from either end; knows no network"},
	"crypto/pki/server": {"crypto/pki debuglog", "a certificate server's policy, requests and lists; knows no router"},
	"crypto/ike/state":  {"", "the words of IKE's state machines; knows nobody who decides by them or prints them"},
	"crypto/ike": {"crypto/ike/state crypto/isakmp crypto/oakley crypto/ipsec crypto/pki deadline dpd debuglog config " +
		"event",
		"the exchanges, which use all of these"},
	"radius":   {"", "asks servers about users: a value that others own"},
	"sla":      {"config", "when operations of IP SLA run and what came of them; sends nothing, and knows no clock"},
	"routing":  {"", "routing tables without clocks; what routes depend on is asked of whoever owns the table"},
	"tracking": {"config", "objects of `track` without clocks; what they watch is asked of whoever uses them"},
	"nat":      {"packet config parser deadline", "address translation without clocks; parser reads route maps"},
	"hsrp":     {"", "one group of HSRP without clocks or packets of IP; knows no router"},
	"nhrp":     {"packet deadline", "next hops as an agent without clocks; routes are asked of whoever uses it"},
	"modes": {"sla tracking radius capture/embedded parser config files nat ntp outline debuglog crypto/ike " +
		"crypto/ezvpn crypto/keypair crypto/pki crypto/pki/scep crypto/pki/server hsrp nhrp",
		"the command language: what a command, a mode and a session are; knows no command"},
	"modes/access": {"modes parser config debuglog crypto/keypair", "commands for who may log in and how lines behave"},
	"modes/network": {"modes parser config debuglog nat packet sla telnet tracking hsrp nhrp",
		"commands for interfaces, lists, routes and sessions on other hosts"},
	"modes/crypto": {"modes modes/network parser config debuglog dpd crypto/ike crypto/ike/state crypto/ezvpn " +
		"crypto/ipsec crypto/keypair crypto/oakley",
		"commands for IPsec; asks network for the addresses of names"},
	"modes/storage": {"modes modes/access modes/network parser config files outline debuglog tcl",
		"commands for configurations and files; asks access who may copy, and finds servers with network"},
	"modes/system": {"modes modes/access modes/network ntp parser config debuglog",
		"commands for the router itself; hides passwords with access, finds servers with network"},
	"modes/monitor": {"capture capture/embedded modes modes/storage parser config debuglog packet",
		"commands that capture packets; files and servers are storage's"},
	"modes/pki": {"modes modes/access modes/crypto modes/storage parser config debuglog crypto/keypair crypto/pki " +
		"files crypto/pki/scep crypto/pki/server",
		"commands for certificates; type 7 passwords are access's, the making of keys crypto's, files storage's"},
	"modes/idle":  {"modes parser config debuglog", "commands that show what is configured and does nothing here"},
	"modes/inert": {"modes parser", "commands without effect, as text"},
	"modes/ios": {"modes/monitor modes modes/access modes/crypto modes/idle modes/inert modes/network modes/storage " +
		"modes/system parser debuglog config modes/pki",
		"names the rooms of commands and the order of everything that has one"},
	"shell":               {"parser modes modes/access config debuglog", "one terminal around the commands"},
	"shell/keys":          {"", "what keys do to a line, and what stands on a terminal; knows no socket"},
	"shell/keys/emulator": {"", "a terminal for tests"},
	"shell/lineedit":      {"shell/keys", "keys to lines, at the rim"},
	"router": {"radius capture/embedded capture shell modes modes/access modes/crypto modes/ios modes/storage " +
		"config files debuglog nat packet crypto/ike crypto/ezvpn crypto/ipsec crypto/keypair " +
		"crypto/tunnelmap parser ntp tftp ftp web event sla tcp telnet tracking shell/keys crypto/pki " +
		"crypto/pki/scep crypto/pki/server hsrp modes/pki routing nhrp",
		"one box: puts them together"},
	"lab": {"journal capture router shell modes parser files deadline debuglog config packet crypto/ike " +
		"crypto/ike/state crypto/isakmp crypto/keypair ntp tftp event lab/expression lab/meaning lab/fault " +
		"lab/translation outline tcp ftp web ladder",
		"several boxes under one clock, some of which write IKE messages of their own; parser reads interfaces' names"},
	"journal":            {"router shell modes crypto/ike", "inputs of routers as text"},
	"lab/topologies":     {"lab parser debuglog", "other programs' labs as ours"},
	"lab/expression":     {"", "what is so of a status, in the words of somebody who writes labs; knows no status"},
	"lab/grade":          {"lab journal router", "marks what was done in a lab; knows no router from inside"},
	"lab/grade/results":  {"lab/grade report", "what answers earned, printed; judges nothing"},
	"lab/grade/handin":   {"journal lab lab/grade outline plaintext", "which file is which part of an answer; reads no folder"},
	"lab/grade/mutation": {"debuglog modes modes/ios parser", "single changes to what was typed; knows no lab"},
	"lab/grade/proof": {"config lab lab/grade lab/grade/mutation modes/ios",
		"grades graders with solutions and changed solutions"},
	"lab/course": {"lab/grade", "graded labs in an order, as text; knows no disk"},
	"lab/fault":  {"crypto/isakmp lab/meaning", "sentences about what goes wrong, and which packets they mean"},
	"ladder": {"event capture crypto/ike crypto/isakmp crypto/oakley lab/meaning",
		"stories as pictures, of packets with their meaning and of events; opens captures with the keys beside them"},
	"lab/translation": {"packet", "what a home router does to packets between inside and outside"},
	"lab/incident": {"lab lab/grade debuglog outline",
		"what can be wrong in labs, what users tell of it, and the truth; types at no router"},
	"lab/incident/solver": {"lab/incident", "solves incidents by what is told and what consoles show; knows no lab"},
	"lab/meaning":         {"packet crypto/ike crypto/isakmp", "what packets of a lab say, and saying something else with their keys"},
	"router/live": {"journal capture router shell shell/lineedit modes modes/access files debuglog config packet " +
		"crypto/ike crypto/keypair event telnet ntp crypto/ike/state",
		"one box on real sockets"},
	"report":               {"", "results in the forms that other programs read; knows nothing of what they are results of"},
	"scripts":              {"", "labs and scenarios, embedded"},
	"interop":              {"", "tests against real daemons"},
	"clients":              {"", "tests by the programs that reach routers"},
	"scale":                {"", "tests of many peers"},
	"explain":              {"crypto/isakmp crypto/oakley ladder packet plaintext", "logs and captures from elsewhere, and what went wrong"},
	"explain/reproduction": {"explain lab router capture", "makes our routers fail as those of a file did"},
	"plan": {"config crypto/ike crypto/ipsec debuglog dpd",
		"measures engines in virtual time, for the arithmetic of dead peer detection"},
	"load": {"modes/ios config crypto/ike crypto/ipsec crypto/isakmp debuglog event packet",
		"many peers of a gateway, on real sockets"},
	"scripts/dev/pages": {"lab scripts modes modes/ios parser debuglog ladder",
		"draws README's picture, writes the command reference"},
	"cmd/ruthere": {"journal capture load lab lab/grade lab/grade/handin lab/grade/proof lab/grade/results " +
		"lab/topologies report router router/live scripts shell shell/lineedit modes modes/ios files " +
		"debuglog config packet crypto/ike event ntp dpd plan lab/course explain explain/reproduction " +
		"ladder lab/incident outline plaintext",
		"flags and wiring"},
}

// rim are the packages that may touch the outside: sockets, files, clocks, goroutines.
var rim = []string{"router/live", "cmd/ruthere", "shell/lineedit", "interop", "scripts/dev/pages", "load"}

// outside are the imports that only the rim may use, with what to use instead.
var outside = map[string]string{
	"os":                    "files come in as text and go out as outputs",
	"net":                   "packets are inputs and outputs; addresses are net/netip",
	"crypto/rand":           "randomness is an argument, with a name",
	"math/rand":             "randomness is an argument, with a name",
	"os/exec":               "nothing is run",
	"syscall":               "the rim knows the system",
	"os/signal":             "the rim knows the system",
	"sync":                  "a core value has one owner (parser's lazily built tables excepted)",
	"io/ioutil":             "files come in as text",
	"net/http":              "nothing here is a web server",
	"runtime/debug":         "the rim knows the process",
	"golang.org/x/sys/unix": "the rim knows the system",
}

// allowed are the exceptions to outside: a package and an import, with the reason.
var allowed = map[[2]string]string{
	{"crypto/oakley", "sync"}:        "the primes are set up on first use",
	{"lab/fault", "math/rand/v2"}:    "samples are drawn from a generator that comes as an argument",
	{"lab/incident", "math/rand/v2"}: "networks are drawn from seeded generators",
	{"lab", "math/rand/v2"}:          "the named streams are seeded generators",
	{"modes/ios", "sync"}:            "languages are made on first use and shared",
	{"parser", "sync"}:               "grammars are shared by terminals and build their tables on first use",
}

func TestArchitecture(t *testing.T) {
	for dir, files := range sources(t) {
		room, known := rooms[dir]
		if !known {
			t.Errorf("%s: a new room; say in this test what it may import and why, and in ARCHITECTURE.md what it is", dir)
			continue
		}
		for _, f := range files {
			checkImports(t, dir, strings.Fields(room.imports), f)
			if !slices.Contains(rim, dir) {
				checkCalls(t, f)
			}
		}
	}
}

// tableRow is a row of ARCHITECTURE.md's table: a room, what it is, what it may import.
var tableRow = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| .+ \\| ([^|]+) \\|$")

// The table of ARCHITECTURE.md says what this test holds.
func TestArchitecturePage(t *testing.T) {
	page := readPage(t, "ARCHITECTURE.md")
	written := map[string]bool{}
	for _, row := range tableRow.FindAllStringSubmatch(page, -1) {
		dir, imports := row[1], strings.FieldsFunc(row[2], func(r rune) bool { return strings.ContainsRune(", -", r) })
		written[dir] = true
		room, known := rooms[dir]
		if !known {
			t.Errorf("ARCHITECTURE.md has a room %s, this test has none", dir)
			continue
		}
		want := strings.Fields(room.imports)
		slices.Sort(imports)
		slices.Sort(want)
		if !slices.Equal(imports, want) {
			t.Errorf("ARCHITECTURE.md: %s may import %s; this test says %s", dir, strings.Join(imports, ", "), strings.Join(want, ", "))
		}
	}
	for dir := range rooms {
		if !written[dir] {
			t.Errorf("ARCHITECTURE.md: no row for %s", dir)
		}
	}
	for _, dir := range rim {
		if !strings.Contains(page, "`"+dir+"`") {
			t.Errorf("ARCHITECTURE.md: %s is not mentioned", dir)
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for dir, files := range sources(t) {
		if !slices.ContainsFunc(files, func(f source) bool { return f.ast.Doc != nil }) {
			t.Errorf("%s has no package comment", dir)
		}
	}
}

type source struct {
	path string
	fset *token.FileSet
	ast  *ast.File
}

// sources parses every Go file that is not a test, by folder.
func sources(t *testing.T) map[string][]source {
	t.Helper()
	return parseFiles(t, func(name string) bool { return !strings.HasSuffix(name, "_test.go") })
}

// parseFiles parses the Go files that are wanted, by folder.
func parseFiles(t *testing.T, wanted func(name string) bool) map[string][]source {
	t.Helper()
	found := map[string][]source{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "testdata"):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || !wanted(path):
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		found[dir] = append(found[dir], source{path, fset, file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func checkImports(t *testing.T, dir string, mayImport []string, f source) {
	t.Helper()
	for _, spec := range f.ast.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		if ours, is := strings.CutPrefix(name, "ruthere/"); is {
			if !slices.Contains(mayImport, ours) {
				t.Errorf("%s imports %s, which the plan does not allow to %s", f.path, ours, dir)
			}
			continue
		}
		if instead, bad := outside[strings.TrimSuffix(name, "/v2")]; bad && !slices.Contains(rim, dir) && allowed[[2]string{dir, name}] == "" {
			t.Errorf("%s imports %s: %s", f.path, name, instead)
		}
	}
}

// checkCalls looks for what no import betrays: reading the clock, starting goroutines.
func checkCalls(t *testing.T, f source) {
	t.Helper()
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			t.Errorf("%s: a go statement outside the rim", f.fset.Position(n.Pos()))
		case *ast.SelectorExpr:
			clock := []string{"Now", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "Since", "Until", "AfterFunc"}
			if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clock, n.Sel.Name) {
				t.Errorf("%s: time.%s outside the rim; the time is an argument", f.fset.Position(n.Pos()), n.Sel.Name)
			}
		}
		return true
	})
}
