package cable

import (
	"math"
	"math/rand/v2"
	"testing"
)

// point is a cell of one compartment: 0.1 nF, and 0.01 µS if it leaks.
func point() *Tree { return &Tree{[]int32{-1}, []float64{0.1}, []float64{0}} }

// Clamped through a series resistance, a compartment goes to where the currents
// of leak and electrode are equal, exponentially.
func TestClamp(t *testing.T) {
	const leak, rest, target, r, dt = 0.01, -70.0, -20.0, 5.0, 0.01
	for _, tt := range []struct {
		method    Method
		factor    float64 // of the distance to the end in a step; x is step over time constant
		tolerance float64
	}{
		{Euler, 1 / (1 + dt*(leak+1/r)/0.1), 1e-12},
		{CrankNicolson, (1 - dt*(leak+1/r)/0.2) / (1 + dt*(leak+1/r)/0.2), 1e-12},
	} {
		s := New([]*Tree{point()})
		s.Leak[0], s.Drive[0], s.V[0] = leak, leak*rest, rest
		s.SetStep(dt, tt.method)
		end := (leak*rest + target/r) / (leak + 1/r)
		for i := 1; i <= 300; i++ {
			before := s.V[0]
			s.Begin(0, 1)
			s.Clamp(0, target, r)
			s.Solve(0, 1)
			if want := end + (rest-end)*math.Pow(tt.factor, float64(i)); math.Abs(s.V[0]-want) > tt.tolerance*70 {
				t.Fatalf("method %d, step %d: %.15g mV, want %.15g", tt.method, i, s.V[0], want)
			}
			middle := s.V[0]
			if tt.method == CrankNicolson {
				middle = (before + s.V[0]) / 2
			}
			want := 0.1*(s.V[0]-before)/dt + leak*(middle-rest)
			if got := s.ClampCurrent(0, target, r); math.Abs(got-want) > 1e-11 {
				t.Fatalf("method %d, step %d: the clamp passes %.15g nA, the membrane %.15g", tt.method, i, got, want)
			}
		}
	}
}

// A held compartment is at its target after every step, and the current of the
// clamp, when it is injected instead, does the same.
func TestHold(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for _, method := range []Method{Euler, CrankNicolson} {
		for range 20 {
			tree := random(r, 40)
			held, injected := New([]*Tree{tree, tree, tree, tree}), New([]*Tree{tree, tree, tree, tree})
			fill(r, held)
			copy(injected.V, held.V)
			copy(injected.Leak, held.Leak)
			copy(injected.Drive, held.Drive)
			k := r.IntN(40)
			for tree.C[k] == 0 {
				k = r.IntN(40)
			}
			at := held.Index(2, k)
			for _, s := range []*System{held, injected} {
				s.SetStep(0.025, method)
			}
			for i := range 20 {
				target := -40 + float64(i)
				held.Begin(0, 1)
				clamp := held.Hold(at, target)
				held.Solve(0, 1)
				if math.Abs(held.V[at]-target) > 1e-14*64 {
					t.Fatalf("method %d: held at %.17g mV, want %g", method, held.V[at], target)
				}
				injected.Begin(0, 1)
				injected.B[at] += clamp.Current()
				injected.Solve(0, 1)
				for j := range held.V {
					if math.Abs(held.V[j]-injected.V[j]) > 1e-9 {
						t.Fatalf("method %d, step %d, element %d: %.15g mV held, %.15g with that current", method, i, j, held.V[j], injected.V[j])
					}
				}
			}
		}
	}
}

// Two cells joined by a gap junction: their mean stays, their difference decays
// with (leak+2g)/C, to first order in the step.
func TestCouple(t *testing.T) {
	const g, end = 0.02, 10.0
	difference := func(steps int, couple func(s *System, gaps []Gap)) (sum, difference float64) {
		s := New([]*Tree{point(), point()})
		s.V[0], s.V[1] = 10, -10
		for i := range s.Leak {
			s.Leak[i] = 0.01
		}
		s.SetStep(end/float64(steps), Euler)
		for range steps {
			s.Begin(0, len(s.Groups))
			couple(s, []Gap{{0, 1, g}})
			s.Solve(0, len(s.Groups))
		}
		return s.V[0] + s.V[1], s.V[0] - s.V[1]
	}
	want := 20 * math.Exp(-end*(0.01+2*g)/0.1)
	for _, tt := range []struct {
		name   string
		couple func(s *System, gaps []Gap)
	}{
		{"Couple", (*System).Couple},
		{"CoupleExplicitly", (*System).CoupleExplicitly},
	} {
		var errors []float64
		for _, steps := range []int{400, 800, 1600} {
			sum, d := difference(steps, tt.couple)
			errors = append(errors, d-want)
			if sum != 0 {
				t.Errorf("%s: the mean went to %g mV, want 0", tt.name, sum/2)
			}
		}
		checkOrder(t, tt.name, 1, errors...)
	}
}

// Coupling with unequal cells conserves charge when it is explicit.
func TestCoupleCharge(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	s := New([]*Tree{random(r, 30), random(r, 20)})
	before := 0.0
	for i, c := range s.C {
		s.V[i] = r.Float64()
		before += c * s.V[i]
	}
	s.SetStep(0.025, Euler)
	for range 100 {
		s.Begin(0, len(s.Groups))
		s.CoupleExplicitly([]Gap{{0, int32(s.Index(1, 0)), 1e-4}, {0, int32(s.Index(1, 10)), 1e-4}})
		s.Solve(0, len(s.Groups))
	}
	after := 0.0
	for i, c := range s.C {
		after += c * s.V[i]
	}
	if math.Abs(after-before) > 1e-12*before {
		t.Errorf("charge of %.15g pC became %.15g", before, after)
	}
}

// A step allocates nothing.
func TestAllocations(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	tree := random(r, 50)
	s := New([]*Tree{tree, tree, tree, tree, random(r, 30)})
	s.Outside = make([]float64, s.Len)
	im := make([]float64, s.Len)
	gaps := []Gap{{0, 5, 0.01}}
	s.SetStep(0.025, Euler)
	if n := testing.AllocsPerRun(10, func() {
		s.Begin(0, len(s.Groups))
		s.Couple(gaps)
		s.Clamp(3, -20, 5)
		clamp := s.Hold(7, -40)
		s.Solve(0, len(s.Groups))
		s.MembraneCurrents(im, 0, 2)
		im[7] += clamp.Current()
	}); n != 0 {
		t.Errorf("%g allocations in a step, want 0", n)
	}
}
