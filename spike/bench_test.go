package spike

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/cajal-sim/cajal/pool"
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

// half is all that travels to half of the microcircuit of Potjans & Diesmann 2014, Cereb.
// Cortex 24:785, at full scale, in its rows, delays and rates, with the ports of both receptors.
type half struct {
	*Inflow
	step  int64
	ports [2]*Port
	v     []float64
	held  []float64
}

// newHalf makes it once: that takes half a minute.
var newHalf = sync.OnceValue(func() *half {
	const targets = 38592
	h := &half{ports: [2]*Port{NewPort(targets), NewPort(targets)}, v: make([]float64, targets), held: make([]float64, targets)}
	var paths []Path
	for i, p := range microcircuit {
		t := normalTable(p.sources, targets, p.degree/2, p.delay)
		for block := range t.Blocks {
			into := h.ports[i%2]
			paths = append(paths, Path{Source: i, Table: t, Block: block, Plus: into, Minus: into})
		}
	}
	h.Inflow = NewInflow(paths)
	return h
})

// Price of an event onto half of the microcircuit, where the neurons' equations pass through
// the caches between deliveries.
func BenchmarkMicrocircuit(b *testing.B) {
	h := newHalf()
	random := rand.New(rand.NewPCG(2, 2))
	events, first := 0, h.step
	solving := time.Duration(0)
	lanes := make([][]int32, len(microcircuit))
	for b.Loop() {
		for i, p := range microcircuit {
			lanes[i] = lanes[i][:0]
			for range max(0, int(p.spikes+math.Sqrt(p.spikes)*random.NormFloat64()+0.5)) {
				lanes[i] = append(lanes[i], int32(random.IntN(p.sources)))
			}
			slices.Sort(lanes[i])
		}
		start := time.Now()
		h.solve()
		solving += time.Since(start)
		h.Fetch(lanes)
		events += h.Send(h.step, lanes)
		if h.Due(h.step) {
			h.Deliver(h.step)
		}
		h.step++
	}
	b.ReportMetric(float64((b.Elapsed()-solving).Nanoseconds())/float64(events), "ns/event")
	b.ReportMetric(float64(events)/float64(h.step-first), "events/step")
}

// solve moves neurons by a step.
func (h *half) solve() {
	ex, in := h.ports[0].Sums, h.ports[1].Sums
	for i := range h.v {
		if h.held[i] < 1 {
			h.v[i] = 0.99*h.v[i] + ex[i] + in[i]
		}
		ex[i] *= 0.8
		in[i] *= 0.8
	}
}

// microcircuit lists the populations: number of sources, synapses of each, spikes in a step
// of 0.1 ms, mean delay in ms.
var microcircuit = []struct {
	sources, degree int
	spikes, delay   float64
}{
	{20683, 5080, 1.83, 1.5}, {5834, 4750, 1.74, 0.75}, {21915, 3560, 9.6, 1.5}, {5479, 6100, 3.2, 0.75},
	{4850, 3360, 3.75, 1.5}, {1065, 3730, 0.92, 0.75}, {14395, 3230, 1.64, 1.5}, {2948, 4000, 2.3, 0.75},
}

// normalTable has delays of normal distribution, relative width a half.
func normalTable(sources, targets, degree int, delay float64) *Table {
	t := NewTable(0, sources, targets)
	t.Sign = 1
	for d := range 50 {
		t.Delays = append(t.Delays, 0.1*float64(1+d))
		t.Steps = append(t.Steps, int32(1+d))
	}
	p := pool.New(runtime.NumCPU())
	defer p.Close()
	p.Do(len(t.Blocks), func(i int) { fillNormal(t, i, degree, delay) })
	t.Number()
	return t
}

func fillNormal(t *Table, block, degree int, delay float64) {
	b := &t.Blocks[block]
	random := rand.New(rand.NewPCG(1, uint64(block)))
	b.Row = append(b.Row, 0)
	row := degree * (b.Hi - b.Lo) / t.Targets
	n := row * t.Sources
	b.Target, b.Delay, b.Weight32 = Array[uint16](n), Array[uint16](n), Array[float32](n)
	codes := make([]uint32, row)
	for source := range t.Sources {
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

func benchmarkDeliver(b *testing.B, t *Table) {
	port := NewPort(t.Targets)
	all := inflows(1, onto(0, t, port))
	random := rand.New(rand.NewPCG(2, 2))
	spikes := make([]int32, 200)
	events, step := 0, int64(0)
	for b.Loop() {
		for i := range spikes {
			spikes[i] = int32(random.IntN(t.Sources))
		}
		slices.Sort(spikes)
		for _, f := range all {
			events += f.Send(step, [][]int32{spikes})
			if f.Due(step) {
				f.Deliver(step)
			}
		}
		clear(port.Sums)
		step++
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events), "ns/event")
}
