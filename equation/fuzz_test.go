package equation

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// FuzzParse: no text makes the parser panic or hang; a text with mistakes
// yields them in order, each with a place inside it; a text without yields
// mechanisms in which every reference holds.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/*.eq", "../models/*.eq"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
		}
	}
	for _, text := range []string{"", "neuron", "neuron n\nstate x 1\n x' =", "\xff\"", strings.Repeat("(", 300), "neuron n\nlet a = " + strings.Repeat("-", 1000) + "1",
		"param a 1", "neuron n\nspike when 1 {\n{{", "neuron n\nstate x 1 = 0 \\", "neuron n\nlet a=1e9^mV^9999999999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		mechanisms, err := Parse("f", text)
		var mistakes Errors
		if errors.As(err, &mistakes) {
			checkMistakes(t, text, mistakes)
			return
		}
		for _, m := range mechanisms {
			checkMechanism(t, m)
		}
	})
}

func checkMistakes(t *testing.T, text string, mistakes Errors) {
	lines := strings.Count(text, "\n") + 1
	line, col := 0, 0
	for _, e := range mistakes {
		if e.Line < line || e.Line == line && e.Col <= col || e.Line > lines || e.Col < 1 {
			t.Errorf("%v stands after %d:%d in a text of %d lines", e, line, col, lines)
		}
		if strings.Contains(e.Error(), "\n") {
			t.Errorf("%q is not one line", e.Error())
		}
		line, col = e.Line, e.Col
	}
}

func checkMechanism(t *testing.T, m *ir.Mechanism) {
	for i := range m.Graph.Nodes {
		n := &m.Graph.Nodes[i]
		if slices.ContainsFunc(n.Args(), func(a ir.Ref) bool { return a < 0 || int(a) >= i }) {
			t.Errorf("%s: node %d %v reads %v", m.Name, i, n.Op, n.Args())
		}
		if n.Op == ir.Load && int(n.Slot) >= len(m.Symbols) || n.Op.Random() && int(n.Slot) >= m.Streams {
			t.Errorf("%s: node %d %v has slot %d", m.Name, i, n.Op, n.Slot)
		}
	}
	number := func(what string, r ir.Ref) {
		if r < ir.None || int(r) >= len(m.Graph.Nodes) || r != ir.None && m.Graph.At(r).Op.Mask() {
			t.Errorf("%s: %s is node %d, not a number", m.Name, what, r)
		}
	}
	for _, s := range m.Symbols {
		number("initial "+s.Name, s.Init)
		if !s.Dim.Valid() || s.Role == ir.Param && s.Init == ir.None {
			t.Errorf("%s: symbol %s is incomplete", m.Name, s.Name)
		}
	}
	for _, o := range m.ODEs {
		number("rate", o.Rate)
	}
	for _, e := range m.Events {
		number("delivery", e.Deliver)
		for _, a := range e.Assigns {
			number("assignment", a.Value)
		}
	}
	for _, r := range m.Receptors {
		number("gain", r.Gain)
	}
	if x := m.Membrane; x != nil {
		lists := [][]ir.Assign{x.Initial, x.Present, x.Advance}
		if x.Receive != nil {
			lists = append(lists, x.Receive.Assigns, x.Receive.Connect)
		}
		for _, a := range slices.Concat(lists...) {
			number("assignment", a.Value)
		}
		for _, c := range x.Currents {
			number("current", c.Value)
		}
	}
	if m.Threshold != nil && !m.Graph.At(m.Threshold.When).Op.Mask() {
		t.Errorf("%s: spike when is no condition", m.Name)
	}
	number("injection", m.Inject)
	number("coupling", m.Couple)
}
