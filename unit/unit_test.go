package unit

import (
	"math"
	"testing"
)

var nan = math.NaN()

// Each size is derived by hand from SI definitions and the internal units.
// Powers of ten must be exact, since they are allowed one rounding only; the
// last group takes a second one.
func TestToInternal(t *testing.T) {
	for _, tt := range []struct {
		x    float64
		unit string
		want float64
	}{
		{281, "pF", 0.281},
		{0.1, "ms", 0.1},
		{20, "mV", 20},
		{8, "Hz", 0.008},
		{1, "kHz", 1},
		{1, "s", 1000},
		{250, "us", 0.25},
		{30, "nS", 0.03},
		{70, "nV", 7e-5},
		{1, "A", 1e9},
		{3, "fA", 3e-6},
		{2, "V", 2000},
		{1, "uF/cm2", 1e-5},     // 1e-6 F/1e-4 m² = 1e-2 F/m², and nF/um2 = 1e3 F/m²
		{1, "S/cm2", 0.01},      // 1e4 S/m², and uS/um2 = 1e6 S/m²
		{120, "mS/cm2", 0.0012}, // Hodgkin & Huxley 1952: the sodium conductance
		{10, "uA/cm2", 1e-4},    // 0.1 A/m², and nA/um2 = 1e3 A/m²
		{35.4, "ohm*cm", 0.354}, // 1 ohm cm = 0.01 ohm m = 0.01 Mohm um
		{1, "ohm", 1e-6},
		{1, "Gohm", 1000},
		{1, "nF*mV/ms", 1}, // = nA
		{1, "uS*mV", 1},    // = nA
		{1, "S/m", 1},      // = uS/um, so mV = nA/(S/m·um)
		{1, "M", 1000},
		{50, "nM", 5e-5},
		{1, "mol/L", 1000},
		{1, "mmol/m3", 0.001},
		{1, "L", 1e15},
		{1, "cm", 1e4},
		{1, "angstrom", 1e-4},
		{1, "mm2", 1e6},
		{1, "cm3", 1e12},
		{25, "%", 0.25},
		{2, "min", 120000},
		{1, "h", 3.6e6},
		{1, "d", 8.64e7},
		{23, "degC", 296.15},
		{310, "K", 310},
		{96485, "C/mol", 0.096485}, // pC/amol = 1e6 C/mol
		{8.314, "J/(K*mol)", 0.008314},
		{1, "T", 1e-6},
		{1, "kg", 1e9},
		{1, "N", 1e9},
		{1, "W/m2", 1}, // pW/um2
		{5, "10 mV", 50},
		{5, "1e-3/ms", 0.005},
		{4, "mV/sqrt(ms)", 4},
		{1000, "1", 1000},

		{1, "1/sqrt(s)", 1 / math.Sqrt(1000)},
		{1, "sqrt(s)", math.Sqrt(10) * 10},
		{180, "deg", math.Pi},
		{60, "1/min", 0.001},
	} {
		u, err := Parse(tt.unit)
		if err != nil {
			t.Error(err)
			continue
		}
		slack := 0.0
		if u.mantissa != 0 || u.halfTens%2 != 0 {
			slack = 3e-16 * tt.want
		}
		if got := u.ToInternal(tt.x); math.Abs(got-tt.want) > slack {
			t.Errorf("%g %s = %.17g, want %.17g", tt.x, tt.unit, got, tt.want)
		}
		if back := u.FromInternal(tt.want); math.Abs(back-tt.x) > 1e-15*math.Abs(tt.x) && !u.IsAffine() {
			t.Errorf("%.17g internal = %.17g %s, want %.17g", tt.want, back, tt.unit, tt.x)
		}
	}
}

// Differences of temperatures need no care: an offset cancels.
func TestDegC(t *testing.T) {
	celsius := MustParse("degC")
	if !celsius.IsAffine() || MustParse("K").IsAffine() || MustParse("mV").IsAffine() {
		t.Error("degC alone is affine")
	}
	// Two roundings at 300 K: 1e-13.
	if got := celsius.ToInternal(37) - celsius.ToInternal(6.3); math.Abs(got-30.7) > 1e-13 {
		t.Errorf("37 degC - 6.3 degC = %.17g K, want 30.7", got)
	}
	if got := celsius.FromInternal(celsius.ToInternal(6.3)); math.Abs(got-6.3) > 1e-13 {
		t.Errorf("6.3 degC comes back as %.17g", got)
	}
}

// RT/F at 6.3 degC, the temperature of Hodgkin & Huxley 1952, from CODATA 2018
// values: all of the system at once, charge, amount, energy and temperature.
func TestThermalVoltage(t *testing.T) {
	r := MustParse("J/(K*mol)").Of(8.31446261815324)
	f := MustParse("C/mol").Of(96485.33212331)
	kelvins := MustParse("degC").Of(6.3)
	rt, err := r.Mul(kelvins)
	if err != nil {
		t.Fatal(err)
	}
	v, err := rt.Div(f)
	if err != nil {
		t.Fatal(err)
	}
	got, err := v.In(MustParse("mV"))
	if want := 24.0811378; err != nil || math.Abs(got-want) > 1e-7 {
		t.Errorf("RT/F = %.9g mV, %v, want %.9g", got, err, want)
	}
}

func TestConvert(t *testing.T) {
	for _, tt := range []struct {
		x        float64
		from, to string
		want     float64
	}{
		{0.1, "nA", "pA", 100},
		{0.3, "mV", "uV", 300},
		{0.7, "mV", "mV", 0.7},
		{1, "uF/cm2", "F/m2", 0.01},
		{90, "min", "h", 1.5},
		{0, "degC", "K", 273.15},
		{300, "K", "K", 300},
		{1, "mho", "S", 1},
		{5, "1/s", "Hz", 5},
	} {
		got, err := Convert(tt.x, MustParse(tt.from), MustParse(tt.to))
		if err != nil || got != tt.want {
			t.Errorf("%g %s = %.17g %s, %v, want %.17g", tt.x, tt.from, got, tt.to, err, tt.want)
		}
	}
	_, err := Convert(1, MustParse("mV/ms"), MustParse("pA"))
	checkError(t, "Convert", err, "cannot convert mV/ms to pA: mV/ms is not nA")
}

func TestUnitAlgebra(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func() (Unit, error)
		want string
	}{
		{"product", func() (Unit, error) { return MustParse("nS").Mul(MustParse("mV")) }, "nS*mV"},
		{"quotient", func() (Unit, error) { return MustParse("mV").Div(MustParse("ms")) }, "mV/ms"},
		{"quotient of quotients", func() (Unit, error) { return MustParse("1/ms").Div(MustParse("mV/nA")) }, "nA/(ms*mV)"},
		{"cancels", func() (Unit, error) { return MustParse("mV/ms").Mul(MustParse("ms")) }, "mV"},
		{"itself", func() (Unit, error) { return MustParse("ms").Div(MustParse("ms")) }, "1"},
		{"with one", func() (Unit, error) { return Unit{}.Mul(MustParse("ms")) }, "ms"},
		{"square", func() (Unit, error) { return MustParse("mV/ms").Pow(2) }, "mV2/ms2"},
		{"root", func() (Unit, error) { return MustParse("ms").Pow(-0.5) }, "1/sqrt(ms)"},
		{"number", func() (Unit, error) { return MustParse("10 mV").Pow(2) }, "10^2*mV2"},
		{"power 1 of degC", func() (Unit, error) { return MustParse("degC").Pow(1) }, "degC"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.do()
			if err != nil || got.String() != tt.want || got != MustParse(tt.want) {
				t.Errorf("got %v (%+v), %v, want %v", got, got, err, tt.want)
			}
		})
	}
	_, err := MustParse("um").Pow(1.0 / 3)
	checkError(t, "um^(1/3)", err, "um to the power 0.333333 has no unit: exponents are multiples of 1/2 up to 63.5")
	_, err = MustParse("degC").Mul(MustParse("mV"))
	checkError(t, "degC·mV", err, `degC times mV: degC starts at 273.15 K and cannot be combined; write K for a difference`)
	_, err = MustParse("m40").Mul(MustParse("m40"))
	checkError(t, "m40·m40", err, `m40 times m40: m80 is out of range`)
	_, err = MustParse("m40").Div(MustParse("1/m40"))
	checkError(t, "m40·m40", err, `m40 divided by 1/m40: m80 is out of range`)
}

// The zero Unit is the number 1, the same as what "" and "1" parse to.
func TestZeroUnit(t *testing.T) {
	var one Unit
	if one != MustParse("") || one != MustParse("1") || one.String() != "1" {
		t.Errorf("the zero Unit is %v, want 1", one)
	}
	if one.ToInternal(7) != 7 || one.FromInternal(7) != 7 {
		t.Error("the zero Unit scales")
	}
}

func checkError(t *testing.T, what string, err error, want string) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("%s: error\n\t%v\nwant\n\t%s", what, err, want)
	}
}
