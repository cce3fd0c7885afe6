package equation

import (
	"fmt"
	"math"
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
		slots: map[string]int{}, broken: map[int]bool{}, aliases: map[string]*binding{}}
	b.m = &ir.Mechanism{Kind: t.kind, Name: t.name.text, Title: t.title, Doc: strings.Join(t.doc, "\n"), Sources: t.source,
		File: r.file, Text: source[t.from:t.to], ByEvent: t.byEvents, Graph: b.g, Inject: ir.None, Couple: ir.None}
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
	return b.m
}

func (b *builder) fail(at place, what, want, remedy string) { b.report.add(at, what, want, remedy) }

// declare makes the symbols and lists the aliases.
func (b *builder) declare() {
	for _, d := range b.tree.declarations {
		switch d.keyword {
		case "param":
			b.declareParam(d)
		case "state", "pre", "post", "volume":
			b.declareSymbol(d, ir.State, placeOf[d.keyword])
		case "input":
			b.declareSymbol(d, ir.Input, ir.Self)
		case "reads":
			b.declareReads(d)
		}
	}
	if b.m.Kind == ir.Synapse {
		b.weight = &weightMeaning{}
		b.role(ir.Weight, "weight", unit.Dimensionless, "weight")
	}
	for _, a := range b.tree.aliases {
		if b.isNew(a.name) {
			b.aliases[a.name.text] = &binding{alias: a}
		}
	}
}

var placeOf = map[string]ir.Place{"state": ir.Self, "pre": ir.Pre, "post": ir.Post, "volume": ir.Volume}

func (b *builder) declareSymbol(d *declaration, role ir.Role, place ir.Place) {
	if !b.isNew(d.name) {
		return
	}
	slot := b.symbol(ir.Symbol{Name: d.name.text, Role: role, Place: place, Dim: d.dim, Unit: d.unit, Init: ir.None, Doc: d.prose, Pos: at(d.name.place)})
	b.broken[slot] = d.bad
}

func (b *builder) declareParam(d *declaration) {
	b.declareSymbol(d, ir.Param, ir.Self)
	slot, ok := b.slots[d.name.text]
	if !ok || d.bad {
		return
	}
	b.m.Symbols[slot].Init = b.g.Const(b.paramValue(d))
}

// paramValue is the value in internal units.
func (b *builder) paramValue(d *declaration) float64 {
	if strings.HasSuffix(d.number, "inf") {
		return math.Inf(map[bool]int{true: -1, false: 1}[d.number[0] == '-'])
	}
	suffix := d.unit
	if d.dim == unit.Dimensionless && (suffix == "weight" || suffix == "1") {
		suffix = ""
	}
	q, err := unit.ParseQuantity(d.number + " " + suffix)
	if err != nil {
		b.fail(d.name.place, err.Error(), "", "")
	}
	return q.Value
}

// declareReads declares a state of the pre- or postsynaptic neuron.
func (b *builder) declareReads(d *declaration) {
	place := ir.PostCell
	switch {
	case strings.HasSuffix(d.name.text, "_pre"):
		place = ir.PreCell
	case !strings.HasSuffix(d.name.text, "_post"):
		defer b.fail(d.name.place, "reads "+d.name.text+" does not say of which neuron", "a name that ends in _pre or _post", "")
	}
	b.declareSymbol(d, ir.State, place)
}

// isNew checks that a name may be given to something new.
func (b *builder) isNew(name token) bool {
	_, isFunction := functions[name.text]
	reserved := []string{"t", "dt", "pi", "inf", "xi"}
	if b.m.Kind == ir.Synapse || b.m.Kind == ir.Neuron {
		reserved = append(reserved, "weight")
	}
	switch {
	case isFunction || slices.Contains(reserved, name.text) || strings.HasPrefix(name.text, "xi_"):
		b.fail(name.place, name.text+" has a meaning in the language", "another name", "")
	case slices.Contains(b.names(), name.text):
		b.fail(name.place, name.text+" is declared twice", "another name", "")
	default:
		return true
	}
	return false
}

// names lists what was declared, in order.
func (b *builder) names() []string {
	var names []string
	for i := range b.m.Symbols {
		names = append(names, b.m.Symbols[i].Name)
	}
	for _, a := range b.tree.aliases {
		if b.aliases[a.name.text] != nil {
			names = append(names, a.name.text)
		}
	}
	return names
}

func (b *builder) symbol(s ir.Symbol) int {
	b.m.Symbols = append(b.m.Symbols, s)
	b.slots[s.Name] = len(b.m.Symbols) - 1
	return b.slots[s.Name]
}

// role returns the symbol of a role that a mechanism has once.
func (b *builder) role(role ir.Role, name string, dim unit.Dimension, written string) int {
	if of := b.m.Of(role); len(of) > 0 {
		return of[0]
	}
	return b.symbol(ir.Symbol{Name: name, Role: role, Dim: dim, Unit: written, Init: ir.None})
}

func (b *builder) evaluateAliases() {
	for _, a := range b.tree.aliases {
		if bound := b.aliases[a.name.text]; bound != nil && bound.name.offset == a.name.offset {
			b.alias(bound)
		}
	}
}

// initial evaluates the initial values of the states, which may read
// parameters, other initial values and random numbers.
func (b *builder) initial() {
	for _, d := range b.tree.declarations {
		slot, ok := b.slots[d.name.text]
		if !ok || d.bad || b.m.Symbols[slot].Role != ir.State || b.m.Symbols[slot].Place >= ir.PreCell {
			continue
		}
		b.m.Symbols[slot].Init = b.g.Const(0)
		if d.value == nil {
			continue
		}
		v := b.in(b.plain(b.evaluate(d.value), d.value), d.value, d.dim, ", the unit of "+d.name.text)
		if !v.bad && b.initialOnly(v.ref, d.value) {
			b.m.Symbols[slot].Init = v.ref
		}
	}
	b.initialCircles()
}

// initialOnly checks that an initial value reads only what is there at the start.
func (b *builder) initialOnly(r ir.Ref, e *expr) bool {
	for _, slot := range b.g.Uses(r) {
		s := &b.m.Symbols[slot]
		if s.Role != ir.Param && (s.Role != ir.State || s.Place >= ir.PreCell) {
			b.fail(e.place, "an initial value reads "+s.Name, "parameters and initial values of states", "")
			return false
		}
	}
	return true
}

// initialCircles reports initial values that need each other, and unties them.
func (b *builder) initialCircles() {
	stages := make([]stage, len(b.m.Symbols))
	var visit func(slot int)
	visit = func(slot int) {
		s := &b.m.Symbols[slot]
		if s.Role != ir.State || s.Init == ir.None || stages[slot] == evaluated {
			return
		}
		if stages[slot] == evaluating {
			b.fail(place{int(s.Pos.Line), int(s.Pos.Col)}, "the initial value of "+s.Name+" depends on itself", "", "give one state of the circle a value")
			s.Init = ir.None
			return
		}
		stages[slot] = evaluating
		for _, used := range b.g.Uses(s.Init) {
			visit(used)
		}
		stages[slot] = evaluated
	}
	for slot := range b.m.Symbols {
		visit(slot)
	}
}

// equations evaluates x' = rate for every state that has one.
func (b *builder) equations() {
	for i, q := range b.tree.equations {
		slot, ok := b.assignable(q.state)
		if !ok {
			continue
		}
		if slices.ContainsFunc(b.tree.equations[:i], func(o *equation) bool { return o.state.text == q.state.text }) {
			b.fail(q.state.place, "a second equation of "+q.state.text, "one", "")
			continue
		}
		if ode, ok := b.equation(slot, q); ok {
			b.m.ODEs = append(b.m.ODEs, ode)
		}
	}
}

func (b *builder) equation(slot int, q *equation) (ir.ODE, bool) {
	s := b.m.Symbols[slot]
	dim := s.Dim.Div(unit.Time)
	over := func(r ir.Ref) ir.Ref { return r }
	bad := b.broken[slot]
	if q.coefficient != nil {
		c := b.plain(b.evaluate(q.coefficient), q.coefficient)
		bad = bad || c.bad
		dim = dim.Mul(c.dim)
		over = func(r ir.Ref) ir.Ref { return b.g.Binary(ir.Div, r, c.ref, pos(q.coefficient)) }
	}
	rate := b.number(b.evaluate(q.rate), q.rate)
	if bad || rate.bad {
		return ir.ODE{}, false
	}
	if rate = b.in(rate, q.rate, dim, ""); rate.bad {
		return ir.ODE{}, false
	}
	ode := ir.ODE{Symbol: slot, Rate: over(rate.ref), Pos: at(q.state.place)}
	roots := []ir.Ref{ode.Rate}
	for _, t := range rate.terms {
		if t.source == theWeight {
			b.fail(q.rate.place, "an equation reads weight", "", "")
			return ir.ODE{}, false
		}
		ode.Noise = append(ode.Noise, ir.NoiseTerm{Amplitude: over(t.coefficient), Stream: t.source})
		roots = append(roots, over(t.coefficient))
	}
	return ode, b.reachable(s, q.rate.place, roots...)
}

// assignable finds a state by name.
func (b *builder) assignable(name token) (int, bool) {
	slot, ok := b.slots[name.text]
	if !ok {
		remedy := near(name.text, b.names())
		if b.aliases[name.text] != nil {
			remedy = name.text + " is an alias"
		}
		b.fail(name.place, "unknown state "+name.text, "", remedy)
		return 0, false
	}
	s := &b.m.Symbols[slot]
	isWeight := s.Role == ir.Weight && b.m.Kind == ir.Synapse
	if s.Role != ir.State && !isWeight || s.Place >= ir.PreCell {
		remedy := ""
		if s.Role == ir.Param {
			remedy = "declare it under state to let it change"
		}
		b.fail(name.place, fmt.Sprintf("%s is %s and cannot change", name.text, kindOfSymbol(s)), "a state", remedy)
		return 0, false
	}
	return slot, true
}

func kindOfSymbol(s *ir.Symbol) string {
	switch {
	case s.Role == ir.Param:
		return "a parameter"
	case s.Role == ir.Input:
		return "an input"
	case s.Place >= ir.PreCell:
		return "a state of the neuron"
	}
	return "fixed"
}

// seen lists the places that a value of each place may read: pre, post and
// volume hold one value for many connections.
var seen = map[ir.Place][]ir.Place{
	ir.Self:   {ir.Self, ir.Pre, ir.Post, ir.Volume, ir.PreCell, ir.PostCell},
	ir.Pre:    {ir.Pre, ir.Volume, ir.PreCell},
	ir.Post:   {ir.Post, ir.Volume, ir.PostCell},
	ir.Volume: {ir.Volume},
}

// reachable checks that what changes state s reads nothing of a single
// connection or of the other side.
func (b *builder) reachable(s ir.Symbol, where place, roots ...ir.Ref) bool {
	for _, slot := range b.g.Uses(roots...) {
		u := &b.m.Symbols[slot]
		if u.Role != ir.State && u.Role != ir.Weight || slices.Contains(seen[s.Place], u.Place) {
			continue
		}
		b.fail(where, fmt.Sprintf("%s lives once per %s and cannot read %s", s.Name, livesPer[s.Place], u.Name), "",
			"declare "+s.Name+" under state to have one per connection")
		return false
	}
	return true
}

var livesPer = map[ir.Place]string{ir.Pre: "presynaptic neuron", ir.Post: "postsynaptic neuron", ir.Volume: "projection"}
