package sim_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// pulsed runs a receptor that gets spikes at 1 and 3 ms, each 0.1 ms on its way, to 5 ms, and
// returns one of its states.
func pulsed(t *testing.T, synapse, state string, dt float64) float64 {
	t.Helper()
	source := trains("train", 1, []float64{1, 3}, []int32{0, 0})
	cell := &network.Population{Name: "cell", Size: 1, Model: model(t, "iaf_psc_delta")}
	p := &network.Projection{Name: "p", Source: network.All(source), Target: network.All(cell),
		Synapse: model(t, synapse), Weight: network.Number(1), Delay: network.Number(0.1)}
	s := compile(t, &network.Network{Populations: []*network.Population{source, cell}, Projections: []*network.Projection{p}}, sim.Options{Step: dt})
	run(t, s, 5)
	_, _, values, err := s.SynapseValues(p, state)
	if err != nil {
		t.Fatal(err)
	}
	return values[0]
}

// Two pulses of transmitter: within and after each, receptors approach what they would
// come to exponentially, so that any step that divides the pulse gives the same.
func TestPulsesOfTransmitter(t *testing.T) {
	for _, tt := range []struct {
		synapse      string
		alpha, beta  float64 // of 0.5 mM, 1/ms
		step, length float64 // ms
	}{
		{"two_state", 10, 0.162, 0.1, 0.3},
		{"two_state", 10, 0.162, 0.0125, 0.3},
		{"gaba_b", 0.045, 0.0012, 0.1, 0.3},
	} {
		want := 0.0
		for _, after := range []float64{2 - tt.length, 1.9 - tt.length} {
			bound := tt.alpha / (tt.alpha + tt.beta)
			want = bound + (want-bound)*math.Exp(-(tt.alpha+tt.beta)*tt.length)
			want *= math.Exp(-tt.beta * after)
		}
		if got := pulsed(t, tt.synapse, "r", tt.step); math.Abs(got-want) > 1e-13 {
			t.Errorf("%s, steps of %g ms: r = %.15g, want %.15g within 1e-13", tt.synapse, tt.step, got, want)
		}
	}
}

// G proteins follow the receptors, which a step holds: an error of first order.
func TestGProteinsAreOfFirstOrder(t *testing.T) {
	var g []float64
	for _, dt := range []float64{0.05, 0.025, 0.0125} {
		g = append(g, pulsed(t, "gaba_b", "G", dt))
	}
	if order := math.Log2((g[0] - g[1]) / (g[1] - g[2])); math.Abs(order-1) > 0.05 {
		t.Errorf("G = %.10g: order %.3f, want 1", g, order)
	}
}
