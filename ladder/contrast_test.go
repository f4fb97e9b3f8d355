package ladder_test

import (
	"math"
	"regexp"
	"strconv"
	"testing"

	"ruthere/ladder"
)

// Every colour of text has a contrast of 4.5 to 1 or more with every ground that it stands on, in light, in dark and in print:
// WCAG 2.2 success criterion 1.4.3.
func TestContrast(t *testing.T) {
	svg := draw(t, small(), ladder.FormatSVG, ladder.Options{})
	grounds := map[string][]string{"ink": {"paper", "fold"}, "soft": {"paper", "fold"}, "good": {"paper", "goodfill"},
		"bad": {"paper", "badfill"}, "warn": {"paper", "warnfill"}}
	schemes := regexp.MustCompile(`\.ladder\{(--[^}]*)\}`).FindAllStringSubmatch(svg, -1)
	if len(schemes) != 3 {
		t.Fatalf("%d sets of colours", len(schemes))
	}
	for i, scheme := range schemes {
		colours := map[string]string{}
		for _, one := range regexp.MustCompile(`--(\w+):#([0-9a-f]+)`).FindAllStringSubmatch(scheme[1], -1) {
			colours[one[1]] = one[2]
		}
		for text, list := range grounds {
			for _, ground := range list {
				if c := contrast(t, colours[text], colours[ground]); c < 4.5 {
					t.Errorf("set %d: %s on %s has %.2f to 1", i+1, text, ground, c)
				}
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	one, other := luminance(t, a), luminance(t, b)
	return (max(one, other) + 0.05) / (min(one, other) + 0.05)
}

// luminance is the relative luminance of a colour, as WCAG defines it.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	if len(colour) == 3 {
		colour = string([]byte{colour[0], colour[0], colour[1], colour[1], colour[2], colour[2]})
	}
	n, err := strconv.ParseUint(colour, 16, 32)
	if err != nil || len(colour) != 6 {
		t.Fatalf("%q is no colour", colour)
	}
	part := func(v uint64) float64 {
		c := float64(v&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n>>16) + 0.7152*part(n>>8) + 0.0722*part(n)
}
