package models

import (
	"fmt"
	"math"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// newPoint starts a point that takes steps of dt at v.
func newPoint(t *testing.T, name string, lanes int, v, dt float64, parameters map[string]float64) *patch {
	t.Helper()
	p := newPatch(t, name, lanes, ir.Options{Keep: map[string]bool{"g": true, "i": true}})
	p.given("v", v)
	p.given("dt", dt)
	for name, x := range parameters {
		p.fill(name, x)
	}
	p.start()
	return p
}

func (p *patch) steps(n int) {
	for range n {
		p.run(p.plan.Membrane.State)
	}
	p.current()
}

// TestExponential: two events, each e^(−t/τ), and their current.
func TestExponential(t *testing.T) {
	p := newPoint(t, "ExpSyn", 1, -60, 0.1, map[string]float64{"tau": 2, "e": -10})
	p.receive(0, 0.003)
	p.steps(15)
	p.receive(1.5, 0.001)
	p.steps(25)
	want := 0.003*math.Exp(-2) + 0.001*math.Exp(-1.25)
	near(t, "g, uS", p.get("g"), want, 1e-14)
	near(t, "i, nA", p.get("membrane current"), want*-50, 1e-14)
	near(t, "∂i/∂v, uS", p.get("membrane conductance"), want, 1e-14)
}

// TestTwoExponentials: the conductance of an event and its peak, which is the weight.
func TestTwoExponentials(t *testing.T) {
	const rise, decay, weight = 0.5, 3.0, 0.002
	peak := rise * decay / (decay - rise) * math.Log(decay/rise)
	p := newPoint(t, "Exp2Syn", 1, -60, peak/64, map[string]float64{"tau1": rise, "tau2": decay})
	p.receive(0, weight)
	p.steps(64)
	near(t, "g at its peak", p.get("B")-p.get("A"), weight, 1e-13)
	p.steps(64)
	at := 2 * peak
	near(t, "g later", p.get("B")-p.get("A"), weight*(math.Exp(-at/decay)-math.Exp(-at/rise))/(math.Exp(-peak/decay)-math.Exp(-peak/rise)), 1e-13)
}

// TestEqualTimeConstants: in the limit the response is an alpha function.
func TestEqualTimeConstants(t *testing.T) {
	p := newPoint(t, "Exp2Syn", 1, -60, 0.1, map[string]float64{"tau1": 5, "tau2": 2})
	p.receive(0, 1)
	p.steps(30)
	near(t, "g", p.get("B")-p.get("A"), 1.5*math.Exp(1-1.5), 1e-4) // time constants 1e-4 apart
}

func TestAlpha(t *testing.T) {
	p := newPoint(t, "AlphaSynapse", 1, -60, 0.1, map[string]float64{"onset": 1, "tau": 0.5, "gmax": 0.002})
	for at, want := range map[float64]float64{0.9: 0, 1.5: 0.002, 2: 0.002 * 2 * math.Exp(-1), 6.1: 0} {
		p.fill("t", at)
		p.current()
		if got := p.get("membrane conductance"); math.Abs(got-want) > 1e-17 {
			t.Errorf("g at %g ms is %g uS, want %g", at, got, want)
		}
	}
}

// TestMagnesium: the block of Jahr & Stevens 1990: 1 mM leaves 3.57/4.57 at 0 mV.
func TestMagnesium(t *testing.T) {
	for _, tt := range []struct{ v, open float64 }{{0, 3.57 / 4.57}, {-80, 1 / (1 + math.Exp(0.062*80)/3.57)}} {
		p := newPoint(t, "NMDA", 1, tt.v, 1, nil)
		p.receive(0, 0.001)
		p.steps(7)
		near(t, fmt.Sprintf("g at %g mV", tt.v), p.get("g"), (p.get("B")-p.get("A"))*tt.open, 1e-14)
	}
}

// TestRelease: of many sites that got two spikes, a part U released at the first,
// and U·(1 − U·e^(−Δ/Dep)) at the second: the mean of Tsodyks and Markram. Facilitation
// adds to u what the first spike left.
func TestRelease(t *testing.T) {
	const sites, use, gap, dep = 40000, 0.6, 30.0, 100.0
	for _, fac := range []float64{0, 60} {
		for _, name := range []string{"ProbAMPANMDA", "ProbGABAAB"} {
			p := newPoint(t, name, sites, -60, 1000, map[string]float64{"Use": use, "Dep": dep, "Fac": fac})
			part := map[string]string{"ProbAMPANMDA": "B_AMPA", "ProbGABAAB": "B_GABAA"}[name]
			first := p.released(0, part)
			p.steps(10) // what the first released is gone
			second := p.released(gap, part)
			u := use
			if fac > 0 {
				u += use * math.Exp(-gap/fac) * (1 - use)
			}
			for i, want := range []float64{use, u * (1 - use*math.Exp(-gap/dep))} {
				got := []float64{first, second}[i]
				if sigma := math.Sqrt(want * (1 - want) / sites); math.Abs(got-want) > 4*sigma {
					t.Errorf("%s, Fac %g: spike %d released at %.4f of the sites, want %.4f ± %.4f", name, fac, i+1, got, want, sigma)
				}
			}
		}
	}
}

// released is the part of the sites that release at a spike.
func (p *patch) released(t float64, part string) float64 {
	p.receive(t, 1)
	count := 0
	for _, x := range p.at(part) {
		if x > 1e-3 {
			count++
		}
	}
	return float64(count) / float64(p.lanes)
}

// TestNoWeight: a connection of weight 0 draws and changes nothing.
func TestNoWeight(t *testing.T) {
	p := newPoint(t, "ProbAMPANMDA", 1, -60, 0.1, nil)
	p.receive(3, 0)
	if full, last := p.get("full"), p.get("last"); full != 1 || last != 0 {
		t.Errorf("after an event of weight 0 the site holds %g, last spike at %g ms, want 1, 0", full, last)
	}
}
