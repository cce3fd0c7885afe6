package cable

import (
	"slices"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	good := func() *Tree {
		return &Tree{[]int32{-1, -1, 0, 2}, []float64{1, 2, 0, 1}, []float64{0, 0, 0.5, 0.5}}
	}
	for _, tt := range []struct {
		name  string
		spoil func(t *Tree)
		want  string // "" for no error
	}{
		{"good", func(*Tree) {}, ""},
		{"lengths", func(t *Tree) { t.C = t.C[1:] }, "4 parents, 3 capacitances and 4 axial"},
		{"empty", func(t *Tree) { *t = Tree{} }, "no compartments"},
		{"root behind", func(t *Tree) { t.Parent[3] = -1 }, "compartment 3 is a root but stands behind"},
		{"order", func(t *Tree) { t.Parent[2] = 3 }, "compartment 2 has parent 3"},
		{"negative capacitance", func(t *Tree) { t.C[2] = -1 }, "compartment 2 has capacitance -1 nF"},
		{"root joint", func(t *Tree) { t.C[1] = 0 }, "compartment 1 is a root without capacitance"},
		{"root conductance", func(t *Tree) { t.G[1] = 1 }, "compartment 1 is a root with axial conductance 1 µS"},
		{"unconnected", func(t *Tree) { t.G[3] = 0 }, "compartment 3 has axial conductance 0 µS"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tree := good()
			tt.spoil(tree)
			err := tree.Check()
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("%+v: error %v, want %q", tree, err, tt.want)
			}
		})
	}
}

func TestSort(t *testing.T) {
	for _, tt := range []struct {
		name   string
		parent []int32
		want   []int32
		wrong  string
	}{
		{"chain", []int32{-1, 0, 1}, []int32{0, 1, 2}, ""},
		{"chain, last to first", []int32{1, 2, -1}, []int32{2, 1, 0}, ""},
		{"two branches", []int32{-1, 0, 1, 0, 3}, []int32{0, 1, 3, 2, 4}, ""},
		{"two cells", []int32{-1, 0, -1, 2}, []int32{0, 2, 1, 3}, ""},
		{"cycle", []int32{-1, 2, 3, 1}, nil, "compartment 2 is its own ancestor"},
		{"itself", []int32{0}, nil, "compartment 0 is its own ancestor"},
		{"outside", []int32{-1, 7}, nil, "compartment 1 has parent 7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			order, err := Sort(tt.parent)
			if tt.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wrong) {
					t.Errorf("Sort(%v): error %v, want %q", tt.parent, err, tt.wrong)
				}
				return
			}
			if err != nil || !slices.Equal(order, tt.want) {
				t.Errorf("Sort(%v) = %v, %v, want %v", tt.parent, order, err, tt.want)
			}
		})
	}
}

// A tree of two kinds, whose second has a child of the first.
func TestTogether(t *testing.T) {
	parent := []int32{-1, 0, 0, 1, 2, 3, 4, 4}
	kind := []int{1, 2, 3, 2, 3, 2, 2, 3}
	got := together(countTo(8), parent, kind)
	if want := []int32{0, 1, 3, 5, 2, 4, 7, 6}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Whatever the parents are, Sort refuses them or puts every one before its
// children.
func FuzzSort(f *testing.F) {
	f.Add([]byte{255, 0, 1, 1, 0})
	f.Add([]byte{1, 2, 0})
	f.Add([]byte{4, 255, 1, 255, 3})
	f.Fuzz(func(t *testing.T, parents []byte) {
		parent := make([]int32, len(parents))
		for k, p := range parents {
			parent[k] = int32(int8(p))
		}
		order, err := Sort(parent)
		if err != nil {
			return
		}
		if len(order) != len(parent) {
			t.Fatalf("Sort(%v) = %v", parent, order)
		}
		place := inverse(order)
		for k, p := range parent {
			if order[place[k]] != int32(k) || p >= 0 && place[p] >= place[k] {
				t.Errorf("Sort(%v) = %v: compartment %d", parent, order, k)
			}
		}
	})
}
