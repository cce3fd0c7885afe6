package spike

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// hit is what one synapse adds to one target.
type hit struct {
	lane   int
	weight float64
}

// hits are what arrives in each step, in the order in which naive finds them.
type hits map[int64][]hit

// naive delivers one synapse after the other, in the order that is promised for a path:
// step, source, then place in the row.
func naive(t *Table, step int64, sources []int32, plus, minus hits, magnitude bool) (events int) {
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
				into[at] = append(into[at], hit{b.Lo + b.TargetOf(k), w})
				events++
			}
		}
	}
	return events
}

// sum adds up lists of hits, one after the other.
func sum(targets int, lists ...[]hit) []float64 {
	sums := make([]float64, targets)
	for _, list := range lists {
		for _, h := range list {
			sums[h.lane] += h.weight
		}
	}
	return sums
}

// kinds of tables: all ways to store weights and delays.
func kinds() map[string]*Table {
	all := map[string]*Table{
		"uniform":          randomTable(50, 3000, 300, 1, false),
		"uniform, delayed": randomTable(50, 3000, 300, 9, false),
		"float32":          randomTable(50, 3000, 300, 1, true),
		"float32, delayed": randomTable(50, 3000, 300, 9, true),
		"many delays":      randomTable(50, 3000, 300, 700, true),
		"long rows":        randomTable(50, 3000, 9000, 3, true),
		"long rows alike":  randomTable(50, 3000, 9000, 3, false),
		"many blocks":      randomTable(50, 21000, 3000, 40, true),
		"sparse":           randomTable(50, 3000, 4, 300, true),
	}
	for _, t := range all {
		t.Pack(nil)
	}
	all["not packed"] = randomTable(50, 3000, 300, 9, true)
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

// eachCarry runs a test with every way to copy that this processor has.
func eachCarry(t *testing.T, test func(t *testing.T)) {
	t.Run("plain", func(t *testing.T) {
		defer plainly()()
		test(t)
	})
	t.Run("best", test)
}

// Ports hold what a naive loop sums, to the bit, with two paths into one, while
// days come round several times.
func TestDeliver(t *testing.T) {
	eachCarry(t, func(t *testing.T) {
		for name, table := range kinds() {
			t.Run(name, func(t *testing.T) {
				table.From = 10
				second := randomTable(50, table.Targets, 40, 5, true)
				second.Pack(nil)
				port := NewPort(table.Targets)
				all := inflows(Path{table, port, port, false}, Path{second, port, port, false})
				first, then := hits{}, hits{}
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
					events := naive(table, step, sources, first, nil, false) + naive(second, step, others, then, nil, false)
					if events != got {
						t.Fatalf("step %d: %d events, want %d", step, got, events)
					}
					mustHold(t, fmt.Sprint("step ", step+1), port.Sums, sum(table.Targets, first[step+1], then[step+1]))
					clear(port.Sums)
				}
			})
		}
	})
}

// More synapses of one delay than a visit can count are delivered all the same.
func TestDeliverManyAtOnce(t *testing.T) {
	table := randomTable(2, 16, 2*mostAtOnce+1000, 2, true)
	table.Pack(nil)
	if table.Blocks[0].counts != nil {
		t.Fatal("the block would be delivered by visits")
	}
	port, want := NewPort(16), hits{}
	all := inflows(Path{table, port, port, false})
	for step := range int64(4) {
		sources := []int32{0, 1}
		for _, f := range all {
			f.Send(0, step, sources)
			f.Deliver(step)
		}
		naive(table, step, sources, want, nil, false)
		mustHold(t, fmt.Sprint("step ", step+1), port.Sums, sum(16, want[step+1]))
		clear(port.Sums)
	}
}

func mustHold(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("%s: the port does not hold what a naive loop sums", what)
	}
}

// Weights part by sign: as tables of one sign do as a whole, and mixed ones synapse by synapse.
func TestDeliverSigned(t *testing.T) {
	for name, table := range kinds() {
		for _, sign := range []int{1, 0, -1} {
			if sign == 0 && table.Blocks[0].Weight32 == nil && table.Blocks[0].Packed == nil {
				continue
			}
			table.Sign = sign
			setSigns(table, sign)
			for _, magnitude := range []bool{false, true} {
				t.Run(fmt.Sprint(name, sign, magnitude), func(t *testing.T) {
					plus, minus := NewPort(table.Targets), NewPort(table.Targets)
					all := inflows(Path{table, plus, minus, magnitude})
					wantPlus, wantMinus := hits{}, hits{}
					for step := range int64(40) {
						sources := some(rand.New(rand.NewPCG(4, uint64(step))), 20)
						for _, f := range all {
							f.Send(0, step, sources)
							f.Deliver(step)
						}
						naive(table, step, sources, wantPlus, wantMinus, magnitude)
						mustHold(t, fmt.Sprint("step ", step+1, ", plus"), plus.Sums, sum(table.Targets, wantPlus[step+1]))
						mustHold(t, fmt.Sprint("step ", step+1, ", minus"), minus.Sums, sum(table.Targets, wantMinus[step+1]))
						clear(plus.Sums)
						clear(minus.Sums)
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
	}
}

// What an inflow cannot deliver is refused when it is made.
func TestNewInflowPanics(t *testing.T) {
	double := randomTable(50, 3000, 300, 1, false)
	for i := range double.Blocks {
		double.Blocks[i].Weight64 = make([]float64, double.Blocks[i].Len())
	}
	packed := randomTable(50, 3000, 300, 9, true)
	packed.Pack(nil)
	port := NewPort(3000)
	for what, p := range map[string]Path{
		"weights of 64 bits":     {double, port, port, false},
		"a port of another size": {packed, NewPort(2999), port, false},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", what)
				}
			}()
			NewInflow(0, []Path{p})
		}()
	}
}

// What goes straight to a column arrives at the end of its step, whatever other rows
// are still under way, and stays there.
func TestDeliverOver(t *testing.T) {
	early, late := randomTable(50, 3000, 300, 1, true), randomTable(50, 3000, 200, 1, false)
	late.Delays, late.Steps = []float64{0.7}, []int32{7}
	column, want := make([]float64, 3000), make([]float64, 3000)
	over := Over(column)
	all := inflows(Path{early, over, over, false}, Path{late, over, over, false})
	arrives := hits{}
	for step := range int64(50) {
		sources := some(rand.New(rand.NewPCG(5, uint64(step))), 9)
		for _, f := range all {
			if f.Due(step - 1) {
				f.Deliver(step - 1)
			}
			f.Send(0, step, sources)
			f.Send(1, step, sources)
		}
		for _, h := range arrives[step] {
			want[h.lane] += h.weight
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
