//go:build race

package lab

// underRace says that the race detector watches, which makes everything ten times slower.
const underRace = true
