package network

import (
	"ruthere/modes"
	"ruthere/parser"
)

// ttlOperators are the ways to compare a packet's time to live, each with its numbers.
var ttlOperators = []struct {
	word    string
	numbers []string
}{
	{"eq", []string{"ttl-eq-value"}}, {"neq", []string{"ttl-neq-value"}}, {"lt", []string{"ttl-lt-value"}},
	{"gt", []string{"ttl-gt-value"}}, {"range", []string{"ttl-from", "ttl-to"}},
}

// ttlWords are the words of an entry about the time to live.
func ttlWords(a parser.Args) (words []string) {
	for _, o := range ttlOperators {
		if !a.Has("ttl-" + o.word) {
			continue
		}
		words = append(words, "ttl", o.word)
		for _, number := range o.numbers {
			words = append(words, modes.Itoa(a.Int(number)))
		}
	}
	return words
}

// addTTL is the inverse of ttlWords. It returns how many words after `ttl` it took.
func addTTL(a parser.Args, words []string) (taken int) {
	for _, o := range ttlOperators {
		if len(words) <= len(o.numbers) || words[0] != o.word {
			continue
		}
		a["ttl"], a["ttl-"+o.word] = true, true
		for i, number := range o.numbers {
			a[number] = modes.ParseNumber(words[i+1])
		}
		return 1 + len(o.numbers)
	}
	return 0
}
