package spike

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// naive delivers one synapse after the other, in the order that is promised:
// source, then place in the row.
func naive(t *Table, step int64, sources []int32, plus, minus map[int64][]float64, magnitude bool) (events int) {
	for _, source := range sources {
		for i := range t.Blocks {
			b := &t.Blocks[i]
			row := int(source) - t.From
			if row < 0 || row >= t.Sources {
				continue
			}
			for k, hi := b.Synapses(row); k < hi; k++ {
				into, w := plus, t.Weight(b, k)
				if minus != nil && w < 0 {
					into = minus
					if magnitude {
						w = -w
					}
				}
				at := step + int64(t.Steps[b.DelayOf(k)])
				if into[at] == nil {
					into[at] = make([]float64, t.Targets)
				}
				into[at][b.Lo+b.TargetOf(k)] += w
				events++
			}
		}
	}
	return events
}

// kinds of tables: all ways to store weights and delays.
func kinds() map[string]*Table {
	all := map[string]*Table{
		"uniform":          randomTable(50, 3000, 300, 1, false),
		"uniform, delayed": randomTable(50, 3000, 300, 9, false),
		"float32":          randomTable(50, 3000, 300, 1, true),
		"float32, delayed": randomTable(50, 3000, 300, 9, true),
		"float64":          randomTable(50, 3000, 300, 1, true),
		"float64, delayed": randomTable(50, 3000, 300, 9, true),
		"packed":           randomTable(50, 3000, 300, 9, true),
	}
	all["packed"].Pack(nil)
	for _, name := range []string{"float64", "float64, delayed"} {
		for i := range all[name].Blocks {
			b := &all[name].Blocks[i]
			for _, w := range b.Weight32 {
				b.Weight64 = append(b.Weight64, float64(w)/3)
			}
			b.Weight32 = nil
		}
	}
	return all
}

// some returns about n lanes of 0 to 69, ascending; tables have sources 10 to 59.
func some(random *rand.Rand, n int) []int32 {
	var lanes []int32
	for lane := range int32(70) {
		if random.IntN(70) < n {
			lanes = append(lanes, lane)
		}
	}
	return lanes
}

// inflows joins paths to all blocks of their target population.
func inflows(paths ...Path) []*Inflow {
	var all []*Inflow
	for b := range paths[0].Table.Blocks {
		all = append(all, NewInflow(b, paths))
	}
	return all
}

// Rings hold what a naive loop sums, to the bit, while they turn several times,
// whether windows are shorter than the delays or longer, and with two paths in one ring.
func TestDeliver(t *testing.T) {
	for name, table := range kinds() {
		for _, slots := range []int{1, 2, 4, 16} {
			t.Run(fmt.Sprint(name, " ", slots), func(t *testing.T) {
				table.From = 10
				second := randomTable(50, table.Targets, 40, 5, true)
				ring := ringOf(slots, table, second)
				all := inflows(Path{table, ring, ring, false}, Path{second, ring, ring, false})
				want := map[int64][]float64{}
				random := rand.New(rand.NewPCG(3, 3))
				for step := int64(1000); step < 1100; step++ {
					sources, others := some(random, int(step)%40), some(random, 3)
					got := 0
					for _, f := range all {
						got += f.Send(0, step, sources) + f.Send(1, step, others)
						if f.Due(step) {
							f.Deliver(step)
						}
					}
					events := naive(table, step, sources, want, nil, false) + naive(second, step, others, want, nil, false)
					if events != got {
						t.Fatalf("step %d: %d events, want %d", step, got, events)
					}
					mustHold(t, fmt.Sprint("step ", step+1), ring.Slot(step+1), want[step+1])
					clear(ring.Slot(step + 1))
				}
			})
		}
	}
}

// ringOf makes a ring of a given number of slots, which NewRing gives to
// populations of some sizes only.
func ringOf(slots int, tables ...*Table) *Ring {
	r := NewRing(tables[0].Targets, tables...)
	r.Slots, r.Sums = slots, make([]float64, slots*r.Stride)
	return r
}

func mustHold(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if want == nil {
		want = make([]float64, len(got))
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%s: the slot is not what a naive loop sums", what)
	}
}

// Weights part by sign: as tables of one sign do as a whole, and mixed ones synapse by synapse.
func TestDeliverSigned(t *testing.T) {
	for name, table := range kinds() {
		for _, sign := range []int{1, 0, -1} {
			if sign == 0 && table.Blocks[0].Weight32 == nil && table.Blocks[0].Weight64 == nil && table.Blocks[0].Packed == nil {
				continue
			}
			table.Sign = sign
			setSigns(table, sign)
			for _, magnitude := range []bool{false, true} {
				t.Run(fmt.Sprint(name, sign, magnitude), func(t *testing.T) {
					plus, minus := ringOf(4, table), ringOf(4, table)
					all := inflows(Path{table, plus, minus, magnitude})
					wantPlus, wantMinus := map[int64][]float64{}, map[int64][]float64{}
					for step := range int64(40) {
						sources := some(rand.New(rand.NewPCG(4, uint64(step))), 20)
						for _, f := range all {
							f.Send(0, step, sources)
							f.Deliver(step)
						}
						naive(table, step, sources, wantPlus, wantMinus, magnitude)
						mustHold(t, fmt.Sprint("step ", step+1, ", plus"), plus.Slot(step+1), wantPlus[step+1])
						mustHold(t, fmt.Sprint("step ", step+1, ", minus"), minus.Slot(step+1), wantMinus[step+1])
						clear(plus.Slot(step + 1))
						clear(minus.Slot(step + 1))
					}
				})
			}
		}
	}
}

// setSigns makes all weights ≥ 0, or negative, or every third negative.
func setSigns(t *Table, sign int) {
	negative := func(k int) bool { return sign < 0 || sign == 0 && k%3 == 0 }
	t.Uniform = 0.5 * float64(sign)
	for i := range t.Blocks {
		b := &t.Blocks[i]
		for k, w := range b.Weight32 {
			if b.Weight32[k] = max(w, -w); negative(k) {
				b.Weight32[k] = min(w, -w)
			}
		}
		for k := range b.Packed {
			w := &b.Packed[k].Weight
			if *w = max(*w, -*w); negative(k) {
				*w = -*w
			}
		}
		for k, w := range b.Weight64 {
			if b.Weight64[k] = max(w, -w); negative(k) {
				b.Weight64[k] = min(w, -w)
			}
		}
	}
}

func TestInflowOfLongDelaysPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a delay of 9 steps went into a ring for 7")
		}
	}()
	ring := NewRing(3000, randomTable(50, 3000, 300, 7, false))
	NewInflow(0, []Path{{randomTable(50, 3000, 300, 9, false), ring, ring, false}})
}

// What goes straight to a column arrives at the end of its step, whatever other rows
// are still under way, and stays there.
func TestDeliverOver(t *testing.T) {
	early, late := randomTable(50, 3000, 300, 1, true), randomTable(50, 3000, 200, 1, false)
	late.Delays, late.Steps = []float64{0.7}, []int32{7}
	column, want := make([]float64, 3000), make([]float64, 3000)
	over := Over(column, early, late)
	all := inflows(Path{early, over, over, false}, Path{late, over, over, false})
	arrives := map[int64][]float64{}
	for step := range int64(50) {
		sources := some(rand.New(rand.NewPCG(5, uint64(step))), 9)
		for _, f := range all {
			if f.Due(step - 1) {
				f.Deliver(step - 1)
			}
			f.Send(0, step, sources)
			f.Send(1, step, sources)
		}
		for i, w := range arrives[step] {
			want[i] += w
		}
		for i, x := range column {
			if math.Abs(x-want[i]) > 1e-12 { // some hundred sums near 100
				t.Fatalf("step %d, target %d: %.17g, want %.17g", step, i, x, want[i])
			}
		}
		naive(early, step, sources, arrives, nil, false)
		naive(late, step, sources, arrives, nil, false)
	}
}
