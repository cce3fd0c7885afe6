package network

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/cajal-sim/cajal/pool"
	"github.com/cajal-sim/cajal/spike"
)

// between connects all of two new populations.
func between(sources, targets int, rule Rule) *Projection {
	return &Projection{
		Name:   "test",
		Source: All(&Population{Name: "source", Size: sources}),
		Target: All(&Population{Name: "target", Size: targets}),
		Rule:   rule, Weight: Number(1), Delay: Number(1.5),
	}
}

// within connects all of a population to itself.
func within(size int, rule Rule) *Projection {
	p := between(size, size, rule)
	p.Target = p.Source
	return p
}

func connect(t *testing.T, p *Projection) *spike.Table {
	t.Helper()
	table, err := Connect(context.Background(), p, 3, ConnectOptions{Step: 0.1, Seed: 42})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// pair is a synapse by the lanes of its ends.
type pair struct{ source, target int32 }

func pairs(table *spike.Table) []pair {
	sources, targets := table.SourceLanes(), table.TargetLanes()
	out := make([]pair, len(sources))
	for i := range out {
		out[i] = pair{sources[i], targets[i]}
	}
	return out
}

// degrees counts the synapses of each lane.
func degrees(lanes []int32, size int) []int {
	out := make([]int, size)
	for _, lane := range lanes {
		out[lane]++
	}
	return out
}

// near fails unless a count is within 5 standard deviations: a chance of 6·10⁻⁷
// for the one seed there is.
func near(t *testing.T, what string, got, mean, variance float64) {
	t.Helper()
	if math.Abs(got-mean) > 5*math.Sqrt(variance)+1e-9 {
		t.Errorf("%s is %g, want %g ± %g", what, got, mean, math.Sqrt(variance))
	}
}

func TestExactRules(t *testing.T) {
	for _, tt := range []struct {
		name string
		p    *Projection
		want func(pair) int // synapses of a pair
	}{
		{"all to all", between(10, 5000, Rule{Kind: AllToAll}), func(pair) int { return 1 }},
		{"all to all, no autapses", within(60, Rule{Kind: AllToAll, NoAutapses: true}), func(x pair) int {
			if x.source == x.target {
				return 0
			}
			return 1
		}},
		{"one to one", between(1500, 1500, Rule{Kind: OneToOne}), func(x pair) int {
			if x.source == x.target {
				return 1
			}
			return 0
		}},
		{"certain", between(10, 5000, Rule{Kind: Bernoulli, P: 1}), func(pair) int { return 1 }},
		{"never", between(10, 5000, Rule{Kind: Bernoulli, P: 0}), func(pair) int { return 0 }},
		{"explicit", between(5, 5000, Rule{Kind: Explicit, Sources: []uint32{4, 0, 4}, Targets: []uint32{4999, 7, 4999}}), func(x pair) int {
			switch x {
			case pair{4, 4999}:
				return 2
			case pair{0, 7}:
				return 1
			}
			return 0
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			size := tt.p.Target.Len()
			got := make([]int, tt.p.Source.Len()*size)
			for _, x := range pairs(connect(t, tt.p)) {
				got[int(x.source)*size+int(x.target)]++
			}
			for i, n := range got {
				if x := (pair{int32(i / size), int32(i % size)}); n != tt.want(x) {
					t.Fatalf("pair %v has %d synapses, want %d", x, n, tt.want(x))
				}
			}
		})
	}
}

// every random rule, with and without autapses and multapses.
func randomRules() []*Projection {
	var all []*Projection
	for _, kind := range []RuleKind{FixedIn, FixedOut, FixedTotal, Bernoulli} {
		for _, autapses := range []bool{false, true} {
			for _, multapses := range []bool{false, true} {
				r := Rule{Kind: kind, NoAutapses: autapses, NoMultapses: multapses, N: 50, P: 0.02}
				if kind == FixedTotal {
					r.N = 3000 * 50
				}
				all = append(all, within(3000, r))
			}
		}
	}
	return all
}

func ruleName(r Rule) string {
	names := []string{"all to all", "one to one", "bernoulli", "fixed in", "fixed out", "fixed total", "distance", "explicit"}
	return fmt.Sprintf("%s autapses=%v multapses=%v", names[r.Kind], !r.NoAutapses, !r.NoMultapses)
}

func TestDegrees(t *testing.T) {
	for _, p := range randomRules() {
		t.Run(ruleName(p.Rule), func(t *testing.T) {
			table := connect(t, p)
			in, out := degrees(table.TargetLanes(), 3000), degrees(table.SourceLanes(), 3000)
			switch p.Rule.Kind {
			case FixedIn:
				if slices.Min(in) != 50 || slices.Max(in) != 50 {
					t.Errorf("in-degrees are %d to %d, want 50", slices.Min(in), slices.Max(in))
				}
			case FixedOut:
				if slices.Min(out) != 50 || slices.Max(out) != 50 {
					t.Errorf("out-degrees are %d to %d, want 50", slices.Min(out), slices.Max(out))
				}
			case FixedTotal:
				if table.Len() != 150_000 {
					t.Errorf("%d synapses, want 150000", table.Len())
				}
			case Bernoulli:
				n := 3000.0 * 3000
				if p.Rule.NoAutapses {
					n -= 3000
				}
				near(t, "number of synapses", float64(table.Len()), n*0.02, n*0.02*0.98)
			}
		})
	}
}

// The degrees that a rule leaves to chance are binomial: Σ (k−m)²/v over the
// cells is chi-square distributed with about 3000 degrees of freedom (mean n,
// variance 2n) — where pairs may occur once, v is smaller by (1−p).
func TestDegreesAreBinomial(t *testing.T) {
	for _, p := range randomRules() {
		t.Run(ruleName(p.Rule), func(t *testing.T) {
			table := connect(t, p)
			for _, side := range []struct {
				name  string
				lanes []int32
				fixed RuleKind
			}{{"in", table.TargetLanes(), FixedIn}, {"out", table.SourceLanes(), FixedOut}} {
				if p.Rule.Kind == side.fixed {
					continue
				}
				mean := float64(table.Len()) / 3000
				variance := mean
				if p.Rule.NoMultapses || p.Rule.Kind == Bernoulli {
					variance *= 1 - mean/3000
				}
				chi2 := 0.0
				for _, k := range degrees(side.lanes, 3000) {
					chi2 += (float64(k) - mean) * (float64(k) - mean) / variance
				}
				near(t, "chi-square of "+side.name+"-degrees", chi2, 3000, 2*3000)
			}
		})
	}
}

func TestForbiddenPairs(t *testing.T) {
	for _, p := range randomRules() {
		t.Run(ruleName(p.Rule), func(t *testing.T) {
			seen := make([]bool, 3000*3000)
			autapses, multapses := 0, 0
			for _, x := range pairs(connect(t, p)) {
				if x.source == x.target {
					autapses++
				}
				if seen[x.source*3000+x.target] {
					multapses++
				}
				seen[x.source*3000+x.target] = true
			}
			if p.Rule.NoAutapses {
				near(t, "number of autapses", float64(autapses), 0, 0)
			} else {
				near(t, "number of autapses", float64(autapses), 50, 50)
			}
			// of 3000 targets' 50·49/2 pairs of synapses, each shares a source with p = 1/3000
			if p.Rule.NoMultapses || p.Rule.Kind == Bernoulli {
				near(t, "number of multapses", float64(multapses), 0, 0)
			} else {
				near(t, "number of multapses", float64(multapses), 50*49/2, 50*49/2)
			}
		})
	}
}

// Where all but a few pairs are taken, choosing without repetition is tight.
func TestNearlyFull(t *testing.T) {
	for _, kind := range []RuleKind{FixedIn, FixedOut} {
		p := within(40, Rule{Kind: kind, N: 39, NoAutapses: true, NoMultapses: true})
		if got := connect(t, p).Len(); got != 40*39 {
			t.Errorf("rule %d: %d synapses, want %d", kind, got, 40*39)
		}
	}
	p := within(40, Rule{Kind: FixedTotal, N: 40*39 - 1, NoAutapses: true, NoMultapses: true})
	in := degrees(connect(t, p).TargetLanes(), 40)
	if slices.Min(in) != 38 || slices.Max(in) != 39 {
		t.Errorf("in-degrees %v, want all 39 but one 38", in)
	}
}

// Whatever rule, weights and delays: tables are the same to the bit for any
// number of threads.
func TestThreadsDoNotShow(t *testing.T) {
	all := append(randomRules(), onSheet(3000, Rule{Kind: Distance, P: 0.5, Scale: 60}), listing(200_000, 3000))
	for _, p := range all {
		if p.Rule.Kind != Explicit {
			p.Weight = Value{Draw: &Distribution{Kind: NormalDist, A: 1, B: 0.1}}
			p.Delay = Value{Draw: &Distribution{Kind: GammaDist, A: 2, B: 1, Bounded: true, Min: 0.1, Max: 30}}
		}
		t.Run(ruleName(p.Rule), func(t *testing.T) {
			want := connect(t, p)
			for _, threads := range []int{2, 4} {
				workers := pool.New(threads)
				got, err := Connect(context.Background(), p, 3, ConnectOptions{Step: 0.1, Seed: 42, Pool: workers})
				workers.Close()
				if err != nil {
					t.Fatal(err)
				}
				if !same(got, want) {
					t.Errorf("%d threads draw another table than 1", threads)
				}
			}
			other, err := Connect(context.Background(), p, 4, ConnectOptions{Step: 0.1, Seed: 42})
			if err != nil {
				t.Fatal(err)
			}
			if p.Rule.Kind != Explicit && same(other, want) {
				t.Error("another projection has the same synapses")
			}
		})
	}
}

// same reports whether two tables are equal to the bit.
func same(a, b *spike.Table) bool {
	return a.Sign == b.Sign && slices.Equal(a.Steps, b.Steps) && slices.Equal(a.Delays, b.Delays) &&
		slices.EqualFunc(a.Blocks, b.Blocks, func(a, b spike.Block) bool {
			return a.First == b.First && slices.Equal(a.Row, b.Row) && slices.Equal(a.Target, b.Target) &&
				slices.Equal(a.Delay, b.Delay) && slices.Equal(a.Weight32, b.Weight32) && slices.Equal(a.Weight64, b.Weight64)
		})
}

// listing is n synapses spread over size cells, with weights and delays of their own.
func listing(n, size int) *Projection {
	p := within(size, Rule{Kind: Explicit, Sources: make([]uint32, n), Targets: make([]uint32, n)})
	p.Weight, p.Delay = Value{Array: make([]float64, n)}, Value{Array: make([]float64, n)}
	for i := range n {
		p.Rule.Sources[i] = uint32(i * 7919 % size)
		p.Rule.Targets[i] = uint32(i * 104729 / 3 % size)
		p.Weight.Array[i] = float64(i)
		p.Delay.Array[i] = 0.1 * float64(1+i%13)
	}
	return p
}

// Each listed synapse keeps its own weight and delay, once.
func TestListedValues(t *testing.T) {
	p := listing(50_000, 3000)
	table := connect(t, p)
	ends := pairs(table)
	seen := make([]bool, 50_000)
	for i := range table.Blocks {
		b := &table.Blocks[i]
		for k := range b.Target {
			number := int(table.Weight(b, k))
			want := pair{int32(p.Rule.Sources[number]), int32(p.Rule.Targets[number])}
			if seen[number] || ends[b.First+k] != want || math.Abs(table.Delays[b.DelayOf(k)]-p.Delay.Array[number]) > 1e-12 {
				t.Fatalf("synapse %d listed as %v, %g ms is stored as %v, %g ms", number, want,
					p.Delay.Array[number], ends[b.First+k], table.Delays[b.DelayOf(k)])
			}
			seen[number] = true
		}
	}
	if slices.Contains(seen, false) {
		t.Error("a listed synapse is missing")
	}
}

// Arrays of all-to-all go by source, then target.
func TestWeightMatrix(t *testing.T) {
	p := between(7, 3000, Rule{Kind: AllToAll})
	p.Weight.Array = make([]float64, 7*3000)
	for i := range p.Weight.Array {
		p.Weight.Array[i] = float64(i)
	}
	table := connect(t, p)
	ends := pairs(table)
	for i := range table.Blocks {
		b := &table.Blocks[i]
		for k := range b.Target {
			x := ends[b.First+k]
			if want := float64(int(x.source)*3000 + int(x.target)); table.Weight(b, k) != want {
				t.Fatalf("weight of %v is %g, want %g", x, table.Weight(b, k), want)
			}
		}
	}
}

// Rows are ordered by delay, then by target.
func TestOrderInRows(t *testing.T) {
	p := within(3000, Rule{Kind: FixedOut, N: 200})
	p.Delay = Value{Draw: &Distribution{Kind: UniformDist, A: 0.5, B: 2}}
	table := connect(t, p)
	for i := range table.Blocks {
		b := &table.Blocks[i]
		for row := range table.Sources {
			lo, hi := b.Synapses(row)
			for k := lo + 1; k < hi; k++ {
				if b.Delay[k] < b.Delay[k-1] || b.Delay[k] == b.Delay[k-1] && b.Target[k] < b.Target[k-1] {
					t.Fatalf("row %d of block %d is out of order at %d", row, i, k)
				}
			}
		}
	}
	if table.Steps[0] != 5 || table.MaxSteps() != 20 {
		t.Errorf("delays are %d to %d steps, want 5 to 20", table.Steps[0], table.MaxSteps())
	}
}

// Drawn weights and delays have the moments of their distributions.
func TestDrawnMoments(t *testing.T) {
	p := within(2000, Rule{Kind: FixedIn, N: 100})
	p.Weight = Value{Draw: &Distribution{Kind: NormalDist, A: -2, B: 0.3}}
	p.Delay = Value{Draw: &Distribution{Kind: NormalDist, A: 5, B: 0.8, Bounded: true, Min: 0.1, Max: 10}}
	table := connect(t, p)
	var w, w2, d float64
	for i := range table.Blocks {
		b := &table.Blocks[i]
		for k := range b.Target {
			x := table.Weight(b, k)
			w, w2, d = w+x, w2+(x+2)*(x+2), d+table.Delays[b.DelayOf(k)]
		}
	}
	n := float64(table.Len())
	near(t, "mean weight", w/n, -2, 0.09/n)
	near(t, "variance of weights", w2/n, 0.09, 2*0.09*0.09/n)
	near(t, "mean delay", d/n, 5, 0.64/n) // bounds 6 deviations away
	if table.Sign != -1 {
		t.Errorf("sign is %d, want −1", table.Sign)
	}
}

// Views connect their cells alone; rows begin at the view, targets count in the population.
func TestViews(t *testing.T) {
	for _, r := range []Rule{
		{Kind: AllToAll, NoAutapses: true}, {Kind: Bernoulli, P: 0.5, NoAutapses: true}, {Kind: FixedIn, N: 20, NoAutapses: true},
		{Kind: FixedOut, N: 20, NoAutapses: true, NoMultapses: true}, {Kind: FixedTotal, N: 4000, NoAutapses: true},
		{Kind: OneToOne}, {Kind: Explicit, Sources: []uint32{0, 99}, Targets: []uint32{0, 99}},
	} {
		t.Run(ruleName(r), func(t *testing.T) {
			p := within(5000, r)
			p.Source.Lo, p.Source.Hi = 2450, 2550
			p.Target.Lo, p.Target.Hi = 2470, 2570 // across the boundary of blocks at 2504
			table := connect(t, p)
			if table.From != 2450 || table.Sources != 100 || table.Targets != 5000 || table.Len() == 0 {
				t.Fatalf("table of %d synapses from %d sources from %d on to %d targets", table.Len(), table.Sources, table.From, table.Targets)
			}
			for _, x := range pairs(table) {
				if x.source < 2450 || x.source >= 2550 || x.target < 2470 || x.target >= 2570 {
					t.Fatalf("synapse %v lies outside the views", x)
				}
				if r.NoAutapses && x.source == x.target {
					t.Fatalf("autapse %v", x)
				}
			}
			if r.Kind == AllToAll && table.Len() != 100*100-80 {
				t.Errorf("%d synapses, want %d", table.Len(), 100*100-80)
			}
			if r.Kind == Explicit && !slices.Contains(pairs(table), pair{2549, 2569}) {
				t.Errorf("synapse of lanes 99 is missing in %v", pairs(table))
			}
		})
	}
}

// Memory of 10⁷ synapses and less: the promise is 10 bytes each.
func TestBytes(t *testing.T) {
	for _, tt := range []struct {
		name          string
		weight, delay Value
		most          float64
	}{
		{"uniform", Number(1), Number(1), 2.2},
		{"both drawn", Value{Draw: &Distribution{Kind: NormalDist, A: 1, B: 1}}, Value{Draw: &Distribution{Kind: UniformDist, A: 1, B: 9}}, 8.2},
	} {
		p := within(4000, Rule{Kind: FixedIn, N: 200})
		p.Weight, p.Delay = tt.weight, tt.delay
		table := connect(t, p)
		if got := float64(table.Bytes()) / float64(table.Len()); got > tt.most {
			t.Errorf("%s: %.2f bytes a synapse, want at most %g", tt.name, got, tt.most)
		}
	}
}

// What is given exactly stays exact where asked for.
func TestExact(t *testing.T) {
	p := between(3, 3, Rule{Kind: Explicit, Sources: []uint32{0, 1, 2}, Targets: []uint32{0, 1, 2}})
	p.Weight.Array, p.Delay.Array = []float64{0.1, 0.2, 0.3}, []float64{0.777, 1.234567, 0.777}
	table, err := Connect(context.Background(), p, 0, ConnectOptions{Step: 0.1, Exact: true, Double: true})
	if err != nil {
		t.Fatal(err)
	}
	b := &table.Blocks[0]
	if !slices.Equal(table.Delays, []float64{0.777, 1.234567}) || !slices.Equal(table.Steps, []int32{8, 12}) {
		t.Errorf("delays %v in steps %v, want [0.777 1.234567] and [8 12]", table.Delays, table.Steps)
	}
	if !slices.Equal(b.Weight64, []float64{0.1, 0.2, 0.3}) || !slices.Equal(b.Delay, []uint16{0, 1, 0}) {
		t.Errorf("weights %v and delays %v, want as listed", b.Weight64, b.Delay)
	}
}

func TestConnectErrors(t *testing.T) {
	short := within(10, Rule{Kind: FixedIn, N: 5})
	short.Delay = Value{Draw: &Distribution{Kind: NormalDist, A: 1, B: 1}}
	below := within(10, Rule{Kind: AllToAll})
	below.Delay = Number(0.05)
	never := within(10, Rule{Kind: FixedIn, N: 5})
	never.Weight = Value{Draw: &Distribution{Kind: NormalDist, Bounded: true, Min: 50, Max: 60, B: 1}}
	for _, tt := range []struct {
		name string
		p    *Projection
		want string
	}{
		{"sizes", between(3, 4, Rule{Kind: OneToOne}), "one to one wants equal sizes, got 3 sources and 4 targets"},
		{"degree", within(4, Rule{Kind: FixedIn, N: 4, NoAutapses: true, NoMultapses: true}),
			"in-degree 4 is more than the 3 cells there are: lower it or allow several synapses of one pair"},
		{"delay", below, "delay 0.05 ms is shorter than the step, 0.1 ms: raise the delay or lower the step"},
		{"bounds", never, "none of 10000 draws from normal(0, 1) within [50, 60] lay within its bounds: widen them"},
	} {
		if _, err := Connect(context.Background(), tt.p, 0, ConnectOptions{Step: 0.1}); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
	if _, err := Connect(context.Background(), short, 0, ConnectOptions{Step: 0.1}); err == nil {
		t.Error("drawn delays below the step: no error")
	}
}
