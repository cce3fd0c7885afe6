package equation

import (
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// Parse reads the mechanisms of a text. The file's name is for messages and
// may be empty. The error, if any, is [Errors]: every mistake, in order.
func Parse(file, text string) ([]*ir.Mechanism, error) {
	r := &report{file: file}
	trees := parse(text, r)
	mechanisms := make([]*ir.Mechanism, 0, len(trees))
	for i, t := range trees {
		if !t.headed {
			continue
		}
		if slices.ContainsFunc(trees[:i], func(o *tree) bool { return o.name.text == t.name.text }) {
			r.add(t.name.place, "a second mechanism "+t.name.text, "another name", "")
		}
		mechanisms = append(mechanisms, build(t, r, text))
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return mechanisms, nil
}

// builder makes the mechanism of one tree.
type builder struct {
	tree   *tree
	report *report
	source string
	m      *ir.Mechanism
	g      *ir.Graph

	slots   map[string]int // symbols by name
	broken  map[int]bool   // symbols whose declaration has a mistake
	aliases map[string]*binding
	weight  *weightMeaning // where the word weight is known
	owned   map[int]bool   // concentrations that the mechanism changes

	noises       []string // names of white noises, and their streams
	noiseStreams []int
}

// weightMeaning is what weight means: a value of its own, or in a receptor
// that sums, a source that may enter only linearly.
type weightMeaning struct {
	dim    unit.Dimension
	linear bool
}

// binding is an alias and what became of it.
type binding struct {
	*alias
	stage    stage
	circular bool
	result   value
}

type stage uint8

const (
	unseen stage = iota
	evaluating
	evaluated
)

func build(t *tree, r *report, source string) *ir.Mechanism {
	b := &builder{tree: t, report: r, source: source, g: ir.NewGraph(),
		slots: map[string]int{}, broken: map[int]bool{}, aliases: map[string]*binding{}, owned: map[int]bool{}}
	b.m = &ir.Mechanism{Kind: t.kind, Name: t.name.text, Title: t.title, Doc: strings.Join(t.doc, "\n"), Sources: t.source,
		File: r.file, Text: source[t.from:t.to], ByEvent: t.byEvents, Graph: b.g, Inject: ir.None, Couple: ir.None}
	if t.kind == ir.Channel || t.kind == ir.PointProcess {
		b.m.Membrane = &ir.Membrane{}
	}
	b.declare()
	b.evaluateAliases()
	b.initial()
	b.equations()
	b.receptors()
	b.threshold()
	b.refractory()
	b.events()
	b.couple()
	b.inject()
	b.complete()
	b.membrane()
	return b.m
}

func (b *builder) fail(at place, what, want, remedy string) { b.report.add(at, what, want, remedy) }

func (b *builder) evaluateAliases() {
	for _, a := range b.tree.aliases {
		if bound := b.aliases[a.name.text]; bound != nil && bound.name.offset == a.name.offset {
			b.alias(bound)
		}
	}
}

func (b *builder) couple() {
	if o := b.tree.couple; o != nil {
		if v := b.plain(b.evaluate(o.value), o.value); !v.bad {
			b.m.Couple = v.ref
			b.role(ir.Coupling, "coupling", v.dim, b.spelled(v.dim))
		}
	}
}

// inject evaluates what a stimulus adds at every step; its unit is weight
// where it is made of a parameter in that unit.
func (b *builder) inject() {
	o := b.tree.inject
	if o == nil {
		return
	}
	v := b.plain(b.evaluate(o.value), o.value)
	if v.bad {
		return
	}
	b.m.Inject = v.ref
	written := b.spelled(v.dim)
	for _, slot := range b.g.Uses(v.ref) {
		if b.m.Symbols[slot].Unit == "weight" {
			written = "weight"
		}
	}
	b.role(ir.Injected, "injected", v.dim, written)
}

// complete checks that nothing essential is missing.
func (b *builder) complete() {
	t := b.tree
	switch {
	case t.kind == ir.Generator && t.spike == nil:
		b.fail(t.name.place, "generator "+t.name.text+" never spikes", "spike when CONDITION", "")
	case t.kind == ir.Stimulus && t.inject == nil:
		b.fail(t.name.place, "stimulus "+t.name.text+" injects nothing", "inject EXPRESSION", "")
	case t.kind == ir.Synapse && t.couple == nil && len(b.m.Of(ir.Delivery)) == 0:
		b.fail(t.name.place, "synapse "+t.name.text+" sends nothing", "on pre { deliver weight } or couple", "")
	}
}
