package nmodl

import (
	"slices"
	"strings"
)

// parse reads the blocks of a text. A mistake ends the block it stands in; the next
// block is read all the same.
func parse(text string, r *report, include func(string) (string, error)) *tree {
	p := &parser{tokens: scan(text, r), report: r, include: include,
		tree: &tree{defines: map[string]float64{}, unitNames: map[string]string{}, routines: map[string]*routine{}}}
	for p.peek().kind != endToken {
		p.try(p.block)
	}
	return p.tree
}

type parser struct {
	tokens []token
	at     int
	depth  int // of nested expressions and blocks
	off    bool
	report *report
	tree   *tree

	include  func(name string) (string, error) // nil: there is nothing to include from
	included int
}

// maxDepth bounds the nesting of expressions and blocks, and with it the recursion.
const maxDepth = 200

// stopped is the panic by which a mistake leaves the block.
type stopped struct{}

func (p *parser) stop(t token, what, remedy string) {
	p.report.fail(t.place, what, remedy)
	panic(stopped{})
}

func (p *parser) enter() {
	if p.depth++; p.depth > maxDepth {
		p.stop(p.peek(), "nested too deeply", "")
	}
}

func (p *parser) leave() { p.depth-- }

// try runs one step; after a mistake it goes on at the next block.
func (p *parser) try(read func()) {
	from := p.at
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(stopped); !ok {
				panic(r)
			}
			p.depth = 0
			p.at = max(p.at, from+1)
			p.toNextBlock()
		}
	}()
	read()
}

func (p *parser) toNextBlock() {
	for t := p.peek(); t.kind != endToken && !slices.Contains(blockWords, t.text) && t.kind != titleToken; t = p.peek() {
		p.at++
	}
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != endToken {
		p.at++
	}
	return t
}

func (p *parser) on(text string) bool { return p.peek().is(text) }

// accept takes a token if it is there.
func (p *parser) accept(text string) bool {
	if p.on(text) {
		p.at++
		return true
	}
	return false
}

func (p *parser) expect(text string) token {
	t := p.next()
	if !t.is(text) {
		p.stop(t, "unexpected "+t.got()+", want "+text, "")
	}
	return t
}

func (p *parser) name() token {
	t := p.next()
	if t.kind != nameToken {
		p.stop(t, "unexpected "+t.got()+", want a name", "")
	}
	return t
}

// names reads a list with commas.
func (p *parser) names() []token {
	out := []token{p.name()}
	for p.accept(",") {
		out = append(out, p.name())
	}
	return out
}

// unitIfAny reads a unit in brackets, if one follows, as it is written.
func (p *parser) unitIfAny() string {
	if !p.on("(") {
		return ""
	}
	open := p.next()
	var text strings.Builder
	end := open.offset + 1
	for t := p.next(); !t.is(")"); t = p.next() {
		if t.kind == endToken || t.line != open.line {
			p.stop(open, "the bracket of the unit is not closed", "write )")
		}
		if t.offset > end && text.Len() > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(t.text)
		end = t.offset + len(t.text)
	}
	return text.String()
}

// blockWords begin what stands at the top of a file.
var blockWords = []string{"NEURON", "UNITS", "PARAMETER", "ASSIGNED", "STATE", "CONSTANT", "DEFINE", "INITIAL", "BREAKPOINT",
	"DERIVATIVE", "KINETIC", "LINEAR", "NONLINEAR", "PROCEDURE", "FUNCTION", "FUNCTION_TABLE", "NET_RECEIVE", "BEFORE", "AFTER",
	"INDEPENDENT", "UNITSON", "UNITSOFF", "LOCAL", "INCLUDE", "CONSTRUCTOR", "DESTRUCTOR", "DISCRETE", "PARTIAL", "EQUATION"}

// block reads what stands at the top of a file.
func (p *parser) block() {
	t := p.next()
	switch t.kind {
	case titleToken:
		p.tree.title = t.text
		return
	case verbatimToken: // declarations for other C code
		return
	}
	switch t.text {
	case "NEURON":
		p.neuron(t)
	case "UNITS":
		p.units()
	case "PARAMETER":
		p.parameters()
	case "CONSTANT":
		p.constants()
	case "ASSIGNED":
		p.tree.assigned = append(p.tree.assigned, p.declarations()...)
	case "STATE":
		p.tree.state = append(p.tree.state, p.declarations()...)
	case "LOCAL":
		p.fileLocals()
	case "DEFINE":
		p.define()
	case "UNITSON", "UNITSOFF":
		p.off = t.text == "UNITSOFF"
	case "INDEPENDENT":
		p.skipBraces()
	case "CONSTRUCTOR", "DESTRUCTOR":
		p.skipBraces()
	default:
		p.code(t)
	}
}

// code reads a block of statements.
func (p *parser) code(t token) {
	switch t.text {
	case "INITIAL":
		p.tree.initial = append(p.tree.initial, p.body())
	case "BREAKPOINT":
		p.tree.present = append(p.tree.present, p.body())
	case "BEFORE", "AFTER":
		p.beside(t)
	case "NET_RECEIVE":
		p.receiving(t)
	case "DERIVATIVE", "KINETIC", "LINEAR", "NONLINEAR", "PROCEDURE", "FUNCTION":
		p.routine(t)
	case "INCLUDE":
		p.splice(t)
	case "FUNCTION_TABLE":
		p.stop(t, "FUNCTION_TABLE needs a table that only a program can set", "write a FUNCTION with the formula")
	case "DISCRETE", "PARTIAL", "EQUATION":
		p.stop(t, t.text+" blocks are not supported", "write a DERIVATIVE or KINETIC block")
	default:
		remedy := ""
		if near := nearest(t.text, blockWords); near != "" {
			remedy = "did you mean " + near + "?"
		}
		p.stop(t, "unexpected "+t.got()+", want a block such as NEURON or BREAKPOINT", remedy)
	}
}

// maxIncluded bounds the files that one includes, and with it circles.
const maxIncluded = 50

// splice puts the tokens of an included file in the place of the INCLUDE, and gives them
// its position.
func (p *parser) splice(at token) {
	name := p.next()
	if name.kind != stringToken || p.include == nil || p.included >= maxIncluded {
		p.stop(at, "INCLUDE of "+name.got()+" which is not at hand", "put its text here, or read the mechanism from its file")
	}
	text, err := p.include(name.text)
	if err != nil {
		p.stop(at, "INCLUDE: "+err.Error(), "put the file beside this one")
	}
	p.included++
	tokens := scan(text, p.report)
	for i := range tokens {
		tokens[i].place = at.place
	}
	p.tokens = slices.Insert(p.tokens, p.at, tokens[:len(tokens)-1]...)
}

// beside reads BEFORE and AFTER, which join the block that they stand beside.
func (p *parser) beside(t token) {
	when := t.text + " " + p.name().text
	b := p.body()
	switch when {
	case "BEFORE INITIAL":
		p.tree.before = append(p.tree.before, b)
	case "AFTER INITIAL":
		p.tree.initial = append(p.tree.initial, b)
	case "BEFORE BREAKPOINT", "BEFORE STEP":
		p.tree.cue = append(p.tree.cue, b)
	case "AFTER SOLVE":
		p.tree.after = append(p.tree.after, b)
	default:
		p.stop(t, when+" is not supported", "use BEFORE BREAKPOINT or AFTER SOLVE")
	}
}

func (p *parser) receiving(t token) {
	if p.tree.receive != nil {
		p.stop(t, "a second NET_RECEIVE", "make it one, and tell events apart by flag")
	}
	r := &receiving{place: t.place, args: p.parameterList()}
	p.tree.receive = r
	r.body = p.body()
	r.body.statements = slices.DeleteFunc(r.body.statements, func(s *statement) bool {
		if s.word.text != "INITIAL" || s.then == nil {
			return false
		}
		r.initial = s.then
		return true
	})
}

func (p *parser) routine(t token) {
	r := &routine{kind: t.text, name: p.name()}
	if p.on("(") {
		r.args = p.parameterList()
	}
	if p.on("(") {
		r.unit = p.unitIfAny()
	}
	if p.accept("SOLVEFOR") {
		p.names()
	}
	if p.tree.routines[r.name.text] != nil {
		p.stop(r.name, "a second "+r.name.text, "give it another name")
	}
	r.body = p.body()
	p.tree.routines[r.name.text] = r
	p.tree.order = append(p.tree.order, r.name.text)
}

// parameterList reads (name (unit), …).
func (p *parser) parameterList() []argument {
	p.expect("(")
	var out []argument
	for !p.on(")") {
		a := argument{name: p.name()}
		a.unit = p.unitIfAny()
		out = append(out, a)
		if !p.accept(",") {
			break
		}
	}
	p.expect(")")
	return out
}

// skipBraces passes over { … }.
func (p *parser) skipBraces() {
	open := p.expect("{")
	for depth := 1; depth > 0; {
		switch t := p.next(); {
		case t.kind == endToken:
			p.stop(open, "the brace is not closed", "write }")
		case t.is("{"):
			depth++
		case t.is("}"):
			depth--
		}
	}
}
