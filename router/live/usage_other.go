//go:build !unix

package live

// processorSeconds is unknown here.
func processorSeconds() float64 { return 0 }
