package unit

import (
	"math"
	"testing"
)

func TestParseQuantity(t *testing.T) {
	for _, tt := range []struct {
		text    string
		value   float64 // exact: the literal nearest to the decimal number
		dim     Dimension
		printed string
	}{
		{"20 ms", 20, Time, "20 ms"},
		{"-65mV", -65, Voltage, "-65 mV"},
		{"−65 mV", -65, Voltage, "-65 mV"},
		{"1e-3 nS/um2", 1e-6, Conductance.Div(Area), "100 uS/cm2"},
		{"0.3", 0.3, Dimensionless, "0.3"},
		{".5 mV", 0.5, Voltage, "0.5 mV"},
		{"+5. mV", 5, Voltage, "5 mV"},
		{"281 pF", 0.281, Capacitance, "281 pF"},
		{"0.281 nF", 0.281, Capacitance, "281 pF"},
		{"0.3 pF", 0.0003, Capacitance, "0.3 pF"},
		{"0.1 uV", 0.0001, Voltage, "100 nV"},
		{"4e-3pA", 4e-6, Current, "4 fA"},
		{"0.025 ms", 0.025, Time, "0.025 ms"},
		{"2 s", 2000, Time, "2000 ms"},
		{"2 min", 120000, Time, "120 s"},
		{"8 Hz", 0.008, Frequency, "8 Hz"},
		{"20/ms", 20, Frequency, "20 kHz"},
		{"5 1/s", 0.005, Frequency, "5 Hz"},
		{"1 uF/cm2", 1e-5, Capacitance.Div(Area), "1 uF/cm2"},
		{"0.12 S/cm2", 0.0012, Conductance.Div(Area), "0.12 S/cm2"},
		{"35.4 ohm cm", 0.354, Resistance.Mul(Length), "35.4 ohm*cm"},
		{"6.3 degC", 279.45, Temperature, "279.45 K"},
		{"50 nM", 5e-5, Concentration, "50 nM"},
		{"3 mV/sqrt(ms)", 3, Voltage.Div(Dimension{Time: 1}), "3 mV/sqrt(ms)"},
		{"100 fT", 1e-19, MagneticField, "100 fT"},
		{"0 mV", 0, Voltage, "0 mV"},
		{"1e30 mV", 1e30, Voltage, "1e27 V"},
		{"1.25e-30 mV", 1.25e-30, Voltage, "1.25e-24 nV"},
		{"123456789012345678 mV", 123456789012345678, Voltage, "123456789012345.68 V"},
		{"25 %", 0.25, Dimensionless, "0.25"},
	} {
		q, err := ParseQuantity(tt.text)
		if err != nil {
			t.Error(err)
			continue
		}
		if q.Value != tt.value || q.Dim != tt.dim {
			t.Errorf("%q = %.17g %v, want %.17g %v", tt.text, q.Value, q.Dim, tt.value, tt.dim)
		}
		if q.String() != tt.printed {
			t.Errorf("%q prints %q, want %q", tt.text, q, tt.printed)
		}
		if again, err := ParseQuantity(q.String()); err != nil || again != q {
			t.Errorf("%q prints %q, which parses to %+v, %v, want %+v", tt.text, q, again, err, q)
		}
	}
}

func TestParseQuantityErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", `quantity "": no number in front, want for example "20 mV"`},
		{"mV", `quantity "mV": no number in front, want for example "20 mV"`},
		{"NaN mV", `quantity "NaN mV": no number in front, want for example "20 mV"`},
		{"--5 mV", `quantity "--5 mV": no number in front, want for example "20 mV"`},
		{"20 mvolts", `quantity "20 mvolts": unknown unit "mvolts", did you mean "volt"?`},
		{"20 30 mV", `quantity "20 30 mV": two numbers, want one and a unit`},
		{"1.2.3 mV", `quantity "1.2.3 mV": two numbers, want one and a unit`},
		{"1e400 mV", `quantity "1e400 mV": 1e400 mV is out of range`},
		{"1e308 V", `quantity "1e308 V": 1e308 V is out of range`},
		{"1e99999999999999999999 V", `quantity "1e99999999999999999999 V": 1e99999999999999999999 V is out of range`},
		{"5 mV+", `quantity "5 mV+": unexpected '+', want a unit such as mV, nS/cm2 or 1/ms`},
	} {
		_, err := ParseQuantity(tt.text)
		checkError(t, tt.text, err, tt.want)
	}
}

func quantity(t *testing.T, text string) Quantity {
	t.Helper()
	q, err := ParseQuantity(text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestQuantityAlgebra(t *testing.T) {
	tau, rest := quantity(t, "20 ms"), quantity(t, "-65 mV")
	for _, tt := range []struct {
		name string
		do   func() (Quantity, error)
		want string
	}{
		{"sum", func() (Quantity, error) { return rest.Add(quantity(t, "15 mV")) }, "-50 mV"},
		{"difference", func() (Quantity, error) { return rest.Sub(quantity(t, "0.01 V")) }, "-75 mV"},
		{"conductance times voltage", func() (Quantity, error) { return rest.Mul(quantity(t, "20 nS")) }, "-1300 pA"},
		{"charge of a membrane", func() (Quantity, error) { return rest.Mul(quantity(t, "200 pF")) }, "-13 pC"},
		{"slope", func() (Quantity, error) { return rest.Div(tau) }, "-3.25 mV/ms"},
		{"rate", func() (Quantity, error) { return Quantity{Value: 1}.Div(tau) }, "50 Hz"},
		{"square", func() (Quantity, error) { return rest.Pow(2) }, "4225 mV2"},
		{"root", func() (Quantity, error) { return quantity(t, "25 ms").Pow(-0.5) }, "0.2 1/sqrt(ms)"},
		{"negative", func() (Quantity, error) { return rest.Neg(), nil }, "65 mV"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := tt.do(); err != nil || got.String() != tt.want {
				t.Errorf("got %v, %v, want %v", got, err, tt.want)
			}
		})
	}
	if got, err := tau.Cmp(quantity(t, "0.03 s")); err != nil || got != -1 {
		t.Errorf("20 ms against 0.03 s = %d, %v, want -1", got, err)
	}
	if got, err := tau.In(MustParse("s")); err != nil || got != 0.02 {
		t.Errorf("20 ms = %g s, %v, want 0.02", got, err)
	}
}

func TestQuantityMismatch(t *testing.T) {
	tau, rest := quantity(t, "20 ms"), quantity(t, "-65 mV")
	huge := quantity(t, "1 um40")
	var err error
	_, err = rest.Add(tau)
	checkError(t, "Add", err, "cannot add 20 ms to -65 mV: ms is not mV")
	_, err = rest.Sub(tau)
	checkError(t, "Sub", err, "cannot subtract 20 ms from -65 mV: ms is not mV")
	_, err = rest.Cmp(tau)
	checkError(t, "Cmp", err, "cannot compare -65 mV with 20 ms: mV is not ms")
	_, err = rest.In(MustParse("pA"))
	checkError(t, "In", err, "-65 mV cannot be given in pA")
	_, err = rest.Pow(0.3)
	checkError(t, "Pow", err, "-65 mV to the power 0.3 has no unit: exponents are multiples of 1/2 up to 63.5")
	_, err = huge.Mul(huge)
	checkError(t, "Mul", err, "the unit of 1 um40 times 1 um40 is out of range")
	_, err = Quantity{Value: 1}.Div(Quantity{1, huge.Dim.Mul(Dimension{Length: 40})})
	if err != nil {
		t.Errorf("1/um60: %v", err)
	}
	_, err = quantity(t, "1 1/um40").Div(huge)
	checkError(t, "Div", err, "the unit of 1 1/um40 divided by 1 um40 is out of range")
}

// What is not finite, or not a unit, still prints.
func TestQuantityStringOfTheUnusual(t *testing.T) {
	for _, tt := range []struct {
		q    Quantity
		want string
	}{
		{Quantity{nan, Voltage}, "NaN mV"},
		{Quantity{math.Inf(-1), Current}, "-Inf pA"},
		{Quantity{math.Copysign(0, -1), Time}, "-0 ms"},
		{Quantity{1, OutOfRange}, "1 a unit out of range"},
	} {
		if got := tt.q.String(); got != tt.want {
			t.Errorf("%v prints %q, want %q", tt.q.Value, got, tt.want)
		}
	}
}

// Whatever parses prints, and what it prints parses to the same bits.
func FuzzParseQuantity(f *testing.F) {
	for _, seed := range []string{
		"20 ms", "-65mV", "1e-3 nS/um2", "0.3", "281 pF", "23 degC", "1/ms", "5 1/s", "3 min", "1 1/sqrt(s)", "7 deg",
		"4.9e-324 s", "1.7976931348623157e308", "-0 mV", "1e-400 m", "1e5000 m", "2 10 mV", "0x1p3 mV", "9 um63.5", "1 ug30*cd/K2",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ParseQuantity(text)
		if err != nil {
			return
		}
		again, err := ParseQuantity(q.String())
		if err != nil || again.Dim != q.Dim || math.Float64bits(again.Value) != math.Float64bits(q.Value) {
			t.Errorf("%q is %+v and prints %q, which parses to %+v, %v", text, q, q, again, err)
		}
	})
}
