package unit

import (
	"strings"
	"testing"
)

func TestParsePrints(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"mV", "mV"}, {" ms ", "ms"}, {"µF/cm^2", "uF/cm2"}, {"μF/cm**2", "uF/cm2"}, {"uF/cm²", "uF/cm2"},
		{"ohm cm", "ohm*cm"}, {"Ohm*cm", "ohm*cm"}, {"Ω·cm", "ohm*cm"}, {"MΩ", "Mohm"}, {"GOhm", "Gohm"},
		{"megohm", "Mohm"}, {"megaohms", "Mohm"}, {"mho/cm2", "S/cm2"}, {"umho", "uS"}, {"siemens/cm**2", "S/cm2"},
		{"/ms", "1/ms"}, {"/ms/mV", "1/(ms*mV)"}, {"ms-1", "1/ms"}, {"ms^-1", "1/ms"}, {"s⁻¹", "1/s"}, {"mol m-2 s-1", "mol/(m2*s)"},
		{"1/sqrt(ms)", "1/sqrt(ms)"}, {"ms**0.5", "sqrt(ms)"}, {"ms^(1/2)", "sqrt(ms)"}, {"ms^(-3/2)", "1/ms^1.5"},
		{"mV/sqrt(ms)", "mV/sqrt(ms)"}, {"sqrt(mV*ms)", "sqrt(mV)*sqrt(ms)"}, {"(um3)^(1/3)", "um"},
		{"mV/ms/nA", "mV/(ms*nA)"}, {"mV/(ms nA)", "mV/(ms*nA)"}, {"J/K*mol", "J*mol/K"}, {"mV/(ms/nA)", "mV*nA/ms"},
		{"ms*ms", "ms2"}, {"nS/nS", "1"}, {"ms/s", "ms/s"}, {"", "1"}, {"1", "1"}, {"1.0/ms", "1/ms"},
		{"10 coulomb", "10*C"}, {"1e3/ms", "1000/ms"}, {"1e-3", "0.001"}, {"1e9 m", "1e+09*m"}, {"2e3ms", "2000*ms"},
		{"millivolt", "mV"}, {"millivolts/second", "mV/s"}, {"nanoamps", "nA"}, {"picosiemens", "pS"}, {"microfarad/cm2", "uF/cm2"},
		{"micron", "um"}, {"micrometers", "um"}, {"millimolar", "mM"}, {"micromole", "umol"}, {"kilohertz", "kHz"},
		{"celsius", "degC"}, {"°C", "degC"}, {"kelvin", "K"}, {"l", "L"}, {"ml", "mL"}, {"liters", "L"}, {"sec", "s"}, {"hours", "h"},
		{"joule", "J"}, {"watts", "W"}, {"newton", "N"}, {"tesla", "T"}, {"fT", "fT"}, {"kilogram", "kg"}, {"percent", "%"},
		{"cd", "cd"}, {"min", "min"}, {"m", "m"}, {"M", "M"}, {"mm", "mm"}, {"mM", "mM"}, {"MM", "MM"}, {"Mm", "Mm"}, {"mS", "mS"}, {"MS", "MS"},
		{"Pa", "Pa"}, {"hPa", "hPa"}, {"dm", "dm"}, {"dL", "dL"}, {"Å", "angstrom"}, {"rad", "rad"}, {"°", "deg"},
	} {
		u, err := Parse(tt.text)
		if err != nil {
			t.Error(err)
			continue
		}
		if u.String() != tt.want {
			t.Errorf("%q prints %q, want %q", tt.text, u, tt.want)
		}
		if again, err := Parse(u.String()); err != nil || again != u {
			t.Errorf("%q prints %q, which parses to %+v, %v, want %+v", tt.text, u, again, err, u)
		}
	}
}

// Every unit in every spelling with every prefix means one thing only, and
// prints what parses to it.
func TestEveryName(t *testing.T) {
	seen := map[string]string{}
	try := func(name string, a atom, p prefix) {
		want := p.symbol + a.symbol
		if before, ok := seen[name]; ok && before != want {
			t.Errorf("%q is both %s and %s", name, before, want)
		}
		seen[name] = want
		u, ok := Lookup(name)
		if !ok || u.Symbol != want || u.Dim != a.dim {
			t.Errorf("Lookup(%q) = %+v, %t, want %s", name, u, ok, want)
		}
		if again, ok := Lookup(u.String()); !ok || again != u {
			t.Errorf("Lookup(%q) = %+v, %t, want %+v", u, again, ok, u)
		}
	}
	for _, a := range atoms {
		for _, p := range prefixes {
			if a.bare && p.symbol != "" {
				continue
			}
			for _, symbol := range append(a.aliases, a.symbol) {
				try(p.symbol+symbol, a, p)
			}
			for _, word := range a.words {
				try(p.word+word, a, p)
				try(p.word+word+"s", a, p)
			}
		}
	}
}

func TestLookupIsAtomic(t *testing.T) {
	for _, name := range []string{"", "1", "mV/ms", "cm2", "mdegC", "kmin", "sqrt", " mV", "mmV", "millimV", "mvolt"} {
		if u, ok := Lookup(name); ok {
			t.Errorf("Lookup(%q) = %v, want none", name, u)
		}
	}
	for _, name := range All() {
		if _, ok := Lookup(name); !ok {
			t.Errorf("All lists %q, which Lookup does not know", name)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"mv", `unit "mv": unknown unit "mv", did you mean "mV"?`},
		{"msec", `unit "msec": unknown unit "msec", did you mean "ms"?`},
		{"nS/cm2*milivolt", `unit "nS/cm2*milivolt": unknown unit "milivolt", did you mean "millivolt"?`},
		{"furlong", `unit "furlong": unknown unit "furlong"`},
		{"mV/", `unit "mV/": ends where a unit is missing`},
		{"mV//ms", `unit "mV//ms": unexpected '/', want a unit such as mV, nS/cm2 or 1/ms`},
		{"mV+ms", `unit "mV+ms": unexpected '+', want a unit such as mV, nS/cm2 or 1/ms`},
		{"mV 3", `unit "mV 3": unexpected '3', want a unit such as mV, nS/cm2 or 1/ms`},
		{"cm2.5", `unit "cm2.5": unexpected '.', want a unit such as mV, nS/cm2 or 1/ms`},
		{"mV)", `unit "mV)": unexpected ')', want a unit such as mV, nS/cm2 or 1/ms`},
		{"(mV", `unit "(mV": a closing parenthesis is missing`},
		{"ms^(1/2", `unit "ms^(1/2": a closing parenthesis is missing`},
		{"sqrt ms", `unit "sqrt ms": unexpected 'm', want a unit such as mV, nS/cm2 or 1/ms`},
		{"ms^", `unit "ms^": an exponent is missing, want a number such as 2 or -0.5`},
		{"ms^x", `unit "ms^x": an exponent is missing, want a number such as 2 or -0.5`},
		{"ms^0.3", `unit "ms^0.3": ms to the power 0.3 has no unit: exponents are multiples of 1/2 up to 63.5`},
		{"ms^(1/0)", `unit "ms^(1/0)": ms to the power +Inf has no unit: exponents are multiples of 1/2 up to 63.5`},
		{"ms^1e999", `unit "ms^1e999": the exponent 1e999 is out of range`},
		{"m64", `unit "m64": m64 is out of range`},
		{"m99999999999999999999", `unit "m99999999999999999999": m to the power 1e+20 has no unit: exponents are multiples of 1/2 up to 63.5`},
		{"um40/cm-40", `unit "um40/cm-40": um40*cm40 is out of range`},
		{"1e300^2 m", `unit "1e300^2 m": 1e+300^2*m is out of range`},
		{"0 mV", `unit "0 mV": the factor 0 is out of range`},
		{"1e999 mV", `unit "1e999 mV": the factor 1e999 is out of range`},
		{"J/K mol", `unit "J/K mol": a product without * after a division can be read two ways; write a/(b*c) or a/b*c`},
		{"mV/degC", `unit "mV/degC": degC starts at 273.15 K and cannot be combined; write K for a difference`},
		{"degC2", `unit "degC2": degC starts at 273.15 K and cannot be combined; write K for a difference`},
		{"10 degC", `unit "10 degC": degC starts at 273.15 K and cannot be combined; write K for a difference`},
		{strings.Repeat("(", 20), `unit "((((((((((((((((((((": more than 16 nested parentheses`},
	} {
		u, err := Parse(tt.text)
		checkError(t, tt.text, err, tt.want)
		if u != (Unit{}) {
			t.Errorf("Parse(%q) returns %v beside its error", tt.text, u)
		}
	}
}

// Whatever parses prints, and what it prints parses to the very same unit.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"mV", "uF/cm2", "µF/cm^2", "1/sqrt(ms)", "ms**0.5", "J/(K*mol)", "/ms", "10 coulomb", "degC", "%",
		"s⁻¹", "(um3)^(1/3)", "1e-3 m-2", "mV/ms/nA*pS", "min2/h^0.5", "sqrt(2 min)", "MΩ·cm", "m^63.5", "1e200 m/1e100",
		"((", "2^", "m^999", "0", "1e99999", "", "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := Parse(text)
		if err != nil {
			if u != (Unit{}) {
				t.Errorf("Parse(%q) returns %+v beside its error", text, u)
			}
			return
		}
		again, err := Parse(u.String())
		if err != nil || again != u {
			t.Errorf("%q prints %q, which parses to %+v, %v, want %+v", text, u, again, err, u)
		}
		if one := u.ToInternal(1); !(one > 0 && one < 1e308) {
			t.Errorf("1 of %q is %g", text, one)
		}
	})
}
