//go:build !race

package main

// raceDetector says that the tests run under the race detector, which makes them ten times slower.
const raceDetector = false
