package spike

import (
	"fmt"
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

func benchmarkDeliver(b *testing.B, t *Table) {
	ring := NewRing(t.Targets, t.MaxSteps())
	all := inflows(Path{t, ring, ring, false})
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
		clear(ring.Slot(step + 1))
		step++
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events), "ns/event")
}
