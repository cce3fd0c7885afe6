package spike

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomTable connects every source to degree random targets. delays is the
// number of different delays, from 1 step.
func randomTable(sources, targets, degree, delays int, weights bool) *Table {
	t := NewTable(0, sources, targets)
	t.Uniform, t.Sign = 0.5, 1
	for d := range delays {
		t.Delays = append(t.Delays, 0.1*float64(1+d))
		t.Steps = append(t.Steps, int32(1+d))
	}
	for i := range t.Blocks {
		b := &t.Blocks[i]
		random := rand.New(rand.NewPCG(1, uint64(i)))
		b.Row = append(b.Row, 0)
		for range sources {
			row := make([]uint32, degree*(b.Hi-b.Lo)/targets)
			for k := range row {
				row[k] = uint32(random.IntN(delays)<<16 | random.IntN(b.Hi-b.Lo))
			}
			slices.Sort(row)
			for _, code := range row {
				b.Target = append(b.Target, uint16(code))
				if delays > 1 {
					b.Delay = append(b.Delay, uint16(code>>16))
				}
				if weights {
					b.Weight32 = append(b.Weight32, random.Float32())
				}
			}
			b.Row = append(b.Row, uint32(len(b.Target)))
		}
	}
	t.Number()
	return t
}

// Price of an event from a table that no cache holds, 200 spikes of 1000
// synapses in a step, as ns/event.
func BenchmarkDeliver(b *testing.B) {
	for _, targets := range []int{10_000, 100_000} {
		for _, kind := range []struct {
			name    string
			delays  int
			weights bool
		}{
			{"uniform", 1, false}, {"weights", 1, true}, {"delays", 40, false}, {"both", 40, true},
		} {
			b.Run(fmt.Sprintf("%d/%s", targets, kind.name), func(b *testing.B) {
				benchmarkDeliver(b, randomTable(40_000, targets, 1000, kind.delays, kind.weights))
			})
		}
	}
}

// Price of an event onto layer 2/3 of the microcircuit of Potjans & Diesmann 2014,
// Cereb. Cortex 24:785, at full scale, in their rows, delays and rates.
func BenchmarkMicrocircuit(b *testing.B) {
	const targets = 20683
	var tables []*Table
	for _, p := range microcircuit {
		tables = append(tables, normalTable(p.sources, targets, p.degree, p.delay))
	}
	excitatory, inhibitory := NewPort(targets), NewPort(targets)
	var paths []Path
	for i, p := range microcircuit {
		into := excitatory
		if p.delay < 1 {
			into = inhibitory
		}
		paths = append(paths, Path{tables[i], into, into, false})
	}
	all := inflows(paths...)
	random := rand.New(rand.NewPCG(2, 2))
	events, step := 0, int64(0)
	for b.Loop() {
		clear(excitatory.Sums)
		clear(inhibitory.Sums)
		for i, p := range microcircuit {
			var spikes []int32
			for range max(0, int(p.spikes+math.Sqrt(p.spikes)*random.NormFloat64()+0.5)) {
				spikes = append(spikes, int32(random.IntN(p.sources)))
			}
			slices.Sort(spikes)
			for _, f := range all {
				events += f.Send(i, step, spikes)
			}
		}
		for _, f := range all {
			if f.Due(step) {
				f.Deliver(step)
			}
		}
		step++
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events), "ns/event")
	b.ReportMetric(float64(events)/float64(step), "events/step")
}

// microcircuit lists the largest projections onto layer 2/3: number of sources,
// synapses of each, spikes in a step of 0.1 ms, mean delay in ms.
var microcircuit = []struct {
	sources, degree int
	spikes, delay   float64
}{{20683, 2200, 2, 1.5}, {5834, 3825, 1.7, 0.75}, {21915, 925, 9.6, 1.5}, {5479, 1770, 3.2, 0.75}, {4850, 680, 3.7, 1.5}, {14395, 160, 1.6, 1.5}}

// normalTable has delays of normal distribution, relative width a half.
func normalTable(sources, targets, degree int, delay float64) *Table {
	t := NewTable(0, sources, targets)
	t.Sign = 1
	for d := range 50 {
		t.Delays = append(t.Delays, 0.1*float64(1+d))
		t.Steps = append(t.Steps, int32(1+d))
	}
	for i := range t.Blocks {
		b := &t.Blocks[i]
		random := rand.New(rand.NewPCG(1, uint64(i)))
		b.Row = append(b.Row, 0)
		row := degree * (b.Hi - b.Lo) / targets
		b.Target = Array[uint16](row * sources)
		b.Delay = Array[uint16](row * sources)
		b.Weight32 = Array[float32](row * sources)
		codes := make([]uint32, row)
		for source := range sources {
			for k := range codes {
				d := uint32(min(49, math.Abs(10*delay*(1+random.NormFloat64()/2))))
				codes[k] = d<<16 | uint32(random.IntN(b.Hi-b.Lo))
			}
			slices.Sort(codes)
			at := source * row
			for k, code := range codes {
				b.Target[at+k], b.Delay[at+k], b.Weight32[at+k] = uint16(code), uint16(code>>16), 0.1
			}
			b.Row = append(b.Row, uint32(at+row))
		}
	}
	t.Number()
	t.Pack(nil)
	return t
}

func benchmarkDeliver(b *testing.B, t *Table) {
	t.Pack(nil)
	port := NewPort(t.Targets)
	all := inflows(Path{t, port, port, false})
	random := rand.New(rand.NewPCG(2, 2))
	spikes := make([]int32, 200)
	events, step := 0, int64(0)
	for b.Loop() {
		for i := range spikes {
			spikes[i] = int32(random.IntN(t.Sources))
		}
		slices.Sort(spikes)
		for _, f := range all {
			events += f.Send(0, step, spikes)
			if f.Due(step) {
				f.Deliver(step)
			}
		}
		clear(port.Sums)
		step++
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events), "ns/event")
}
