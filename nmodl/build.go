package nmodl

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/cajal-sim/cajal/ir"
)

// Parse reads the mechanism of a text. The file's name is for messages and may be
// empty. Warnings do not keep it from being run; an error is [Problems], all that do.
func Parse(file, text string) (m *ir.Mechanism, warnings []Problem, err error) {
	return read(file, text, nil)
}

// Load reads the mechanism of a file, which may INCLUDE others of its folder.
func Load(path string) (m *ir.Mechanism, warnings []Problem, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	include := func(name string) (string, error) {
		text, err := os.ReadFile(filepath.Join(filepath.Dir(path), filepath.Base(name)))
		return string(text), err
	}
	return read(path, string(text), include)
}

// Check lists what a text has that cannot be run or looks wrong, in order.
func Check(text string) []Problem {
	r := &report{}
	build(parse(text, r, nil), r, text)
	return r.sorted()
}

func read(file, text string, include func(string) (string, error)) (*ir.Mechanism, []Problem, error) {
	r := &report{file: file}
	m := build(parse(text, r, include), r, text)
	if err := r.errors(); err != nil {
		return nil, nil, err
	}
	return m, r.sorted(), nil
}

// builder makes the mechanism of one tree.
type builder struct {
	*report
	tree *tree
	m    *ir.Mechanism
	g    *ir.Graph

	variables map[string]variable
	owners    map[int]int // total current of an ion → the symbol that a mechanism writes its own into
	written   map[string]bool
	sites     int // passes of a loop whose bound is not constant; 0: refused
}

// variable is a name with a value: a symbol, or a local of one execution, which counts
// down from −1. An array has size > 0 and takes that many in a row.
type variable struct {
	base, size int
}

var kinds = map[string]ir.Kind{"SUFFIX": ir.Channel, "POINT_PROCESS": ir.PointProcess, "ARTIFICIAL_CELL": ir.ArtificialCell}

func build(t *tree, r *report, text string) *ir.Mechanism {
	n := t.neuron
	b := &builder{report: r, tree: t, g: ir.NewGraph(), variables: map[string]variable{}, owners: map[int]int{}, written: map[string]bool{}}
	b.m = &ir.Mechanism{Kind: kinds[n.kind], Name: n.name.text, Title: t.title, File: r.file, Text: text, Graph: b.g,
		Inject: ir.None, Couple: ir.None, Membrane: &ir.Membrane{}}
	if n.kind == "" {
		r.fail(place{max(n.line, 1), max(n.col, 1)}, "no mechanism is named", "write SUFFIX, POINT_PROCESS or ARTIFICIAL_CELL and a name in NEURON { }")
		return b.m
	}
	b.findWritten()
	b.declare()
	if b.native() {
		return b.m
	}
	b.unitChecks()
	b.findSites()
	if len(r.problems) > 0 && r.errors() != nil {
		return b.m // executing what was not understood would only repeat it
	}
	b.initial()
	b.present()
	b.advance()
	b.receive()
	return b.m
}

// initial executes INITIAL, with the states at 0 or at what NAME0 says, as in NEURON.
func (b *builder) initial() {
	r := b.execute()
	for _, d := range b.tree.state {
		v := b.variables[d.name.text]
		for i := range max(v.size, 1) {
			if b.m.Symbols[v.base+i].Place == ir.Self {
				r.values[v.base+i] = b.startOf(d)
			}
		}
	}
	for _, list := range [][]*block{b.tree.before, b.tree.initial} {
		for _, x := range list {
			r.block(x)
		}
	}
	b.m.Membrane.Initial = r.assigns()
	b.m.Membrane.Sends = r.sends
	if r.spike != ir.None {
		b.fail(b.tree.neuron.place, "net_event in INITIAL", "send the first event with net_send(0, 1)")
	}
}

// startOf is the value of a state before INITIAL.
func (b *builder) startOf(d declared) ir.Ref {
	if v, ok := b.variables[d.name.text+"0"]; ok && v.size == 0 {
		return b.g.Load(v.base, ir.Pos{})
	}
	return b.g.Const(d.value)
}

// present executes BREAKPOINT without its SOLVE: the currents.
func (b *builder) present() {
	names := b.currents()
	if len(names) == 0 {
		return
	}
	r := b.execute()
	r.solves = skipSolve
	for _, list := range [][]*block{b.tree.cue, b.tree.present} {
		for _, x := range list {
			r.block(x)
		}
	}
	is := map[int]bool{}
	for _, c := range names {
		is[c.Symbol] = true
		c.Value = r.value(c.Symbol)
		b.m.Membrane.Currents = append(b.m.Membrane.Currents, c)
	}
	for _, s := range r.assigns() {
		if !is[s.Symbol] {
			b.m.Membrane.Present = append(b.m.Membrane.Present, s)
		}
	}
	r.noEvents("BREAKPOINT")
}

// currents lists what flows, without values.
func (b *builder) currents() []ir.Current {
	var out []ir.Current
	add := func(t token, ion int, electrode bool) {
		v, ok := b.variables[t.text]
		if !ok || v.size > 0 || v.base < 0 {
			b.fail(t.place, "the current "+t.text+" is not declared", "write "+t.text+" (mA/cm2) in ASSIGNED")
			return
		}
		out = append(out, ir.Current{Name: t.text, Symbol: v.base, Ion: ion, Electrode: electrode, Pos: at(t.place)})
	}
	for i, use := range b.tree.neuron.ions {
		for _, w := range use.writes {
			if w.text == "i"+use.name.text {
				add(w, i, false)
			}
		}
	}
	for _, t := range b.tree.neuron.currents {
		add(t, -1, false)
	}
	for _, t := range b.tree.neuron.electrodes {
		add(t, -1, true)
	}
	return out
}

// advance executes what BREAKPOINT solves. Without currents the whole of
// BREAKPOINT belongs to it, as in NEURON.
func (b *builder) advance() {
	r := b.execute()
	r.solves = onlySolve
	if len(b.m.Membrane.Currents) == 0 {
		r.solves = runSolve
		for _, x := range b.tree.cue {
			r.block(x)
		}
	}
	for _, x := range b.tree.present {
		r.block(x)
	}
	r.solves = runSolve
	for _, x := range b.tree.after {
		r.block(x)
	}
	b.m.Membrane.Advance = r.assigns()
	if b.m.Membrane.Advance == nil {
		b.m.Membrane.Advance = []ir.Assign{}
	}
	b.m.Membrane.Choices = r.advancedBy()
	r.noEvents("BREAKPOINT")
	b.equations()
}

// at is a place as package ir has it.
func at(p place) ir.Pos { return ir.Pos{Line: int32(p.line), Col: int32(p.col)} }

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
