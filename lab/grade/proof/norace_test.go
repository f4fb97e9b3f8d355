//go:build !race

package proof

// raceDetector says that the tests run under the race detector, which makes them ten times slower.
const raceDetector = false
