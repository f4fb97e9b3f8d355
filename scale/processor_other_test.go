//go:build !unix

package scale

import "time"

var began = time.Now()

// processor is the time that has gone by: the processor's is not told here.
func processor() time.Duration { return time.Since(began) }
