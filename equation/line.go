package equation

import (
	"maps"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// keyword is a statement of a mechanism.
type keyword struct {
	kinds []ir.Kind // that may have it; nil: all
	read  func(*parser, token)
}

// isOf reports whether a mechanism may have the statement.
func (k keyword) isOf(t *tree) bool { return k.kinds == nil || slices.Contains(k.kinds, t.kind) }

var keywords map[string]keyword

func init() { // not a literal: the readers look keywords up
	neuron, synapse, point := []ir.Kind{ir.Neuron}, []ir.Kind{ir.Synapse}, []ir.Kind{ir.PointProcess}
	spiking, membrane := []ir.Kind{ir.Neuron, ir.Generator}, []ir.Kind{ir.Channel, ir.PointProcess}
	keywords = map[string]keyword{
		"source":     {nil, (*parser).sources},
		"doc":        {nil, (*parser).docs},
		"param":      {nil, column((*parser).param)},
		"state":      {nil, column((*parser).state)},
		"pre":        {synapse, column((*parser).state)},
		"post":       {synapse, column((*parser).state)},
		"volume":     {synapse, column((*parser).state)},
		"input":      {neuron, column((*parser).input)},
		"receive":    {[]ir.Kind{ir.Neuron, ir.PointProcess}, column((*parser).receive)},
		"reads":      {synapse, column((*parser).input)},
		"let":        {nil, column((*parser).let)},
		"spike":      {spiking, (*parser).spike},
		"refractory": {spiking, (*parser).refractory},
		"on":         {synapse, (*parser).event},
		"couple":     {synapse, (*parser).couple},
		"inject":     {[]ir.Kind{ir.Stimulus}, (*parser).inject},
		"solve":      {[]ir.Kind{ir.Neuron, ir.Channel, ir.PointProcess}, (*parser).solve},
		"ion":        {membrane, column((*parser).ion)},
		"current":    {membrane, column((*parser).current)},
		"conserve":   {membrane, column((*parser).conserve)},
		"initially":  {membrane, (*parser).initially},
		"connection": {point, column((*parser).state)},
	}
}

// statementOfMechanism reads a line that begins with a keyword, and the lines
// that belong to it.
func (p *parser) statementOfMechanism() {
	t := p.peek()
	p.indent = t.indent
	p.try(func() {
		k := p.keyword(t)
		if p.tree.headed && !k.isOf(p.tree) {
			p.fail(t, "a "+p.tree.kind.String()+" has no "+t.text, "", "")
		}
		k.read(p, p.next())
	}, func() { p.skip(func(t token) bool { return t.first && t.indent <= p.indent && !t.is("}") }) })
}

// keyword is the meaning of a statement's first word, or after a report that
// of the word that was probably meant.
func (p *parser) keyword(t token) keyword {
	if k, ok := keywords[t.text]; ok && t.kind == nameToken {
		return k
	}
	what, want := "unknown statement "+t.got(), "a keyword such as param, state or spike"
	names := slices.Sorted(maps.Keys(keywords))
	k, ok := keywords[unit.NearestOf(t.text, names)]
	if !ok || t.kind != nameToken {
		p.fail(t, what, want, "")
	}
	p.report.add(t.place, what, want, near(t.text, names))
	return k
}

// column makes a reader of lines: the rest of the keyword's line, and every
// further line that begins to the right of the keyword.
func column(entry func(*parser, token)) func(*parser, token) {
	return func(p *parser, keyword token) {
		read := func() { entry(p, keyword) }
		if !p.peek().first {
			p.try(read, p.skipLine)
		}
		for p.peek().first && p.peek().indent > keyword.indent {
			p.try(read, p.skipLine)
		}
	}
}

func (p *parser) sources(keyword token) {
	column(func(p *parser, _ token) { p.tree.source = append(p.tree.source, p.prose()) })(p, keyword)
}

func (p *parser) docs(keyword token) {
	column(func(p *parser, _ token) { p.tree.doc = append(p.tree.doc, p.prose()) })(p, keyword)
}

// prose reads the rest of the line, or this line if it has only begun; a
// colon in front sets it off.
func (p *parser) prose() string {
	start := p.next()
	for !p.peek().first {
		p.next()
	}
	text := p.text[start.offset:p.last().end]
	return strings.Join(strings.Fields(strings.TrimPrefix(text, ":")), " ")
}

// restProse is prose that may be missing.
func (p *parser) restProse() string {
	if p.peek().first {
		return ""
	}
	return p.prose()
}

// declare adds a declaration, bad until it is read to its end.
func (p *parser) declare(keyword string) *declaration {
	d := &declaration{keyword: keyword, name: p.newName(), bad: true}
	p.tree.declarations = append(p.tree.declarations, d)
	return d
}

// param reads NAME VALUE [UNIT] prose.
func (p *parser) param(keyword token) {
	d := p.declare(keyword.text)
	d.number = p.signed(d)
	if word, _ := p.word(); isUnitWord(word) || p.misspeltUnit() {
		p.unit(d)
	}
	d.prose = p.restProse()
	d.bad = false
}

// signed reads a number or inf with its sign.
func (p *parser) signed(d *declaration) string {
	sign := ""
	if p.on("-") || p.on("+") {
		sign = p.next().text
	}
	t := p.peek()
	if t.first || t.kind != numberToken && !t.is("inf") {
		p.fail(t, "param "+d.name.text+" has no value", "a number and a unit, for example 10 ms", "")
	}
	return sign + p.next().text
}

// state reads NAME UNIT [= EXPR] prose, or an equation.
func (p *parser) state(keyword token) {
	if at, leibniz := p.findEquation(); at >= 0 {
		p.tree.equations = append(p.tree.equations, p.equation(at, leibniz))
		return
	}
	d := p.declare(keyword.text)
	p.unit(d)
	if p.on("=") {
		p.next()
		d.value = p.expression()
	}
	d.prose = p.restProse()
	d.bad = false
}

// findEquation looks on the line for x' = or dx/dt = and returns the index of
// the token x or dx, or -1.
func (p *parser) findEquation() (at int, leibniz bool) {
	for i := p.at; i+2 < len(p.tokens) && !p.tokens[i].is("=") && (i == p.at || !p.tokens[i].first); i++ {
		t := p.tokens[i : i+3]
		switch {
		case t[0].kind != nameToken:
		case t[1].is("'") && (t[2].is("=") || t[2].is("'")):
			return i, false
		case len(t[0].text) > 1 && t[0].text[0] == 'd' && t[1].is("/") && t[2].is("dt") && p.tokens[i+3].is("="):
			return i, true
		}
	}
	return -1, false
}

// equation reads COEFFICIENT x' = EXPR, where x is the token at.
func (p *parser) equation(at int, leibniz bool) *equation {
	e := &equation{state: p.tokens[at], coefficient: p.coefficient(at)}
	p.at = at + 2 // past x'
	if leibniz {
		p.at++
		e.state.text, e.state.offset, e.state.col = e.state.text[1:], e.state.offset+1, e.state.col+1
	}
	if p.on("'") {
		p.fail(p.peek(), "a second derivative", "first-order equations", "declare a state for "+e.state.text+"'")
	}
	p.expect("=", "= and the rate")
	e.rate = p.expression()
	p.endLine()
	return e
}

// coefficient reads what stands before the token at, with or without a * after it.
func (p *parser) coefficient(at int) *expr {
	end := at
	if end > p.at && p.tokens[end-1].is("*") {
		end--
	}
	if end == p.at {
		return nil
	}
	stop := p.tokens[end]
	stop.kind, stop.first, stop.indent = endOfText, true, -1
	sub := &parser{text: p.text, tokens: append(slices.Clone(p.tokens[p.at:end]), stop), report: p.report}
	value := sub.expression()
	sub.endLine()
	return value
}

// input reads NAME UNIT prose.
func (p *parser) input(keyword token) {
	d := p.declare(keyword.text)
	p.unit(d)
	d.prose = p.restProse()
	d.bad = false
}

// receive reads NAME UNIT { statements } prose. A point has one receptor, without a name.
func (p *parser) receive(keyword token) {
	var d *declaration
	if p.tree.kind == ir.PointProcess {
		keyword.text = "weight"
		d = &declaration{keyword: "receive", name: keyword, bad: true}
		p.tree.declarations = append(p.tree.declarations, d)
	} else {
		d = p.declare(keyword.text)
	}
	p.unit(d)
	d.block = p.block()
	d.prose = p.restProse()
	d.bad = false
}

func (p *parser) let(keyword token) { p.named(keyword.text) }

// named reads NAME = EXPR.
func (p *parser) named(keyword string) *alias {
	a := &alias{name: p.newName()}
	p.tree.aliases = append(p.tree.aliases, a)
	p.expect("=", keyword+" NAME = EXPRESSION")
	value := p.expression()
	p.endLine()
	a.value = value
	return a
}
