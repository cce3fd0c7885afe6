package backendtest

import (
	"sync"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/random"
)

// concurrent runs one program on many goroutines over disjoint lanes; the result must
// be that of one call, bit for bit. Run it with the race detector.
func (s suite) concurrent(t *testing.T) {
	const n, parts, rounds = 4000, 16, 5
	k := s.mixed(ir.One)
	k.Stores = k.Stores[:2] // shared sums would be a race
	p, err := s.backend.Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	c := s.mixedCall(k, n)
	whole := c.args()
	shared := c.args()
	for step := range uint64(rounds) {
		whole.Step, whole.Spikes = step, whole.Spikes[:0]
		p.Run(whole, 0, n)
		var wait sync.WaitGroup
		var spikes [parts][]int32
		for i := range parts {
			wait.Go(func() {
				a := *shared
				a.Step, a.Spikes, a.Offsets = step, nil, nil
				p.Run(&a, i*n/parts, (i+1)*n/parts)
				spikes[i] = a.Spikes
			})
		}
		wait.Wait()
		s.same(t, whole, shared, spikes[:])
	}
}

// same reports where two calls left different columns or spikes.
func (s suite) same(t *testing.T, a, b *backend.Args, spikes [][]int32) {
	t.Helper()
	for i := range 2 {
		for lane := range max(len(a.Columns32), len(a.Columns)) {
			if x, y := element(a, s.elem, i, lane), element(b, s.elem, i, lane); x != y {
				t.Fatalf("column %d[%d] is %g in one call and %g in parts", i, lane, x, y)
			}
		}
	}
	at := 0
	for _, part := range spikes {
		for _, lane := range part {
			if at == len(a.Spikes) || a.Spikes[at] != lane {
				t.Fatalf("spike %d differs: lane %d in parts", at, lane)
			}
			at++
		}
	}
	if at != len(a.Spikes) {
		t.Fatalf("%d spikes in one call and %d in parts", len(a.Spikes), at)
	}
}

// allocations checks that a loop of calls allocates nothing once its Args are warm.
func (s suite) allocations(t *testing.T) {
	k := s.mixed(ir.One)
	p, err := s.backend.Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	a := s.mixedCall(k, 600).args()
	lanes := []int32{5, 300, 7}
	once := func() {
		a.Spikes, a.Offsets = a.Spikes[:0], a.Offsets[:0]
		p.Run(a, 0, 600)
		p.RunLanes(a, lanes)
	}
	a.Spikes, a.Offsets = make([]int32, 0, 2000), make([]float64, 0, 2000)
	if count := testing.AllocsPerRun(20, once); count > 0 {
		t.Errorf("%g allocations in a call", count)
	}
}

// sharedScratch uses one Args for programs of different kernels and element types in turn.
func sharedScratch(t *testing.T, b backend.Backend) {
	var scratch any
	for i := range 60 {
		source := random.NewSource(9, uint64(i), 0)
		data := make([]byte, 150)
		for j := range data {
			data[j] = byte(source.Uint64())
		}
		c := generate(data, ir.Elem(i/2%2))
		p, err := b.Compile(c.kernel)
		if err != nil {
			t.Fatal(err)
		}
		a := c.args()
		a.Scratch = scratch
		c.run(p, a)
		c.compare(t, a)
		scratch = a.Scratch
	}
}
