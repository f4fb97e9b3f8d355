package topologies

import (
	"os"
	"strings"
	"testing"

	"ruthere/lab"
)

// Drawings have translators, and containerlab, which knows none, is told so.
func TestTranslatorsAreDrawn(t *testing.T) {
	text, err := os.ReadFile("../../scripts/nat.yaml")
	if err != nil {
		t.Fatal(err)
	}
	topology, err := lab.ParseTopology("nat.yaml", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`t1[/"Home<br>203.0.113.2/24"\]`, `r1 ---|"GigabitEthernet0/0 - outside"| t1`} {
		if got := DrawMermaid(topology); !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if got, want := DrawGraphviz(topology), `t1 [shape=trapezium, label="Home\n203.0.113.2/24"];`; !strings.Contains(got, want) {
		t.Errorf("no %s in\n%s", want, got)
	}
	if _, err := WriteContainerlab("nat", topology); err == nil || !strings.Contains(err.Error(), "Home is a translator") {
		t.Errorf("%v", err)
	}
}
