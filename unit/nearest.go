package unit

import (
	"strings"
	"unicode"
)

// Costs of the edits that lead from one name to another. A wrong case is the
// commonest slip and a small one.
const (
	caseCost = 1
	editCost = 10
)

// NearestOf returns the name among those given that is closest in spelling,
// the first of equals, or "" where none is close: at most two letters, and no
// more than half of them, inserted, deleted, changed or swapped with their
// neighbour. The case of letters counts little.
func NearestOf(name string, among []string) string {
	const mostEdits = 2
	best, lowest := "", (mostEdits+1)*editCost
	letters := []rune(name)
	for _, candidate := range among {
		other := []rune(candidate)
		shortest, longest := min(len(letters), len(other)), max(len(letters), len(other))
		if longest-shortest > mostEdits {
			continue // spares the quadratic work on texts that are no names
		}
		if cost := distance(letters, other); cost < lowest && 2*(cost/editCost) <= longest {
			best, lowest = candidate, cost
		}
	}
	return best
}

// distance is the optimal string alignment distance with the costs above.
func distance(a, b []rune) int {
	before := make([]int, len(b)+1)
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j * editCost
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = (i + 1) * editCost
		for j := range b {
			row[j+1] = min(last[j+1]+editCost, row[j]+editCost, last[j]+change(a[i], b[j]))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+editCost)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}

func change(a, b rune) int {
	switch {
	case a == b:
		return 0
	case unicode.ToLower(a) == unicode.ToLower(b):
		return caseCost
	}
	return editCost
}

// Nearest returns the known unit whose spelling is nearest to name, prefix
// included: "ms" for "msec", "mV" for "mv", "millivolt" for "milivolt". A name
// that is known gives its symbol. It returns "" where none is close.
func Nearest(name string) string {
	if u, ok := Lookup(name); ok {
		return u.Symbol
	}
	name = plainMicro(name)
	if near := NearestOf(name, spellings(false)); near != "" {
		return near
	}
	return NearestOf(strings.ToLower(name), spellings(true))
}

// spellings returns all prefixed symbols, or all prefixed full names.
func spellings(full bool) []string {
	var all []string
	for _, p := range prefixes {
		for _, a := range atoms {
			switch {
			case a.bare && p.symbol != "":
			case full:
				for _, word := range a.words {
					all = append(all, p.word+word)
				}
			default:
				all = append(all, p.symbol+a.symbol)
			}
		}
	}
	return all
}
