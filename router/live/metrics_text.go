package live

import (
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
)

// A tally is the values of a metric by their labels, as labels writes them.
type tally map[string]uint64

// escapeLabel writes the value of a label as the text format wants it.
var escapeLabel = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// labels writes names and values of labels in turn: {name="value",...}.
func labels(namesAndValues ...string) string {
	var b strings.Builder
	for i := 0; i < len(namesAndValues); i += 2 {
		fmt.Fprintf(&b, `,%s="%s"`, namesAndValues[i], escapeLabel.Replace(namesAndValues[i+1]))
	}
	return "{" + b.String()[1:] + "}"
}

// A page is metrics in the text format of Prometheus.
type page struct{ strings.Builder }

// family adds a metric, its values by their labels.
func (p *page) family(name, kind, help string, values tally) {
	fmt.Fprintf(p, "# HELP ruthere_%s %s\n# TYPE ruthere_%s %s\n", name, help, name, kind)
	for _, of := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(p, "ruthere_%s%s %d\n", name, of, values[of])
	}
}

// A limitedConn tells once that it is closed.
type limitedConn struct {
	net.Conn
	once  sync.Once
	leave func()
}

// Close implements net.Conn.
func (c *limitedConn) Close() error {
	c.once.Do(c.leave)
	return c.Conn.Close()
}
