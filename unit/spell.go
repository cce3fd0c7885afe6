package unit

import (
	"math"
	"strconv"
	"strings"
)

// leads are the internal units with a name of their own, those a reader
// expects first. A dimension is printed as at most one of them to some power,
// times base units.
var leads = termsOf("mV", "nA", "uS", "nF", "Mohm", "pC", "mM", "amol", "ug", "pW", "fJ", "nN", "kPa")

// bases spell whatever is left: with mV and nA for mass and current, since
// nobody in the field thinks in kilograms.
var bases = termsOf("mV", "nA", "um", "ms", "K", "amol", "cd")

func termsOf(names ...string) []term {
	terms := make([]term, len(names))
	for i, name := range names {
		terms[i], _ = named(name)
	}
	return terms
}

// String returns the internal unit of the dimension by its best name: "mV",
// "mV/ms", "1/sqrt(ms)", and "1" for a pure number. It parses back to d.
func (d Dimension) String() string {
	if !d.Valid() {
		return "a unit out of range"
	}
	best := d.exponents().rest(nil)
	for _, lead := range leads {
		for _, halves := range []int{2, -2, 4, -4, 1, -1} {
			lead.halves = halves
			e := d.exponents()
			for i := range e {
				e[i] -= halves * lead.base[i] / 2
			}
			if terms := e.rest([]term{lead}); price(terms) < price(best) {
				best = terms
			}
		}
	}
	if len(best) == 0 {
		return "1"
	}
	return spell(merge(best))
}

// rest appends to terms the base units that make up the exponents e.
func (e exponents) rest(terms []term) []term {
	volts, amps := e[1], e[1]+e[3] // mV has mass 1 and current -1
	e = e.plus(-volts, Dimension{Length: 2, Time: -3}.exponents())
	for i, halves := range []int{volts, amps, e[0], e[2], e[4], e[5], e[6]} {
		if halves != 0 {
			t := bases[i]
			t.halves = halves
			terms = append(terms, t)
		}
	}
	return terms
}

// price is lower for the spelling that reads better: few names, small powers,
// nothing below the stroke.
func price(terms []term) int {
	sum := 0
	for _, t := range terms {
		sum += 3 + max(t.halves, 1-t.halves)
	}
	return sum
}

// ladder is the units in which a dimension is written, from small to large.
// Home is the usual one.
type ladder struct {
	home  Unit
	rungs []Unit
}

var ladders = map[Dimension]ladder{
	Voltage:       rungs("mV", "nV", "uV", "mV", "V"),
	Time:          rungs("ms", "ns", "us", "ms", "s"),
	Current:       rungs("pA", "fA", "pA", "nA", "uA", "mA", "A"),
	Charge:        rungs("pC", "fC", "pC", "nC", "uC", "mC", "C"),
	Conductance:   rungs("nS", "fS", "pS", "nS", "uS", "mS", "S"),
	Capacitance:   rungs("pF", "fF", "pF", "nF", "uF", "mF", "F"),
	Resistance:    rungs("Mohm", "ohm", "kohm", "Mohm", "Gohm"),
	Length:        rungs("um", "nm", "um", "mm", "m"),
	Frequency:     rungs("Hz", "mHz", "Hz", "kHz", "MHz"),
	Concentration: rungs("mM", "pM", "nM", "uM", "mM", "M"),
	Power:         rungs("pW", "fW", "pW", "nW", "uW", "mW", "W"),
	MagneticField: rungs("fT", "fT", "pT", "nT", "uT", "mT", "T"),

	Current.Div(Area):      rungs("uA/cm2", "nA/cm2", "uA/cm2", "mA/cm2", "A/cm2"),
	Conductance.Div(Area):  rungs("S/cm2", "uS/cm2", "mS/cm2", "S/cm2"),
	Capacitance.Div(Area):  rungs("uF/cm2", "uF/cm2"),
	Resistance.Mul(Length): rungs("ohm*cm", "ohm*cm"),
	Length.Div(Time):       rungs("m/s", "um/s", "mm/s", "m/s"),
}

func rungs(home string, names ...string) ladder {
	l := ladder{home: MustParse(home)}
	for _, name := range names {
		l.rungs = append(l.rungs, MustParse(name))
	}
	return l
}

// readable returns the unit in which to print q: the home unit while the
// number stays between 0.01 and 10000, else the largest rung that keeps it at
// least 1.
func (q Quantity) readable() Unit {
	l, ok := ladders[q.Dim]
	if !ok {
		return q.Dim.unit()
	}
	size := math.Abs(l.home.FromInternal(q.Value))
	if size == 0 || 0.01 <= size && size < 1e4 || math.IsInf(size, 0) || math.IsNaN(size) {
		return l.home
	}
	for i := len(l.rungs) - 1; i > 0; i-- {
		if math.Abs(l.rungs[i].FromInternal(q.Value)) >= 1 {
			return l.rungs[i]
		}
	}
	return l.rungs[0]
}

// unit returns the internal unit of a dimension.
func (d Dimension) unit() Unit {
	if d == Dimensionless {
		return Unit{}
	}
	return Unit{Dim: d, Symbol: d.String()}
}

// decimal prints the value in u, a power of ten of the internal unit, by
// moving the point of its shortest decimal form: exact, no rounding.
func (q Quantity) decimal(u Unit) string {
	text := strconv.FormatFloat(q.Value, 'e', -1, 64)
	digits, exponent, ok := strings.Cut(text, "e")
	if !ok || q.Value == 0 {
		return strconv.FormatFloat(q.Value, 'g', -1, 64)
	}
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	tens, _ := strconv.Atoi(exponent)
	return sign + layout(strings.Replace(digits, ".", "", 1), tens-u.halfTens/2)
}

// layout prints d.ddd·10^tens, plainly where the number of zeros is bearable.
func layout(digits string, tens int) string {
	switch {
	case tens < -5 || tens > 15:
		if len(digits) > 1 {
			digits = digits[:1] + "." + digits[1:]
		}
		return digits + "e" + strconv.Itoa(tens)
	case tens < 0:
		return "0." + strings.Repeat("0", -tens-1) + digits
	case len(digits) <= tens+1:
		return digits + strings.Repeat("0", tens+1-len(digits))
	}
	return digits[:tens+1] + "." + digits[tens+1:]
}
