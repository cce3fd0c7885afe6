package equation

import (
	"slices"
	"strings"
	"unicode"

	"github.com/cajal-sim/cajal/unit"
)

// A unit in a declaration is one word, and prose may follow or stand in its
// place: which of the two a word is decides itself here.

// word is the rest of the line up to white space or a mark, and what follows.
func (p *parser) word() (word, rest string) {
	t := p.peek()
	if t.first {
		return "", ""
	}
	line, _, _ := strings.Cut(p.text[t.offset:], "\n")
	end := strings.IndexAny(line, " \t\r{#;:=")
	if end < 0 {
		end = len(line)
	}
	return line[:end], line[end:]
}

// isUnitWord reports whether a word is a unit, or weight: the unit of
// whatever receptor a synapse ends at.
func isUnitWord(word string) bool {
	if word == "" || word == "as" || word[0] == '/' || word[0] >= '0' && word[0] <= '9' && word != "1" && !strings.HasPrefix(word, "1/") {
		return false
	}
	_, ok := unitNamed(word)
	return ok || word == "weight"
}

// unitNamed parses a unit. It looks a first name up before it parses, because
// most words that come here are prose and explaining that one is no unit is costly.
func unitNamed(word string) (unit.Unit, bool) {
	first := strings.TrimFunc(word, unicode.IsDigit)
	if strings.IndexFunc(first, func(r rune) bool { return !unicode.IsLetter(r) }) < 0 {
		if _, ok := unit.Lookup(first); !ok && word != "1" {
			return unit.Unit{}, false
		}
	}
	u, err := unit.Parse(word)
	return u, err == nil
}

// misspeltUnit reports whether the next word, no unit, was meant as one and
// not as prose: it has a stroke or a power, or stands in a column of its own,
// or only its capitals are wrong.
func (p *parser) misspeltUnit() bool {
	word, rest := p.word()
	if word == "" || word[0] == '(' {
		return false
	}
	text := strings.TrimLeft(rest, " \t")
	apart := len(rest)-len(text) > 1 && text != "" && text[0] != '#'
	return apart || strings.ContainsAny(word, "/^*0123456789") || slices.ContainsFunc(common, func(unit string) bool {
		return strings.EqualFold(unit, word)
	})
}

// common are the units whose capitals people get wrong.
var common = []string{"mV", "nA", "pA", "nS", "uS", "mS", "nF", "pF", "uF", "Hz", "kHz", "mM", "uM", "MOhm"}

// unit reads a unit, which must be there.
func (p *parser) unit(d *declaration) {
	word, _ := p.word()
	t := p.peek()
	if !isUnitWord(word) {
		if word == "" {
			word = t.text
		}
		remedy := "write 1 for a pure number"
		if n := unit.Nearest(word); n != "" {
			remedy = "did you mean " + n + "?"
		}
		p.fail(t, d.keyword+" "+d.name.text+": \""+word+"\" is no unit", "one such as mV, nS/cm2 or 1/ms", remedy)
	}
	for end := t.offset + len(word); p.peek().offset < end && p.peek().kind != endOfText; {
		p.next()
	}
	d.unit = word
	if word != "weight" {
		u, _ := unit.Parse(word)
		d.dim = u.Dim
	}
}
