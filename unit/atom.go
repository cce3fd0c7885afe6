package unit

import "strings"

// atom is a unit that is not composed of others: one row of the table.
type atom struct {
	symbol   string   // the spelling that is printed
	aliases  []string // other symbols; they take short prefixes where symbol does
	words    []string // full names; they take full prefixes and a plural s
	dim      Dimension
	mantissa float64 // size in SI units: mantissa·10^ten
	ten      int
	offset   float64 // in K: what 0 of this unit is
	bare     bool    // takes no prefix
}

// atoms is every atomic unit. Those that the field writes most come first, for
// the sake of the nearest spelling.
var atoms = []atom{
	{symbol: "V", words: []string{"volt"}, dim: Voltage, mantissa: 1},
	{symbol: "s", words: []string{"second", "sec"}, dim: Time, mantissa: 1},
	{symbol: "A", words: []string{"ampere", "amp"}, dim: Current, mantissa: 1},
	{symbol: "S", aliases: []string{"mho"}, words: []string{"siemens"}, dim: Conductance, mantissa: 1},
	{symbol: "F", words: []string{"farad"}, dim: Capacitance, mantissa: 1},
	{symbol: "ohm", aliases: []string{"Ohm", "\u03a9", "\u2126"}, words: []string{"ohm"}, dim: Resistance, mantissa: 1}, // Greek Omega and the ohm sign
	{symbol: "Hz", words: []string{"hertz"}, dim: Frequency, mantissa: 1},
	{symbol: "m", words: []string{"metre", "meter"}, dim: Length, mantissa: 1},
	{symbol: "M", words: []string{"molar"}, dim: Concentration, mantissa: 1, ten: 3},
	{symbol: "mol", words: []string{"mole"}, dim: Amount, mantissa: 1},
	{symbol: "L", aliases: []string{"l"}, words: []string{"litre", "liter"}, dim: Volume, mantissa: 1, ten: -3},
	{symbol: "degC", aliases: []string{"°C", "℃"}, words: []string{"celsius"}, dim: Temperature, mantissa: 1, offset: 273.15, bare: true},
	{symbol: "K", words: []string{"kelvin"}, dim: Temperature, mantissa: 1},
	{symbol: "C", words: []string{"coulomb"}, dim: Charge, mantissa: 1},
	{symbol: "J", words: []string{"joule"}, dim: Energy, mantissa: 1},
	{symbol: "W", words: []string{"watt"}, dim: Power, mantissa: 1},
	{symbol: "N", words: []string{"newton"}, dim: Force, mantissa: 1},
	{symbol: "Pa", words: []string{"pascal"}, dim: Pressure, mantissa: 1},
	{symbol: "T", words: []string{"tesla"}, dim: MagneticField, mantissa: 1},
	{symbol: "Wb", words: []string{"weber"}, dim: MagneticFlux, mantissa: 1},
	{symbol: "H", words: []string{"henry"}, dim: Inductance, mantissa: 1},
	{symbol: "g", words: []string{"gram"}, dim: Mass, mantissa: 1, ten: -3},
	{symbol: "cd", words: []string{"candela"}, dim: Luminous, mantissa: 1},
	{symbol: "min", words: []string{"minute"}, dim: Time, mantissa: 6, ten: 1, bare: true},
	{symbol: "h", words: []string{"hour"}, dim: Time, mantissa: 36, ten: 2, bare: true},
	{symbol: "d", words: []string{"day"}, dim: Time, mantissa: 864, ten: 2, bare: true},
	{symbol: "angstrom", aliases: []string{"\u00c5", "\u212b"}, dim: Length, mantissa: 1, ten: -10, bare: true}, // the letter and the sign
	{symbol: "rad", words: []string{"radian"}, mantissa: 1, bare: true},
	{symbol: "deg", aliases: []string{"°"}, words: []string{"degree"}, mantissa: 0.017453292519943295, bare: true}, // π/180
	{symbol: "%", words: []string{"percent"}, mantissa: 1, ten: -2, bare: true},
}

// prefix is a power of ten in front of a unit.
type prefix struct {
	symbol string
	word   string
	ten    int
}

// prefixes is ordered as the field uses them, for the nearest spelling.
var prefixes = []prefix{
	{"", "", 0},
	{"m", "milli", -3}, {"u", "micro", -6}, {"n", "nano", -9}, {"p", "pico", -12}, {"f", "femto", -15}, {"a", "atto", -18},
	{"k", "kilo", 3}, {"M", "mega", 6}, {"G", "giga", 9}, {"T", "tera", 12}, {"P", "peta", 15},
	{"c", "centi", -2}, {"d", "deci", -1}, {"h", "hecto", 2},
}

// wholes are the words that are no prefix and unit: spelling → prefixed symbol.
var wholes = map[string]string{
	"micron": "um", "microns": "um",
	"megohm": "Mohm", "megohms": "Mohm", "kilohm": "kohm", "kilohms": "kohm",
	"coul": "C",
}

// symbols and words find an atom by any spelling without a prefix.
var symbols, words = index()

func index() (symbols, words map[string]*atom) {
	symbols, words = map[string]*atom{}, map[string]*atom{}
	for i := range atoms {
		a := &atoms[i]
		symbols[a.symbol] = a
		for _, alias := range a.aliases {
			symbols[alias] = a
		}
		for _, word := range a.words {
			words[word] = a
			words[word+"s"] = a
		}
	}
	words["henries"] = words["henry"]
	return symbols, words
}

// find returns the atom and the prefix that a name means. A name that is a
// unit by itself wins over prefix and unit: cd is the candela, min the minute.
func find(name string) (*atom, prefix, bool) {
	name = plainMicro(name)
	if whole, ok := wholes[name]; ok {
		name = whole
	}
	for _, p := range prefixes {
		if a, ok := lookIn(symbols, name, p.symbol); ok {
			return a, p, true
		}
		if a, ok := lookIn(words, name, p.word); ok {
			return a, p, true
		}
	}
	return nil, prefix{}, false
}

func lookIn(spellings map[string]*atom, name, prefix string) (*atom, bool) {
	rest, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return nil, false
	}
	a, ok := spellings[rest]
	return a, ok && !(a.bare && prefix != "")
}

// plainMicro writes the micro sign U+00B5 and the Greek mu U+03BC as u.
func plainMicro(name string) string {
	for _, micro := range []string{"\u00b5", "\u03bc"} {
		if rest, ok := strings.CutPrefix(name, micro); ok {
			return "u" + rest
		}
	}
	return name
}

// Lookup returns one atomic unit with an optional prefix, such as mV, nS, degC
// or millivolt.
func Lookup(name string) (Unit, bool) {
	if _, _, ok := find(name); !ok {
		return Unit{}, false
	}
	u, err := Parse(name)
	return u, err == nil
}

// All returns the symbol of every atomic unit without prefixes.
func All() []string {
	all := make([]string, len(atoms))
	for i, a := range atoms {
		all[i] = a.symbol
	}
	return all
}
