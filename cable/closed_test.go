package cable

import (
	"math"
	"math/cmplx"
	"testing"
)

// Closed forms for passive cylinders: Rall 1977 (Handbook of Physiology, The
// Nervous System I, 39) and Koch 1999 (Biophysics of Computation, chapters 2
// and 3). X is distance and L length in units of λ.

// cylinder is a dendrite with λ = 1 mm and τ = 20 ms, at rest at 0 mV.
func cylinder(length float64, nseg int) section {
	return section{-1, 0, nseg, length, 2, 2, 100, 1, 5e-5, 0}
}

const (
	lambda = 1000.0 // µm: √(d/4/(Ra·g)) = √(2e-4 cm/4/(100 Ω·cm·5e-5 S/cm²))
	tau    = 20.0   // ms
)

// infinite is the input resistance of that cylinder, endless on one side, in MΩ.
var infinite = 1e-2 * 100 * lambda / math.Pi

// steady puts a current in nA into a place for ever.
func steady(s *System, at int32, current float64) {
	s.SetStep(1e18, Euler)
	s.Begin(0, len(s.Groups))
	s.B[at] += current
	s.Solve(0, len(s.Groups))
}

// checkOrder checks that errors fall as the given order says, when what they
// are of is refined twice as much each time.
func checkOrder(t *testing.T, what string, order float64, errors ...float64) {
	t.Helper()
	for i := 1; i < len(errors); i++ {
		if got := math.Log2(math.Abs(errors[i-1] / errors[i])); math.Abs(got-order) > 0.1 {
			t.Errorf("%s: errors %g, order %.3f, want %g", what, errors, got, order)
		}
	}
}

// Input resistance of a cylinder of length L with a sealed end: R∞·coth L, and
// the attenuation to that end: cosh L. Both converge to second order.
func TestSteadyState(t *testing.T) {
	for _, length := range []float64{0.3, 1, 2.5} {
		var resistance, attenuation []float64
		for _, nseg := range []int{20, 40, 80} {
			s, cell := passive(t, []section{cylinder(length*lambda, nseg)}, 1, true)
			steady(s, cell.Near[0], 1)
			near, far := s.V[cell.Near[0]], s.V[cell.Far[0]]
			resistance = append(resistance, near*math.Tanh(length)/infinite-1)
			attenuation = append(attenuation, near/far/math.Cosh(length)-1)
		}
		checkOrder(t, "input resistance", 2, resistance...)
		checkOrder(t, "attenuation", 2, attenuation...)
		if e := math.Abs(resistance[2]); e > 1e-3*length*length {
			t.Errorf("L = %g: input resistance is wrong by %g", length, e)
		}
	}
}

// Along a cylinder that is as good as endless, potential falls as exp(−X).
func TestSemiInfinite(t *testing.T) {
	s, cell := passive(t, []section{cylinder(20*lambda, 4000)}, 1, true)
	steady(s, cell.Near[0], 1)
	for k, place := range cell.Compartment[0][:600] { // the far end changes what follows by exp(−34) at X = 3
		x := (float64(k) + 0.5) / 200
		// Second order: compartments of 0.005 λ make errors of 0.005²/24·(1+X).
		if got, want := s.V[place], infinite*math.Exp(-x); math.Abs(got/want-1) > 5e-6 {
			t.Fatalf("X = %g: %.9g mV, want %.9g", x, got, want)
		}
	}
}

// A tree whose daughters' diameters obey d^(3/2) = Σ d^(3/2) at every branch
// point, and whose ends are all at the same electrotonic distance, behaves at
// its root as a cylinder, at every time: compartments of equal electrotonic
// length do so exactly.
func TestRall(t *testing.T) {
	daughter := func(parent int, d float64) section {
		s := cylinder(0.5*lambda*math.Sqrt(d/2), 10)
		s.parent, s.at, s.d0, s.d1 = parent, FarEnd, d, d
		return s
	}
	large, small := 2*math.Pow(0.7, 2.0/3), 2*math.Pow(0.3, 2.0/3)
	half := large * math.Pow(0.5, 2.0/3)
	tree, root := passive(t, []section{
		cylinder(0.5*lambda, 10),
		daughter(0, large), daughter(0, small),
		daughter(1, half), daughter(1, half), daughter(2, small),
	}, 1, false)
	one, same := passive(t, []section{cylinder(1.5*lambda, 30)}, 1, false)
	for _, s := range []*System{tree, one} {
		s.SetStep(0.1, CrankNicolson)
	}
	for i := range 500 {
		for _, run := range []struct {
			s    *System
			cell *Joined
		}{{tree, root}, {one, same}} {
			run.s.Begin(0, 1)
			run.s.B[run.cell.Compartment[0][0]] += 0.1
			run.s.Solve(0, 1)
		}
		for k := range 10 {
			got, want := tree.V[root.Compartment[0][k]], one.V[same.Compartment[0][k]]
			if math.Abs(got-want) > 1e-12*math.Abs(want)+1e-15 {
				t.Fatalf("step %d, compartment %d: %.15g mV, the cylinder has %.15g", i, k, got, want)
			}
		}
	}
}

// The modes of a cylinder with sealed ends in n compartments are cosines; a step
// multiplies each by a factor that is known.
func TestModes(t *testing.T) {
	const n, dt = 50, 0.1
	for _, method := range []Method{Euler, CrankNicolson} {
		for _, m := range []int{0, 1, 2, 7, 30, 49} {
			s, cell := passive(t, []section{cylinder(lambda, n)}, 1, false)
			for k, place := range cell.Compartment[0] {
				s.V[place] = math.Cos(math.Pi * float64(m) * (float64(k) + 0.5) / n)
			}
			g := s.G[cell.Compartment[0][1]]
			rate := (s.Leak[0] + g*(2-2*math.Cos(math.Pi*float64(m)/n))) / s.C[0]
			factor := 1 / (1 + dt*rate)
			if method == CrankNicolson {
				factor = (1 - dt*rate/2) / (1 + dt*rate/2)
			}
			s.SetStep(dt, method)
			for range 30 {
				step(s, nil)
			}
			for k, place := range cell.Compartment[0] {
				want := math.Pow(factor, 30) * math.Cos(math.Pi*float64(m)*(float64(k)+0.5)/n)
				if math.Abs(s.V[place]-want) > 1e-13 {
					t.Fatalf("method %d, mode %d, compartment %d: %.15g, want %.15g", method, m, k, s.V[place], want)
				}
			}
		}
	}
}

// charged is the potential at X of a cylinder of length L, at time t after a
// charge that would raise it by 1 mV entered at its end: a series of
// exponentials (Rall 1969, Biophys. J. 9:1483, eq. 1 with all B equal).
func charged(x, length, t float64) float64 {
	sum := 1.0
	for m := 1; m < 200; m++ {
		a := math.Pi * float64(m) / length
		sum += 2 * math.Cos(a*x) * math.Exp(-a*a*t/tau)
	}
	return sum * math.Exp(-t/tau)
}

// transient is the error of that potential at the far end after t = 4 ms.
func transient(t *testing.T, nseg, steps int, method Method) float64 {
	const length, end = 1.0, 4.0
	s, cell := passive(t, []section{cylinder(length*lambda, nseg)}, 1, true)
	s.SetStep(end/float64(steps), method)
	// A smooth beginning: 1 ms of the series, since the step after a jump is
	// where Crank-Nicolson rings.
	const start = 1.0
	for k, place := range cell.Compartment[0] {
		s.V[place] = charged((float64(k)+0.5)*length/float64(nseg), length, start)
	}
	for range steps {
		step(s, nil)
	}
	last := cell.Compartment[0][nseg-1]
	return s.V[last] - charged(length-0.5*length/float64(nseg), length, start+end)
}

// Second order in space, second order of Crank-Nicolson and first order of Euler
// in time.
func TestTransient(t *testing.T) {
	checkOrder(t, "space", 2, transient(t, 10, 20000, CrankNicolson), transient(t, 20, 20000, CrankNicolson), transient(t, 40, 20000, CrankNicolson))
	checkOrder(t, "both, Crank-Nicolson", 2, transient(t, 25, 50, CrankNicolson), transient(t, 50, 100, CrankNicolson), transient(t, 100, 200, CrankNicolson))
	checkOrder(t, "time, Euler", 1, transient(t, 2000, 25, Euler), transient(t, 2000, 50, Euler), transient(t, 2000, 100, Euler))
}

// A sinusoidal current at the end of an endless cylinder: amplitude falls with
// the length constant λ·√(2/(1+√(1+(ωτ)²))), and phase lags by what is in
// q = √(1+iωτ).
func TestAlternatingCurrent(t *testing.T) {
	for _, wt := range []float64{0.3, 1, 10} {
		q := cmplx.Sqrt(complex(1, wt))
		if ac := math.Sqrt(2 / (1 + math.Sqrt(1+wt*wt))); math.Abs(1/real(q)-ac) > 1e-15 {
			t.Fatalf("1/Re q = %g, want %g", 1/real(q), ac)
		}
		var amplitude, phase []float64
		for _, n := range []int{100, 200} {
			v := alternating(t, wt, n)
			got := v[1] / v[0]
			want := cmplx.Exp(-q * 0.5) // 0.5 λ apart
			amplitude = append(amplitude, cmplx.Abs(got)-cmplx.Abs(want))
			phase = append(phase, cmplx.Phase(got)-cmplx.Phase(want))
		}
		checkOrder(t, "amplitude", 2, amplitude...)
		checkOrder(t, "phase", 2, phase...)
		if e := math.Abs(amplitude[1]); e > 1e-3 {
			t.Errorf("ωτ = %g: ratio of amplitudes is wrong by %g", wt, e)
		}
	}
}

// alternating returns the complex amplitude at 0.25 and 0.75 λ from the end at
// which a sinusoidal current enters, of a cylinder of 10 λ with 2n compartments,
// n steps per period, from the last of enough periods.
func alternating(t *testing.T, wt float64, n int) [2]complex128 {
	s, cell := passive(t, []section{cylinder(10*lambda, 2*n)}, 1, true)
	period := 2 * math.Pi * tau / wt
	s.SetStep(period/float64(n), CrankNicolson)
	periods := int(math.Ceil(25*tau/period)) + 1
	var sum [2]complex128
	for i := range periods * n {
		s.Begin(0, 1)
		s.B[cell.Near[0]] += math.Sin(2 * math.Pi * (float64(i) + 0.5) / float64(n))
		s.Solve(0, 1)
		if i >= (periods-1)*n {
			turn := cmplx.Exp(complex(0, -2*math.Pi*float64(i+1)/float64(n)))
			for j, x := range []int{n / 20, 3 * n / 20} { // borders of compartments at 0.25 and 0.75 λ
				v := (s.V[cell.Compartment[0][x-1]] + s.V[cell.Compartment[0][x]]) / 2
				sum[j] += complex(v, 0) * turn
			}
		}
	}
	return sum
}

// A uniform field along a cylinder with sealed ends polarises it: with potential
// a·X outside, V = −a·sinh(X−L/2)/cosh(L/2). A field that is the same everywhere
// does nothing.
func TestOutside(t *testing.T) {
	var errors []float64
	for _, nseg := range []int{20, 40, 80} {
		s, cell := passive(t, []section{cylinder(2*lambda, nseg)}, 1, true)
		s.Outside = make([]float64, s.Len)
		for k, place := range cell.Compartment[0] {
			s.Outside[place] = 7 + 2*(float64(k)+0.5)/float64(nseg)
		}
		s.Outside[cell.Near[0]], s.Outside[cell.Far[0]] = 7, 9
		steady(s, 0, 0)
		first := cell.Compartment[0][0]
		want := -math.Sinh(1/float64(nseg)-1) / math.Cosh(1)
		errors = append(errors, s.V[first]-want)
	}
	checkOrder(t, "polarisation", 2, errors...)
}
