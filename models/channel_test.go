package models

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// TestAgainstNEURON: gates, time constants and currents are those of the mechanisms
// that the Allen Institute's cells were fitted with, in NEURON 8.2.2. The head of the
// table says how it was made.
func TestAgainstNEURON(t *testing.T) {
	text, err := os.ReadFile("testdata/neuron.txt")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, line := range strings.Split(string(text), "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0] == "#":
		case words[0] == "channel":
			names = words[1:]
		default:
			row := map[string]float64{}
			for i, w := range words {
				row[names[i+1]], err = strconv.ParseFloat(w, 64)
				if err != nil {
					t.Fatal(err)
				}
			}
			compareRow(t, names, row)
		}
	}
}

// given are the columns of the table that NEURON was told.
var given = map[string]bool{"v": true, "cai": true, "ica": true}

func compareRow(t *testing.T, names []string, row map[string]float64) {
	t.Helper()
	channel := names[0]
	keep := map[string]bool{}
	for _, name := range names[1:] {
		keep[name] = true
	}
	p := newPatch(t, channel, 1, ir.Options{Keep: keep})
	for name, x := range map[string]float64{"celsius": 34, "area": 100, "ena": 53, "ek": -107, "eca": 130, "gbar": 0.02, "dt": 0.025} {
		p.given(name, x)
	}
	readsCurrent := channel == "CaDynamics"
	for name, x := range row {
		if given[name] && (name != "ica" || readsCurrent) {
			p.given(name, x)
		}
	}
	p.start()
	ica := row["ica"]
	p.current()
	for _, name := range names[1:] {
		if !given[name] && !strings.HasPrefix(name, "later:") || name == "ica" && !readsCurrent {
			near(t, fmt.Sprintf("%s: %s at %g mV", channel, name, row["v"]), p.get(name), row[name], tolerance(channel))
		}
	}
	p.given("v", row["v"]+31)
	for range 10 {
		p.current()
		if readsCurrent {
			p.fill("ica", ica)
		}
		p.run(p.plan.Membrane.State)
	}
	for _, name := range names[1:] {
		if state, ok := strings.CutPrefix(name, "later:"); ok {
			near(t, fmt.Sprintf("%s: %s 0.25 ms after %g mV", channel, state, row["v"]), p.get(state), row[name], tolerance(channel))
		}
	}
}

// tolerance is that of doubles, times ten for the different order of operations. The
// coupled equations of NaV, with rates four orders apart, hand on five times that of
// what exponentials differ by in their last place.
func tolerance(channel string) float64 {
	if channel == "NaV" {
		return 1e-11
	}
	return 2e-12
}

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s: got %.17g, want %.17g (off by %.2g of it)", what, got, want, math.Abs(got/want-1))
	}
}

// TestSquid: hh at 6.3 degC is the model hodgkin_huxley.
func TestSquid(t *testing.T) {
	const dt, area = 0.01, 200.0
	for _, v := range []float64{-80, -65, -40, -12.5, 30} {
		p := newPatch(t, "hh", 1, ir.Options{Aligned: true})
		for name, x := range map[string]float64{"v": v, "celsius": 6.3, "area": area, "ena": 50, "ek": -77, "el": -54.387, "dt": 1e-6} {
			p.fill(name, x)
		}
		p.start()
		p.fill("h", 0.5)
		p.current()
		q := squid(t, v, dt)
		before := q.get("h")
		current := p.get("membrane current") / area
		q.run(q.plan.Step)
		near(t, fmt.Sprintf("current density at %g mV, nA/um2", v), current, -1e-5*(q.get("V_m")-v)/dt, 1e-9)
		near(t, "m at rest", p.get("m"), q.get("m"), 1e-12)
		near(t, "n at rest", p.get("n"), q.get("n"), 1e-12)
		p.run(p.plan.Membrane.State)
		near(t, fmt.Sprintf("rate of h at %g mV", v), (p.get("h")-0.5)/1e-6, (q.get("h")-before)/dt, 1e-5) // a step of 1e-6 ms
	}
}

// squid is hodgkin_huxley at v, about to take a step of Euler's method.
func squid(t *testing.T, v, dt float64) *patch {
	q := newPatch(t, "hodgkin_huxley", 1, ir.Options{Method: ir.Euler, Given: map[string]bool{"V_m": true}})
	q.fill("V_m", v)
	q.fill("dt", dt)
	q.run(q.plan.Setup)
	q.run(q.plan.Init[ir.Self])
	q.fill("h", 0.5)
	return q
}

// TestOccupancies: the states of NaV sum to 1 from the start, and stay there.
func TestOccupancies(t *testing.T) {
	p := newPatch(t, "NaV", 1, ir.Options{})
	for name, x := range map[string]float64{"v": -71, "celsius": 34, "dt": 0.1} {
		p.fill(name, x)
	}
	p.start()
	for i := range 1000 {
		sum := 0.0
		for _, x := range p.plan.Mechanism.Of(ir.State) {
			sum += p.value[x][0]
		}
		near(t, fmt.Sprintf("sum of the states after %d steps", i), sum, 1, 1e-14)
		p.fill("v", -10)
		p.run(p.plan.Membrane.State)
	}
}

// TestCalciumShell: a constant current raises calcium along an exponential, exactly;
// 1 mA/cm2 into a shell of 1 um is 1e4/(2·F) mM/ms.
func TestCalciumShell(t *testing.T) {
	p := newPatch(t, "CaDynamics", 1, ir.Options{})
	p.fill("dt", 0.5)
	p.start()
	p.fill("ica", -0.004)
	for range 100 {
		p.run(p.plan.Membrane.State)
	}
	const inflow = 0.004 * 0.05 / 0.1 * 1e4 / (2 * 96485.33212331)
	near(t, "cai after 50 ms", p.get("cai"), 1e-4+80*inflow*-math.Expm1(-50.0/80), 1e-13)
}
