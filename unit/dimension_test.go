package unit

import (
	"math/rand/v2"
	"testing"
)

// named dimensions, with the name of the internal unit worked out by hand
// from um, ug, ms, nA, K, amol and cd.
var dimensionNames = []struct {
	dim  Dimension
	want string
}{
	{Dimensionless, "1"}, {Length, "um"}, {Area, "um2"}, {Volume, "um3"}, {Mass, "ug"},
	{Time, "ms"}, {Frequency, "1/ms"}, {Current, "nA"}, {Charge, "pC"}, {Temperature, "K"},
	{Amount, "amol"}, {Concentration, "mM"}, {Luminous, "cd"}, {Force, "nN"}, {Pressure, "kPa"},
	{Energy, "fJ"}, {Power, "pW"}, {Voltage, "mV"}, {Resistance, "Mohm"}, {Conductance, "uS"},
	{Capacitance, "nF"}, {MagneticFlux, "mV*ms"},
	{Voltage.Div(Time), "mV/ms"},
	{Voltage.Mul(Voltage), "mV2"},
	{Dimensionless.Div(Voltage), "1/mV"},
	{Current.Div(Area), "nA/um2"},
	{Current.Div(Time), "nA/ms"},
	{Conductance.Div(Area), "uS/um2"},
	{Conductance.Div(Length), "uS/um"},
	{Capacitance.Div(Area), "nF/um2"},
	{Resistance.Mul(Length), "Mohm*um"},
	{Concentration.Div(Time), "mM/ms"},
	{Area.Div(Time), "um2/ms"},
	{Dimension{Time: -1}, "1/sqrt(ms)"},
	{Dimension{Time: 3}, "ms^1.5"},
	{Voltage.Div(Dimension{Time: 1}), "mV/sqrt(ms)"},
	{Energy.Div(Temperature).Div(Amount), "fJ/(K*amol)"},
	{OutOfRange, "a unit out of range"},
}

func TestDimensionString(t *testing.T) {
	for _, tt := range dimensionNames {
		if got := tt.dim.String(); got != tt.want {
			t.Errorf("%+v prints %q, want %q", [7]int(tt.dim.exponents()), got, tt.want)
		}
	}
}

// The internal system is coherent: the internal unit of every dimension is
// exactly 1 of itself.
func TestInternalUnitIsOne(t *testing.T) {
	for _, d := range append(manyDimensions(), Inductance, MagneticField) {
		u, err := Parse(d.String())
		if err != nil {
			t.Errorf("%+v: %v", d.exponents(), err)
			continue
		}
		if u.Dim != d || u.ToInternal(1) != 1 {
			t.Errorf("%q: dimension %+v and size %g, want %+v and 1", d, u.Dim.exponents(), u.ToInternal(1), d.exponents())
		}
	}
}

// manyDimensions returns the named ones, their quotients, and random ones
// over the whole range, from a fixed seed.
func manyDimensions() []Dimension {
	var all []Dimension
	for _, a := range dimensionNames {
		for _, b := range dimensionNames {
			if d := a.dim.Div(b.dim); d.Valid() {
				all = append(all, d)
			}
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, most := range []int{2, 8, maxHalves} {
		for range 50 {
			var e exponents
			for i := range e {
				e[i] = random.IntN(2*most+1) - most
			}
			all = append(all, e.dimension())
		}
	}
	return all
}

func TestDimensionAlgebra(t *testing.T) {
	all := manyDimensions()
	for i, a := range all {
		b := all[(i*7+3)%len(all)]
		product := a.Mul(b)
		if product != b.Mul(a) {
			t.Errorf("%v·%v depends on the order", a, b)
		}
		if product.Valid() && product.Div(b) != a {
			t.Errorf("(%v·%v)/%v = %v", a, b, b, product.Div(b))
		}
		if square, ok := a.Pow(2); ok {
			if root, ok := square.Pow(0.5); !ok || root != a || square != a.Mul(a) {
				t.Errorf("the root of the square of %v is %v", a, root)
			}
		} else if a.Mul(a).Valid() {
			t.Errorf("%v has no square but can be multiplied by itself", a)
		}
		if one, ok := a.Pow(0); !ok || one != Dimensionless {
			t.Errorf("%v to the power 0 is %v", a, one)
		}
		if same, ok := a.Pow(1); !ok || same != a {
			t.Errorf("%v to the power 1 is %v", a, same)
		}
	}
}

func TestDimensionPow(t *testing.T) {
	for _, tt := range []struct {
		name string
		dim  Dimension
		p    float64
		want Dimension
		ok   bool
	}{
		{"edge of a volume", Volume, 1.0 / 3, Length, true},
		{"noise", Time, -0.5, Dimension{Time: -1}, true},
		{"root of a root", Dimension{Time: 1}, 0.5, OutOfRange, false},
		{"third of a voltage", Voltage, 1.0 / 3, OutOfRange, false},
		{"largest", Dimension{Length: 1}, 127, Dimension{Length: 127}, true},
		{"too large", Length, 64, OutOfRange, false},
		{"far too large", Length, 1e300, OutOfRange, false},
		{"no number", Dimensionless, nan, OutOfRange, false},
		{"of nothing valid", OutOfRange, 1, OutOfRange, false},
		{"pure numbers take any power", Dimensionless, 0.123, Dimensionless, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := tt.dim.Pow(tt.p); got != tt.want || ok != tt.ok {
				t.Errorf("%v to the power %g = %v, %t, want %v, %t", tt.dim, tt.p, got, ok, tt.want, tt.ok)
			}
		})
	}
}

// Exponents never wrap, and what is out of range stays so.
func TestDimensionOverflow(t *testing.T) {
	huge, ok := Length.Pow(63)
	if !ok {
		t.Fatal("um63 must be representable")
	}
	over := huge.Mul(Length)
	if over.Valid() || over != OutOfRange {
		t.Errorf("um63·um = %v, want OutOfRange", over)
	}
	if back := over.Div(Length); back.Valid() {
		t.Errorf("OutOfRange/um = %v, want OutOfRange", back)
	}
	if below := Dimensionless.Div(huge).Div(Length); below.Valid() {
		t.Errorf("um-64 = %v, want OutOfRange", below)
	}
	// The marker's own exponents must not be reached from inside the range.
	if d := (Dimension{-127, -127, -127, -127, -127, -127, -127}).Mul(Dimension{-1, -1, -1, -1, -1, -1, -1}); d.Valid() {
		t.Errorf("-128 halves = %v, want OutOfRange", d)
	}
}
