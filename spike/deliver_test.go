package spike

import (
	"fmt"
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
				into[at][b.Lo+int(b.Target[k])] += w
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
	}
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

// Rings hold what a naive loop sums, to the bit, while they turn several times.
func TestDeliver(t *testing.T) {
	for name, table := range kinds() {
		t.Run(name, func(t *testing.T) {
			table.From = 10
			ring := NewRing(table.Targets, table.MaxSteps())
			want := map[int64][]float64{}
			random := rand.New(rand.NewPCG(3, 3))
			for step := int64(1000); step < 1100; step++ {
				sources := some(random, int(step)%40)
				got := 0
				for b := range table.Blocks {
					got += table.Deliver(ring, step, sources, b)
				}
				if events := naive(table, step, sources, want, nil, false); got != events {
					t.Fatalf("step %d: %d events, want %d", step, got, events)
				}
				mustHold(t, fmt.Sprint("step ", step), ring.Slot(step), want[step])
				clear(ring.Slot(step))
			}
		})
	}
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
			if sign == 0 && table.Blocks[0].Weight32 == nil && table.Blocks[0].Weight64 == nil {
				continue
			}
			table.Sign = sign
			setSigns(table, sign)
			for _, magnitude := range []bool{false, true} {
				t.Run(fmt.Sprint(name, sign, magnitude), func(t *testing.T) {
					plus, minus := NewRing(table.Targets, 20), NewRing(table.Targets, 9)
					wantPlus, wantMinus := map[int64][]float64{}, map[int64][]float64{}
					for step := range int64(40) {
						sources := some(rand.New(rand.NewPCG(4, uint64(step))), 20)
						for b := range table.Blocks {
							table.DeliverSigned(plus, minus, magnitude, step, sources, b)
						}
						naive(table, step, sources, wantPlus, wantMinus, magnitude)
						mustHold(t, fmt.Sprint("step ", step, ", plus"), plus.Slot(step), wantPlus[step])
						mustHold(t, fmt.Sprint("step ", step, ", minus"), minus.Slot(step), wantMinus[step])
						clear(plus.Slot(step))
						clear(minus.Slot(step))
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
		for k, w := range b.Weight64 {
			if b.Weight64[k] = max(w, -w); negative(k) {
				b.Weight64[k] = min(w, -w)
			}
		}
	}
}

func TestDeliverToSmallRingPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a delay of 9 steps went into a ring of 8 slots")
		}
	}()
	randomTable(50, 3000, 300, 9, false).Deliver(NewRing(3000, 7), 0, []int32{3}, 0)
}
