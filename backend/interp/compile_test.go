package interp

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
)

// The program of a neuron: what is uniform is computed as scalars, constants are operands,
// and seven number registers do, of which four are the columns themselves.
func TestProgram(t *testing.T) {
	checkProgram(t, vector.None, `
m0 = lessequal v2 s1
v4 = mul v0 s5
v5 = mul v1 s7
v5 = add v4 v5
v5 = add v5 s8
m1 = lessequal s2 v5
m1 = and m0 m1
v5 = select m0 v5 v0
v5 = select m1 s1 v5
v4 = mul v1 s6
v4 = add v3 v4
v6 = sub v2 s4
v6 = max v6 s1
v6 = select m1 s3 v6
`)
}

// As threaded code: values stay in the machine's registers until something else needs the room, what is stored
// goes to its column at once where nothing reads the column later, and masks (m5 to m7) lie in memory.
func TestThreadedProgram(t *testing.T) {
	if !vector.AVX512.Has() {
		t.Skip("this processor has not the instructions")
	}
	p := compile[float64](leaky(), vector.AVX512)
	if len(p.pieces) != 1 {
		t.Fatalf("%d pieces, want all in one", len(p.pieces))
	}
	checkText(t, p.pieces[0].String(), `
A take m3
A atMost s1 to m6
B take m1
B mul s5
C take m2
C mul s7
B add C
B add s8
B atLeast s2 to m7
and[6 7 5]
B else m1 m6
B then s1 m5
B put m1
B take m2
B mul s6
B add m4
B put m2
A sub s4
A max s1
A then s3 m5
A put m3
end[8]
`)
}

func checkProgram(t *testing.T, s vector.Set, want string) {
	t.Helper()
	p := compile[float64](leaky(), s)
	var b strings.Builder
	for _, in := range p.code {
		fmt.Fprintln(&b, in)
	}
	checkText(t, b.String(), want)
}

func checkText(t *testing.T, got, want string) {
	t.Helper()
	want = strings.TrimLeft(want, "\n")
	if got != want {
		t.Errorf("program:\n%s\nwant:\n%s", got, want)
	}
}

// A value does not depend on whether what it is made of is uniform: scalars are
// computed with the bits of lanes.
func TestUniformEqualsVaried(t *testing.T) {
	eachSet(t, uniformEqualsVaried)
}

func uniformEqualsVaried(t *testing.T, s vector.Set) {
	varied, uniform := hodgkinHuxley(), hodgkinHuxley()
	for i := range uniform.Columns {
		uniform.Columns[i].Access = ir.One
		varied.Columns[i].Access = ir.Own
	}
	for i, v := range [][]float64{{-65, 0.05, 0.6, 0.32, 10, 0.025}, {-40, 0, 1, 0.5, -3, 0.1}, {35, 0.99, 0.1, 0.7, 0, 0.01}} {
		var results [2][][]float64
		for j, k := range []*ir.Kernel{varied, uniform} {
			p, err := NewFor(s).Compile(k)
			if err != nil {
				t.Fatal(err)
			}
			a := &backend.Args{}
			for _, x := range v {
				a.Columns = append(a.Columns, []float64{x})
			}
			p.Run(a, 0, 1)
			results[j] = a.Columns
		}
		for c := range v {
			if a, b := results[0][c][0], results[1][c][0]; math.Float64bits(a) != math.Float64bits(b) {
				t.Errorf("state %d column %d: %.17g of a lane, %.17g uniform", i, c, a, b)
			}
		}
	}
}

// The resting values of v, m, h and n are a fixed point: without current they hardly move
// (Hodgkin & Huxley 1952, in the usual shift of rest to −65 mV).
func TestHodgkinHuxleyRests(t *testing.T) {
	p, err := New().Compile(hodgkinHuxley())
	if err != nil {
		t.Fatal(err)
	}
	rest := []float64{-65, 0.0529, 0.5961, 0.3177}
	a := &backend.Args{Columns: [][]float64{{rest[0]}, {rest[1]}, {rest[2]}, {rest[3]}, {0}, {0.025}}}
	for range 4000 {
		p.Run(a, 0, 1)
	}
	for i, want := range rest {
		if got := a.Columns[i][0]; math.Abs(got-want) > 0.01*math.Abs(want) {
			t.Errorf("%s = %g after 100 ms at rest, want %g", []string{"v", "m", "h", "n"}[i], got, want)
		}
	}
	if len(a.Spikes) > 0 {
		t.Errorf("%d spikes at rest", len(a.Spikes))
	}
}
