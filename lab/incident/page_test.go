package incident

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var rewrite = flag.Bool("rewrite", false, "rewrite the table of causes in docs/incidents.md")

const (
	page      = "../../docs/incidents.md"
	tableHead = "<!-- table of causes: go test ./lab/incident -run TestPage -rewrite -->\n"
	tableEnd  = "\n`list --kind double`"
)

// The page lists all causes, with the scenarios and places that they have.
func TestPage(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), tableHead)
	have, after, ok2 := strings.Cut(rest, tableEnd)
	if !ok || !ok2 {
		t.Fatal("the page has no place for the table")
	}
	want := causeTable()
	if have == want {
		return
	}
	if !*rewrite {
		t.Fatalf("the page has another table than\n%s", want)
	}
	if err := os.WriteFile(page, []byte(before+tableHead+want+tableEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

func causeTable() string {
	b := &configText{}
	b.line("")
	b.line("| cause | | where | incidents |")
	b.line("|---|---|---|---|")
	rows := Table()
	for i := range everyCause {
		c := &everyCause[i]
		count := 0
		for at := range rows {
			if rows[at].Has(c.ID) {
				count++
			}
		}
		in := ""
		if c.in != nil {
			in = " in " + strings.Join(c.in, ", ")
		}
		b.line("| `%s` | %s | %s%s | %d |", c.ID, c.Title, placeWords[c.where], in, count)
	}
	b.line("")
	b.line("%s", fmt.Sprintf("%d incidents in all.", len(rows)))
	return b.String()
}

// placeWords say where causes are.
var placeWords = map[where]string{atGateways: "router", atBegins: "router that opens tunnels", atRouter: "router, not its configuration",
	atProvider: "Provider", atAccess: "link to the provider", atUser: "user's machine", atServer: "server"}
