package sim_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// A state that decays is e^(−t/τ) as long as that is a normal number, and 0 soon after, where
// rounding would keep it at 5·10⁻³²⁴.
func TestUnderflow(t *testing.T) {
	m := inline(t, "neuron decay\nparam tau 1 ms time constant\nstate x 1 = 1 what is left\n      tau x' = -x\n")
	p := &network.Population{Name: "decay", Size: 100, Model: m}
	s := compile(t, &network.Network{Populations: []*network.Population{p}}, sim.Options{})
	for _, tt := range []struct{ until, want float64 }{{700, math.Exp(-700)}, {900, 0}} {
		run(t, s, tt.until-s.Time())
		x, err := s.Values(p, "x")
		if err != nil {
			t.Fatal(err)
		}
		// 7,000 products, each with a rounding, of a factor with another
		if math.Abs(x[99]-tt.want) > 2*7000*0x1p-53*tt.want {
			t.Errorf("after %g time constants: %g, want %g", tt.until, x[99], tt.want)
		}
	}
}
