package nmodl

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cajal-sim/cajal/unit"
)

// Units as NMODL writes them, after the program units(1): names with powers behind
// them (cm2), - for a product, and all that follows the first / divides. A name may
// be one that the file defines, a prefix alone (milli/liter), or a constant of
// nature (faraday), in its value of 2019 as NEURON has it since version 8.

// measure is a unit: its dimension without amounts of substance, and its size
// in internal units. NMODL takes a mole for a number, and mM for 1/volume.
type measure struct {
	dim   unit.Dimension
	scale float64
}

// constants of nature, and units whose zero is elsewhere, taken as differences.
var natural = map[string]measure{
	"faraday": si(96485.33212331001, "C"), "e": si(1.602176634e-19, "C"), "mole": {scale: 6.02214076e23},
	"k": si(1.380649e-23, "J/K"), "boltzmann": si(1.380649e-23, "J/K"), "pi": {scale: 3.14159265358979323846},
	"degC": si(1, "K"), "celsius": si(1, "K"), "degK": si(1, "K"), "fuzz": {scale: 1}, "dimensionless": {scale: 1},
	"molar": si(1, "1/L"), "M": si(1, "1/L"),
}

// powersOfTen are the prefixes that stand alone.
var powersOfTen = map[string]float64{"mega": 1e6, "kilo": 1e3, "centi": 1e-2, "milli": 1e-3, "micro": 1e-6, "nano": 1e-9, "pico": 1e-12, "femto": 1e-15}

func si(x float64, text string) measure {
	u := unit.MustParse(text)
	return measure{u.Dim, x * u.ToInternal(1)}
}

// maxUnitDepth bounds definitions by definitions.
const maxUnitDepth = 20

// measure resolves a unit; ok is false where a name in it is not known.
func (t *tree) measure(text string, depth int) (m measure, ok bool) {
	m = measure{scale: 1}
	sign := 1
	if depth > maxUnitDepth {
		return m, false
	}
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimLeft(text, " -*.") {
		if text[0] == '/' {
			sign = -1
			text = strings.TrimLeft(text[1:], " ")
			continue
		}
		n := numberLength(text)
		if n > 0 {
			x, _ := strconv.ParseFloat(text[:n], 64)
			m = m.times(measure{scale: x}, sign)
			text = text[n:]
			continue
		}
		name, power, rest := cutName(text)
		one, known := t.unitNamed(name, depth)
		if name == "" || !known {
			return m, false
		}
		m = m.times(one, sign*power)
		text = rest
	}
	return m, m.dim.Valid()
}

// times is m·other^power.
func (m measure) times(other measure, power int) measure {
	for range max(power, -power) {
		if power > 0 {
			m = measure{m.dim.Mul(other.dim), m.scale * other.scale}
		} else {
			m = measure{m.dim.Div(other.dim), m.scale / other.scale}
		}
	}
	return m
}

// cutName cuts name and power off the front of a unit.
func cutName(text string) (name string, power int, rest string) {
	n := 0
	for n < len(text) && isLetter(text[n]) || n < len(text) && text[n] == '%' {
		n++
	}
	end := n
	for end < len(text) && isDigit(text[end]) {
		end++
	}
	power = 1
	if p, err := strconv.Atoi(text[n:end]); err == nil {
		power = min(p, 64)
	}
	return text[:n], power, text[end:]
}

func (t *tree) unitNamed(name string, depth int) (measure, bool) {
	if meaning, ok := t.unitNames[name]; ok && meaning != name {
		return t.measure(meaning, depth+1)
	}
	if m, ok := natural[name]; ok {
		return m, true
	}
	if x, ok := powersOfTen[name]; ok {
		return measure{scale: x}, true
	}
	u, ok := unit.Lookup(name)
	if !ok || u.IsAffine() {
		return t.prefixed(name, depth)
	}
	dim := u.Dim
	dim.Amount = 0
	return measure{dim, u.ToInternal(1)}, true
}

// prefixed is a unit of the file behind a prefix: (millimol), where (mol) = (1).
func (t *tree) prefixed(name string, depth int) (measure, bool) {
	for prefix, factor := range powersOfTen {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok || rest == "" || depth > maxUnitDepth {
			continue
		}
		m, ok := t.unitNamed(rest, depth+1)
		m.scale *= factor
		return m, ok
	}
	return measure{}, false
}

// convert is the number of units to in one unit from: FARADAY = (faraday) (coulombs).
func (t *tree) convert(from, to string) (float64, error) {
	a, ok := t.measure(from, 0)
	if !ok {
		return 0, fmt.Errorf("the unit (%s) is not known", from)
	}
	b, ok := t.measure(to, 0)
	if !ok {
		return 0, fmt.Errorf("the unit (%s) is not known", to)
	}
	if a.dim != b.dim {
		return 0, fmt.Errorf("(%s) cannot be given in (%s)", from, to)
	}
	return a.scale / b.scale, nil
}
