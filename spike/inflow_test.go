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
var kinds = map[string]func() *Table{
	"uniform":          func() *Table { return randomTable(50, 3000, 300, 1, false) },
	"uniform, delayed": func() *Table { return randomTable(50, 3000, 300, 9, false) },
	"float32":          func() *Table { return randomTable(50, 3000, 300, 1, true) },
	"float32, delayed": func() *Table { return randomTable(50, 3000, 300, 9, true) },
	"many delays":      func() *Table { return randomTable(50, 3000, 300, 700, true) },
	"long rows":        func() *Table { return randomTable(20, 3000, 9000, 3, true) },
	"long rows alike":  func() *Table { return randomTable(20, 3000, 9000, 3, false) },
	"many blocks":      func() *Table { return randomTable(50, 21000, 3000, 40, true) },
	"sparse":           func() *Table { return randomTable(50, 3000, 4, 300, true) },
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

// inflows joins paths to the blocks of their target population, so many to an inflow.
func inflows(together int, paths ...Path) []*Inflow {
	var all []*Inflow
	for first, end := 0, len(paths[0].Table.Blocks); first < end; first += together {
		var some []Path
		for b := first; b < min(first+together, end); b++ {
			for _, p := range paths {
				p.Block = b
				some = append(some, p)
			}
		}
		all = append(all, NewInflow(some))
	}
	return all
}

// onto is the path of a table whose weights all arrive at one port.
func onto(source int, t *Table, port *Port) Path {
	return Path{Source: source, Table: t, Plus: port, Minus: port}
}

// clone copies what moves to tracts.
func clone(t *Table) *Table {
	c := *t
	c.Blocks = slices.Clone(t.Blocks)
	return &c
}

// pass sends spikes and delivers what arrives in the next step.
func pass(all []*Inflow, step int64, lanes ...[]int32) (events int) {
	for _, f := range all {
		f.Fetch(lanes)
		events += f.Send(step, lanes)
		if f.Due(step) {
			f.Deliver(step)
		}
	}
	return events
}

// Ports hold what a naive loop sums, to the bit, with paths from two populations into one;
// the sums of such weights are exact in any order.
func TestDeliver(t *testing.T) {
	for name, make := range kinds {
		for _, together := range []int{1, 8} {
			t.Run(fmt.Sprint(name, together), func(t *testing.T) {
				table, second := make(), randomTable(50, 3000, 40, 5, true)
				if table.Targets != second.Targets {
					second = randomTable(50, table.Targets, 200, 5, true)
				}
				table.From = 10
				checkDelivery(t, table, second, together)
			})
		}
	}
}

func checkDelivery(t *testing.T, table, second *Table, together int) {
	port, first, then := NewPort(table.Targets), hits{}, hits{}
	all := inflows(together, onto(0, clone(table), port), onto(1, clone(second), port))
	random := rand.New(rand.NewPCG(3, 3))
	for step := int64(1000); step < 1050; step++ {
		sources, others := some(random, int(step)%40), some(random, 3)
		got := pass(all, step, sources, others)
		if want := naive(table, step, sources, first, nil, false) + naive(second, step, others, then, nil, false); want != got {
			t.Fatalf("step %d: %d events, want %d", step, got, want)
		}
		mustHold(t, fmt.Sprint("step ", step+1), port.Sums, sum(table.Targets, first[step+1], then[step+1]))
		clear(port.Sums)
	}
}

// Three tables from two populations, into each of two populations side by side, are joined to tracts,
// and of weights whose sums depend on the order, sums do not depend on what is together.
func TestOrder(t *testing.T) {
	var tables []*Table
	for i, degree := range []int{300, 200, 250, 150, 120, 280} {
		tables = append(tables, rough(randomTable(50, 3000, degree, 5+2*i, true), uint64(i)))
	}
	var want [][]float64
	for _, together := range []int{1, 2, 4} {
		plane := NewPlane(2 * Room(3000))
		a, b := plane.Port(0, 3000), plane.Port(Room(3000), 3000)
		var paths []Path
		for block := range 2 * len(tables[0].Blocks) {
			x, port := tables[:3], a
			if block >= len(tables[0].Blocks) {
				x, port = tables[3:], b
			}
			sources := []int{1, 0, 1}
			if port == b {
				sources = []int{0, 1, 1}
			}
			for i, source := range sources {
				p := onto(source, x[i], port)
				p.Block = block % len(tables[0].Blocks)
				paths = append(paths, p)
			}
		}
		checkOrder(t, paths, together, []*Port{a, b}, &want)
	}
}

// rough gives a table weights of very different size.
func rough(t *Table, seed uint64) *Table {
	random := rand.New(rand.NewPCG(7, seed))
	for i := range t.Blocks {
		for k := range t.Blocks[i].Weight32 {
			t.Blocks[i].Weight32[k] = float32(math.Ldexp(random.Float64(), random.IntN(60)-30))
		}
	}
	return t
}

// checkOrder compares the sums of some steps with those that are wanted, or makes them so.
func checkOrder(t *testing.T, paths []Path, together int, ports []*Port, want *[][]float64) {
	t.Helper()
	each := 3 * together
	var all []*Inflow
	taken := map[*Table]*Table{}
	for i := 0; i < len(paths); i += each {
		some := slices.Clone(paths[i:min(i+each, len(paths))])
		for k := range some {
			if taken[some[k].Table] == nil {
				taken[some[k].Table] = clone(some[k].Table)
			}
			some[k].Table = taken[some[k].Table]
		}
		all = append(all, NewInflow(some))
	}
	if tracts := len(all[0].tracts); tracts != 3 {
		t.Errorf("%d blocks together have %d tracts, want 3", together, tracts)
	}
	random := rand.New(rand.NewPCG(3, 3))
	first := len(*want) == 0
	for step := range int64(40) {
		pass(all, step, some(random, 20), some(random, 20))
		for i, port := range ports {
			n := 2*int(step) + i
			if first {
				*want = append(*want, slices.Clone(port.Sums))
			}
			mustHold(t, fmt.Sprintf("%d together, step %d, port %d", together, step+1, i), port.Sums, (*want)[n])
			clear(port.Sums)
		}
	}
}

// An inflow that takes up a run in the middle, from the spikes of the steps before,
// goes on as the one that made it.
func TestTakeUp(t *testing.T) {
	for name, make := range kinds {
		table := make()
		port, other := NewPort(table.Targets), NewPort(table.Targets)
		all, resumed := inflows(2, onto(0, clone(table), port)), inflows(1, onto(0, clone(table), other))
		random := rand.New(rand.NewPCG(6, 6))
		const middle, end = 50, 100
		var sent [end][]int32
		for step := range int64(end) {
			sent[step] = some(random, 9)
			if step == middle {
				takeUp(resumed, step, sent[:step])
			}
			clear(port.Sums)
			pass(all, step, sent[step])
			if step >= middle {
				clear(other.Sums)
				pass(resumed, step, sent[step])
				mustHold(t, fmt.Sprint(name, ", step ", step+1), other.Sums, port.Sums)
			}
		}
	}
}

// takeUp sends again what is under way before a step.
func takeUp(all []*Inflow, step int64, sent [][]int32) {
	for _, f := range all {
		pass([]*Inflow{f}, 0, []int32{12, 13}) // what it has is dropped
		f.TakeUp(step + 1)
		for earlier, lanes := range sent {
			f.Send(int64(earlier), [][]int32{lanes})
		}
	}
}

// What tracts have taken comes back as it was.
func TestRestore(t *testing.T) {
	for name, make := range kinds {
		table := make()
		for _, magnitude := range []bool{false, true} {
			setSigns(table, -1)
			table.Sign = -1
			moved, port := clone(table), NewPort(table.Targets)
			p := onto(0, moved, port)
			p.Magnitude = magnitude
			inflows(2, p)
			moved.Restore()
			for i := range table.Blocks {
				a, b := &table.Blocks[i], &moved.Blocks[i]
				if !slices.Equal(a.Target, b.Target) || !slices.Equal(a.Delay, b.Delay) || !slices.Equal(a.Weight32, b.Weight32) {
					t.Errorf("%s: block %d is another one", name, i)
				}
			}
		}
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
	for name, make := range kinds {
		table := make()
		for _, sign := range []int{1, 0, -1} {
			if sign == 0 && table.Blocks[0].Weight32 == nil {
				continue
			}
			table.Sign = sign
			setSigns(table, sign)
			for _, magnitude := range []bool{false, true} {
				t.Run(fmt.Sprint(name, sign, magnitude), func(t *testing.T) {
					plus, minus := NewPort(table.Targets), NewPort(table.Targets)
					all := inflows(2, Path{Table: clone(table), Plus: plus, Minus: minus, Magnitude: magnitude})
					wantPlus, wantMinus := hits{}, hits{}
					for step := range int64(12) {
						sources := some(rand.New(rand.NewPCG(4, uint64(step))), 20)
						pass(all, step, sources)
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
	}
}

// What an inflow cannot deliver is refused when it is made.
func TestNewInflowPanics(t *testing.T) {
	double := randomTable(50, 3000, 300, 1, false)
	for i := range double.Blocks {
		double.Blocks[i].Weight64 = make([]float64, double.Blocks[i].Len())
	}
	port := NewPort(3000)
	for what, p := range map[string]Path{
		"weights of 64 bits":     onto(0, double, port),
		"a port of another size": onto(0, randomTable(50, 3000, 300, 9, true), NewPort(2999)),
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", what)
				}
			}()
			NewInflow([]Path{p})
		}()
	}
}

// What goes straight to a column arrives at the end of its step, whatever other rows
// are still under way, and stays there.
func TestDeliverOver(t *testing.T) {
	early, late := randomTable(50, 3000, 300, 1, true), randomTable(50, 3000, 200, 1, false)
	late.Delays, late.Steps = []float64{0.7}, []int32{7}
	column, want := NewPort(3000), make([]float64, 3000)
	all := inflows(1, onto(0, early, column), onto(0, late, column), onto(0, randomTable(50, 3000, 100, 6, true), column))
	third := randomTable(50, 3000, 100, 6, true)
	arrives := hits{}
	for step := range int64(50) {
		sources := some(rand.New(rand.NewPCG(5, uint64(step))), 9)
		for _, f := range all {
			if f.Due(step - 1) {
				f.Deliver(step - 1)
			}
			f.Send(step, [][]int32{sources})
		}
		for _, h := range arrives[step] {
			want[h.lane] += h.weight
		}
		for i, x := range column.Sums {
			if math.Abs(x-want[i]) > 1e-12 { // some hundred sums near 100
				t.Fatalf("step %d, target %d: %.17g, want %.17g", step, i, x, want[i])
			}
		}
		for _, x := range []*Table{early, late, third} {
			naive(x, step, sources, arrives, nil, false)
		}
	}
}
