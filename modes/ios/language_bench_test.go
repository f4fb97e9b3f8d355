package ios

import (
	"testing"

	"ruthere/debuglog"
)

// BenchmarkLanguage makes the command language of a release, which the first router of the
// release pays for. Syntaxes are compiled later, when a line has come that far.
func BenchmarkLanguage(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		newLanguage(debuglog.IOS15, inOrder)
	}
}

// BenchmarkWholeLanguage compiles every syntax too, as a run without that delay would.
func BenchmarkWholeLanguage(b *testing.B) {
	for b.Loop() {
		for _, m := range newLanguage(debuglog.IOS15, inOrder).Modes() {
			for _, e := range m.Commands() {
				e.Compile()
			}
		}
	}
}
