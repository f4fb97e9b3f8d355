package idle

import (
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// showKeyChains lists the keys of the chains. Nothing here limits the time of one.
func showKeyChains(x *modes.Context, b modes.Device, a parser.Args) {
	for _, chain := range blocksOf(&b.Config().Inert, "key chain") {
		if a.Has("chain") && a.Str("chain") != chain.text {
			continue
		}
		x.Printf("Key-chain %s:\n", chain.text)
		for _, key := range blocksOf(chain.below, "key") {
			text := key.value("key-string", "(unset)")
			words := strings.Fields(text)
			x.Printf("    key %s -- text %q\n        accept lifetime %s\n        send lifetime %s\n", key.text, words[len(words)-1],
				lifetimeOf(key, "accept-lifetime"), lifetimeOf(key, "send-lifetime"))
		}
	}
}

func lifetimeOf(key block, keywords string) string {
	if life := key.value(keywords, ""); life != "" {
		return "(" + life + ")"
	}
	return "(always valid) - (always valid) [valid now]"
}

func addKeyChains(l *modes.Language) {
	show(l, `key chain [chain:WORD]`, modes.H{"key": "Key information", "chain": "Show key chains"}, showKeyChains)
}
