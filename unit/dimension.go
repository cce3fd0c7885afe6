package unit

import "math"

// Dimension holds the exponents of the SI base dimensions, each counted in
// halves, so that 1/sqrt(s), the unit of noise, can be said: a length has
// Length 2. Exponents run from -63.5 to 63.5 (-127 to 127 halves). Dimensions
// are equal when they are ==; the zero Dimension is a pure number.
type Dimension struct {
	Length, Mass, Time, Current, Temperature, Amount, Luminous int8
}

// The dimensions of the field. The comment is the internal unit of each.
var (
	Dimensionless = Dimension{}                                          // 1
	Length        = Dimension{Length: 2}                                 // um
	Area          = Dimension{Length: 4}                                 // um2
	Volume        = Dimension{Length: 6}                                 // um3
	Mass          = Dimension{Mass: 2}                                   // ug
	Time          = Dimension{Time: 2}                                   // ms
	Frequency     = Dimension{Time: -2}                                  // 1/ms
	Current       = Dimension{Current: 2}                                // nA
	Charge        = Dimension{Current: 2, Time: 2}                       // pC
	Temperature   = Dimension{Temperature: 2}                            // K
	Amount        = Dimension{Amount: 2}                                 // amol
	Concentration = Dimension{Amount: 2, Length: -6}                     // mM
	Luminous      = Dimension{Luminous: 2}                               // cd
	Force         = Dimension{Mass: 2, Length: 2, Time: -4}              // nN
	Pressure      = Dimension{Mass: 2, Length: -2, Time: -4}             // kPa
	Energy        = Dimension{Mass: 2, Length: 4, Time: -4}              // fJ
	Power         = Dimension{Mass: 2, Length: 4, Time: -6}              // pW
	Voltage       = Dimension{Mass: 2, Length: 4, Time: -6, Current: -2} // mV
	Resistance    = Dimension{Mass: 2, Length: 4, Time: -6, Current: -4} // Mohm
	Conductance   = Dimension{Mass: -2, Length: -4, Time: 6, Current: 4} // uS
	Capacitance   = Dimension{Mass: -2, Length: -4, Time: 8, Current: 4} // nF
	Inductance    = Dimension{Mass: 2, Length: 4, Time: -4, Current: -4} // kH
	MagneticFlux  = Dimension{Mass: 2, Length: 4, Time: -4, Current: -2} // uWb
	MagneticField = Dimension{Mass: 2, Time: -4, Current: -2}            // MT
)

// OutOfRange is the dimension whose exponents could not be held. Like a NaN
// it stays: whatever is computed from it is OutOfRange again, and [Dimension.Valid]
// is false for it alone.
var OutOfRange = Dimension{-128, -128, -128, -128, -128, -128, -128}

// maxHalves is the largest exponent in halves; -128 is left to OutOfRange.
const maxHalves = 127

// exponents are the halves of a Dimension with room for sums: length, mass,
// time, current, temperature, amount, luminous.
type exponents [7]int

func (d Dimension) exponents() exponents {
	return exponents{int(d.Length), int(d.Mass), int(d.Time), int(d.Current),
		int(d.Temperature), int(d.Amount), int(d.Luminous)}
}

func (e exponents) dimension() Dimension {
	for _, halves := range e {
		if halves < -maxHalves || halves > maxHalves {
			return OutOfRange
		}
	}
	return Dimension{int8(e[0]), int8(e[1]), int8(e[2]), int8(e[3]), int8(e[4]), int8(e[5]), int8(e[6])}
}

// plus returns e + n·f.
func (e exponents) plus(n int, f exponents) exponents {
	for i := range e {
		e[i] += n * f[i]
	}
	return e
}

// Valid reports whether d is a dimension, not [OutOfRange].
func (d Dimension) Valid() bool { return d != OutOfRange }

// Mul returns the dimension of a product, OutOfRange if an exponent overflows.
func (d Dimension) Mul(e Dimension) Dimension { return d.combine(1, e) }

// Div returns the dimension of a quotient, OutOfRange if an exponent overflows.
func (d Dimension) Div(e Dimension) Dimension { return d.combine(-1, e) }

func (d Dimension) combine(n int, e Dimension) Dimension {
	if !d.Valid() || !e.Valid() {
		return OutOfRange
	}
	return d.exponents().plus(n, e.exponents()).dimension()
}

// Pow returns the dimension of the p-th power: 2 for a square, 0.5 for a root,
// 1.0/3 for the edge of a volume. It reports false, with OutOfRange, where an
// exponent of the result is not a multiple of 1/2 or overflows.
func (d Dimension) Pow(p float64) (Dimension, bool) {
	e := d.exponents()
	for i := range e {
		halves, ok := power(e[i], p, maxHalves)
		if !ok || !d.Valid() {
			return OutOfRange, false
		}
		e[i] = halves
	}
	return e.dimension(), true
}

// power returns halves·p where that is a whole number, at most most. The slack
// lets p = 1.0/3, which no float64 holds, mean a third.
func power(halves int, p float64, most float64) (int, bool) {
	exact := float64(halves) * p
	whole := math.Round(exact)
	ok := math.Abs(exact-whole) < 1e-9 && math.Abs(whole) <= most
	if !ok {
		return 0, false
	}
	return int(whole), true
}
