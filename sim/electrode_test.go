package sim_test

import (
	"bytes"
	"math"
	"testing"

	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
)

// A passive stick in a uniform field along it polarises by E·λ·sinh((x−L/2)/λ)/cosh(L/2λ),
// at its ends by E·λ·tanh(L/2λ) (Tranchina & Nicholson 1986, Biophys J 50:1139), with an error of second
// order in the length of compartments; its membrane passes no current in all.
func TestFieldPolarisesStick(t *testing.T) {
	const length, diameter, g, e = 1000.0, 2.0, 1e-4, 1e-3       // µm, µm, S/cm², mV/µm: 1 V/m
	lambda := math.Sqrt(diameter / 4 / (g * 1e-2) / (100 * ohm)) // g in µS/µm²
	for _, tt := range numerics {
		var errors []float64
		for _, n := range []int{20, 40} {
			cell := cellOf(stick(length, diameter, n), network.Insertion{Mechanism: model(t, "pas"), Values: numbers("g", g, "e", -65.0)})
			p := shaped("stick", 1, 20, cell)
			everywhere := make([]int32, n)
			for i := range everywhere {
				everywhere[i] = int32(i)
			}
			net := &network.Network{Populations: []*network.Population{p},
				Stimuli: []*network.Stimulus{{Name: "field", Target: network.All(p), Field: &network.Field{Uniform: [3]float64{e, 0, 0}}}},
				Probes:  []*network.Probe{record(p, "v", 1, everywhere...), record(p, "i_membrane", 1, everywhere...)}}
			seen := newMemory()
			run(t, compile(t, net, sim.Options{Step: 0.1, Numerics: tt.numerics, Observer: seen}), 300)
			last := len(seen.samples[0]) - 1
			v, i := seen.samples[0][last], seen.samples[1][last]
			worst, sum, scale := 0.0, 0.0, 0.0
			for k := range v {
				x := (float64(k) + 0.5) * length / float64(n)
				want := -65 + e*lambda*math.Sinh((x-length/2)/lambda)/math.Cosh(length/2/lambda)
				worst = max(worst, math.Abs(v[k]-want))
				sum += i[k]
				scale = max(scale, math.Abs(i[k]))
			}
			errors = append(errors, worst)
			if !(math.Abs(sum) < 1e-12*scale) || scale == 0 {
				t.Errorf("%s: membrane currents of up to %g nA sum up to %g nA", tt.name, scale, sum)
			}
		}
		if order := math.Log2(errors[0] / errors[1]); math.Abs(order-2) > 0.1 {
			t.Errorf("%s: errors %g mV: order %.2f, want 2", tt.name, errors, order)
		}
		if ends := e * lambda * math.Tanh(length/2/lambda); errors[1] > 1e-3*ends {
			t.Errorf("%s: off by %g mV of %g mV at the ends", tt.name, errors[1], ends)
		}
	}
}

// Only potentials that differ along a cell matter; a neuron that is turned sees the field
// from another side, and a far source is a field of I/(4πσr²).
func TestFieldGeometry(t *testing.T) {
	cell := cellOf(stick(1000, 2, 21), network.Insertion{Mechanism: model(t, "pas"), Values: numbers("g", 1e-4, "e", -65.0)})
	cell.Detector.Compartment = 20
	at := func(field *network.Field, positions [][3]float64, rotations ...morph.Rotation) []float64 {
		p := shaped("sticks", 2, 20, cell)
		p.Positions, p.Shape.Rotations = positions, rotations
		net := &network.Network{Populations: []*network.Population{p},
			Stimuli: []*network.Stimulus{{Name: "field", Target: network.All(p), Field: field}},
			Probes:  []*network.Probe{{Name: "v", Population: p, Variable: "v"}}}
		v := lastOf(t, net, sim.Options{Step: 0.5}, 200)
		return []float64{v[0] + 65, v[1] + 65}
	}
	places := [][3]float64{{0, 0, 0}, {300, 400, -1000}}
	field := &network.Field{Uniform: [3]float64{1e-3, 0, 0}}
	straight := at(field, places, morph.Euler(0, 0, 0), morph.Euler(0, 0, 0))
	turned := at(field, places, morph.Euler(0, 0, math.Pi), morph.Euler(0, 0, math.Pi/2))
	if math.Abs(straight[0]-straight[1]) > 1e-10 {
		t.Errorf("at two places: %g and %g mV", straight[0], straight[1])
	}
	if math.Abs(turned[0]+straight[0]) > 1e-10 || math.Abs(turned[1]) > 1e-10 {
		t.Errorf("turned by π and π/2: %g and %g mV, want %g and 0", turned[0], turned[1], -straight[0])
	}
	const far, sigma = 1e6, 0.3
	source := &network.Field{Conductivity: sigma, Sources: []network.Source{{Position: [3]float64{-far, 0, 0}, Current: 1e-3 * 4 * math.Pi * sigma * far * far}}}
	if v := at(source, nil); math.Abs(v[0]-straight[0]) > 2e-3*straight[0] { // 2·500 µm/far
		t.Errorf("from far away %g mV, in the field %g mV", v[0], straight[0])
	}
	potentials := make([][]float64, 2)
	for i := range potentials {
		for k := range 21 {
			potentials[i] = append(potentials[i], -1e-3*float64(k)*1000/21)
		}
	}
	if v := at(&network.Field{Potentials: potentials}, nil); math.Abs(v[1]-straight[0]) > 1e-10 {
		t.Errorf("with potentials given one by one %g mV, in the field %g mV", v[1], straight[0])
	}
}

// In a sinusoidal field the response follows that of each mode; a model multiplies the
// field by its value in the middle of the step, which makes it second order.
func TestFieldCourse(t *testing.T) {
	cell := cellOf(stick(500, 2, 5), network.Insertion{Mechanism: model(t, "pas"), Values: numbers("g", 1e-4, "e", -65.0)})
	p := shaped("stick", 1, 20, cell)
	net := &network.Network{Populations: []*network.Population{p},
		Stimuli: []*network.Stimulus{{Name: "field", Target: network.All(p), Field: &network.Field{Uniform: [3]float64{0.01, 0, 0}},
			Model: model(t, "sine_current"), Values: numbers("amplitude", 1.0, "frequency", 0.05)}},
		Probes: []*network.Probe{record(p, "v", 0, 4)}}
	value := func(step float64) float64 { return lastOf(t, net, sim.Options{Step: step}, 25)[0] }
	exact := (4*value(0.00625) - value(0.0125)) / 3
	if math.Abs(exact+65) < 0.1 {
		t.Fatalf("the field does nothing: %g mV", exact)
	}
	if order := orderOf(value, exact, 0.1); math.Abs(order-2) > 0.1 {
		t.Errorf("order %.2f, want 2", order)
	}
}

// An ideal clamp holds its compartment to the last bit, and passes what the cell's input
// conductance asks for; one with a resistance tends to it.
func TestIdealClamp(t *testing.T) {
	const length, diameter, g = 500.0, 2.0, 1e-4
	lambda := math.Sqrt(diameter / 4 / (g * 1e-2) / (100 * ohm))
	input := math.Pi * diameter * g * 1e-2 * lambda * math.Tanh(length/lambda) // µS, of a sealed cable
	for _, tt := range numerics {
		cell := cellOf(stick(length, diameter, 201), network.Insertion{Mechanism: model(t, "pas"), Values: numbers("g", g, "e", -65.0)})
		p := shaped("stick", 2, 20, cell)
		st := &network.Stimulus{Name: "clamp", Target: network.View{Population: p, Lo: 1, Hi: 2}, Sites: []int32{0},
			Clamp: &network.Clamp{Ideal: true, Pulses: []network.Pulse{{From: 5, To: 100, Level: -30}, {From: 100, To: 200, Level: -80}}}}
		net := &network.Network{Populations: []*network.Population{p}, Stimuli: []*network.Stimulus{st},
			Probes: []*network.Probe{
				{Name: "v", Population: p, Variable: "v", Cells: []int32{1, 1}, Sites: []int32{0, 200}, Every: 1},
				{Name: "i", Population: p, Stimulus: st, Variable: "i", Every: 1},
				{Name: "membrane", Population: p, Variable: "i_membrane", Cells: []int32{1}, Sites: []int32{0}, Every: 1}}}
		seen := newMemory()
		run(t, compile(t, net, sim.Options{Step: 0.1, Numerics: tt.numerics, Observer: seen}), 200)
		for k, now := range seen.sampled[0] {
			if want := -30.0; now > 5 && now <= 100 && seen.samples[0][k][0] != want {
				t.Fatalf("%s: %.17g mV at %g ms, want %g", tt.name, seen.samples[0][k][0], now, want)
			}
		}
		at := func(now float64) []float64 { return seen.samples[1][int(now)] }
		for now, level := range map[float64]float64{2: -65, 99: -30, 199: -80} {
			want := input * (level + 65)
			// The clamp stands at a centre, 1.2 µm from the end: 0.18 % of λ.
			if i := at(now); math.Abs(i[1]-want) > 2e-3*math.Abs(want)+1e-12 || i[0] != 0 {
				t.Errorf("%s: the clamp passes %g nA at %g ms, want 0 and %g", tt.name, i, now, want)
			}
		}
	}
}

// What flows through the membranes of a cell is what its electrodes inject, and is
// its capacitive and its ionic part.
func TestMembraneCurrents(t *testing.T) {
	for _, tt := range numerics {
		net := swcNetwork(t, "types.swc", "hh")
		p := net.Populations[0]
		tree := p.Shape.Cells[0].Tree
		n := len(tree.Compartments)
		sites := make([]int32, n)
		for i := range sites {
			sites[i] = int32(i)
		}
		net.Projections = nil // so that i_membrane is i_cap and hh's
		clamp := net.Stimuli[0]
		hold := &network.Stimulus{Name: "hold", Target: network.All(p), Sites: []int32{int32(n - 1)},
			Clamp: &network.Clamp{Resistance: 20, Pulses: []network.Pulse{{From: 20, To: 30, Level: -50}}}}
		net.Stimuli = append(net.Stimuli, hold)
		net.Probes = []*network.Probe{record(p, "i_membrane", 0, sites...), record(p, "i_cap", 0, sites...),
			{Name: "i", Population: p, Stimulus: clamp, Variable: "i"}, {Name: "j", Population: p, Stimulus: hold, Variable: "i"},
			record(p, "hh.ina", 0, sites...), record(p, "hh.ik", 0, sites...), record(p, "hh.il", 0, sites...), record(p, "ina", 0, sites...)}
		for i, name := range []string{"m", "c", "i", "j", "na", "k", "l", "total"} {
			net.Probes[i].Name = name
		}
		seen := newMemory()
		run(t, compile(t, net, sim.Options{Step: 0.01, Numerics: tt.numerics, Observer: seen}), 40)
		biggest, injected, worst, ionic := 0.0, 0.0, 0.0, 0.0
		for k := range seen.sampled[0] {
			sum := 0.0
			for i, m := range seen.samples[0][k] {
				sum += m
				biggest = max(biggest, math.Abs(m))
				own := 0.0
				for _, x := range []int{4, 5, 6} {
					own += seen.samples[x][k][i] * 1e-2 * tree.Compartments[i].Area // mA/cm² is 10⁻² nA/µm²
				}
				ionic = max(ionic, math.Abs(m-seen.samples[1][k][i]-own))
				if seen.samples[4][k][i] != seen.samples[7][k][i] {
					t.Fatalf("hh.ina and ina differ")
				}
			}
			i, j := seen.samples[2][k][0], seen.samples[3][k][0]
			injected = max(injected, math.Abs(j))
			worst = max(worst, math.Abs(sum-i-j))
		}
		if worst > 1e-12*biggest || injected == 0 || biggest == 0 {
			t.Errorf("%s: the sum of currents up to %g nA misses those of electrodes by %g nA", tt.name, biggest, worst)
		}
		if ionic > 0.02*biggest { // ions' currents are those of the step's beginning
			t.Errorf("%s: i_membrane − i_cap misses the ions' currents by %g of %g nA", tt.name, ionic, biggest)
		}
	}
}

// Fields, clamps and recorded currents go on after a checkpoint bit for bit, for any
// number of threads.
func TestElectrodeBits(t *testing.T) {
	for _, tt := range numerics {
		var want string
		for _, threads := range threadNumbers() {
			build := func() (*network.Network, *memory) {
				net := coupledCells(t)
				p := net.Populations[0]
				hold := &network.Stimulus{Name: "hold", Target: network.View{Population: p, Lo: 3, Hi: 9}, Sites: []int32{5},
					Clamp: &network.Clamp{Ideal: true, Pulses: []network.Pulse{{From: 2, To: 7, Level: -50}, {From: 7, To: 30, Level: -70}}}}
				noise := &network.Stimulus{Name: "noise", Target: network.All(p), Field: &network.Field{Uniform: [3]float64{0, 0.02, 0.01}},
					Model: model(t, "ou_current"), Values: numbers("std", 1.0)}
				net.Stimuli = append(net.Stimuli, hold, noise)
				net.Probes = append(net.Probes, &network.Probe{Name: "i", Population: p, Stimulus: hold, Variable: "i", Every: 0.5},
					&network.Probe{Name: "m", Population: p, Variable: "i_membrane", Every: 0.5})
				return net, newMemory()
			}
			a, first := build()
			b, second := build()
			opt := sim.Options{Step: 0.05, Threads: threads, Seed: 3, Numerics: tt.numerics}
			opt.Observer = first
			x := compile(t, a, opt)
			opt.Observer = second
			y := compile(t, b, opt)
			run(t, x, 10)
			var saved bytes.Buffer
			if err := x.Save(&saved); err != nil {
				t.Fatal(err)
			}
			if err := y.Restore(&saved); err != nil {
				t.Fatal(err)
			}
			*first = *newMemory()
			run(t, x, 10)
			run(t, y, 10)
			if want == "" {
				want = first.text()
			}
			if first.text() != want || second.text() != want {
				t.Errorf("%s, %d threads: results differ: %v %v", tt.name, threads, first.text() == want, second.text() == want)
			}
		}
	}
}
