package nmodl

// body reads { statements }.
func (p *parser) body() *block {
	p.enter()
	defer p.leave()
	open := p.expect("{")
	b := &block{place: open.place}
	for !p.accept("}") {
		if p.peek().kind == endToken {
			p.stop(open, "the brace is not closed", "write }")
		}
		if s := p.statement(); s != nil {
			s.unchecked = p.off
			b.statements = append(b.statements, s)
		}
	}
	return b
}

// isKeyword lists the words that begin statements and so are no names.
var isKeyword = words("IF", "if", "ELSE", "else", "WHILE", "while", "FROM", "TO", "BY", "LOCAL", "SOLVE", "METHOD", "STEADYSTATE",
	"CONSERVE", "COMPARTMENT", "LONGITUDINAL_DIFFUSION", "TABLE", "DEPEND", "WITH", "UNITSON", "UNITSOFF", "PROTECT", "MUTEXLOCK", "MUTEXUNLOCK",
	"CONDUCTANCE", "WATCH", "FOR_NETCONS", "LAG", "SENS", "MATCH", "FORALL", "INITIAL", "VERBATIM")

func words(list ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range list {
		out[w] = true
	}
	return out
}

// refused says what to do about the statements that are not run.
var refused = map[string]string{
	"LONGITUDINAL_DIFFUSION": "diffusion between compartments needs a solver of its own; remove the statement to keep each compartment apart",
	"FOR_NETCONS":            "keep what it changes in a STATE of the synapse",
	"WATCH":                  "compare in BREAKPOINT, or let the source send events",
	"LAG":                    "keep the earlier value in an ASSIGNED variable",
	"SENS":                   "remove it",
	"MATCH":                  "remove it",
	"FORALL":                 "write a FROM loop",
}

// statement reads one statement, nil where it means nothing.
func (p *parser) statement() *statement {
	t := p.peek()
	if t.kind == verbatimToken {
		return &statement{kind: verbatimStatement, word: p.next()}
	}
	switch t.text {
	case "if", "IF":
		return p.branch()
	case "while", "WHILE":
		p.next()
		return &statement{kind: whileLoop, word: t, value: p.condition(), then: p.body()}
	case "FROM":
		return p.fromLoop()
	case "LOCAL":
		return p.locals()
	case "SOLVE":
		return p.solve()
	case "~":
		return p.tilde()
	case "CONSERVE":
		p.next()
		left := p.expression()
		p.expect("=")
		return &statement{kind: conservation, word: t, value: left, to: p.expression()}
	case "COMPARTMENT":
		return p.compartment()
	}
	return p.plain(t)
}

// plain reads the statements that begin with a name, and those without meaning.
func (p *parser) plain(t token) *statement {
	switch t.text {
	case "UNITSON", "UNITSOFF":
		p.unitSwitch()
		return nil
	case "PROTECT", "MUTEXLOCK", "MUTEXUNLOCK":
		p.next()
		return nil
	case "TABLE":
		p.table()
		return nil
	case "CONDUCTANCE":
		p.next()
		p.name()
		if p.accept("USEION") {
			p.name()
		}
		return nil
	case "INITIAL":
		p.next()
		return &statement{kind: nestedInitial, word: t, then: p.body()}
	}
	if _, ok := refused[t.text]; ok {
		return p.refuse()
	}
	return p.assignOrCall()
}

// refuse keeps the word of a statement that is not run, and passes over the rest.
func (p *parser) refuse() *statement {
	s := &statement{kind: refusedWord, word: p.next()}
	line := s.word.line
	for p.peek().line == line && !p.on("{") && !p.on("}") && p.peek().kind != endToken {
		p.next()
	}
	if p.on("{") {
		p.skipBraces()
	}
	return s
}

func (p *parser) assignOrCall() *statement {
	t := p.name()
	if isKeyword[t.text] {
		p.stop(t, "unexpected "+t.text+", want a statement", "")
	}
	if p.on("(") {
		return &statement{kind: callStatement, word: t, value: &expr{kind: callExpr, place: t.place, text: t.text, args: p.arguments()}}
	}
	s := &statement{kind: assignment, word: t}
	if index := p.index(); index != nil {
		s.index = index[0]
	}
	if p.accept("'") {
		s.kind = derivative
		if p.on("'") {
			p.stop(t, "a derivative of second order", "write two equations of first order")
		}
	}
	p.expect("=")
	s.value = p.expression()
	return s
}

func (p *parser) condition() *expr {
	p.expect("(")
	e := p.expression()
	p.expect(")")
	return e
}

func (p *parser) branch() *statement {
	p.enter()
	defer p.leave()
	s := &statement{kind: branch, word: p.next()}
	s.value = p.condition()
	s.then = p.body()
	if !p.accept("else") && !p.accept("ELSE") {
		return s
	}
	if t := p.peek(); t.is("if") || t.is("IF") {
		s.other = &block{place: t.place, statements: []*statement{p.branch()}}
		s.other.statements[0].unchecked = p.off
		return s
	}
	s.other = p.body()
	return s
}

// fromLoop reads FROM i = a TO b BY c { … }.
func (p *parser) fromLoop() *statement {
	p.next()
	s := &statement{kind: fromLoop, word: p.name()}
	p.expect("=")
	s.value = p.expression()
	p.expect("TO")
	s.to = p.expression()
	if p.accept("BY") {
		s.by = p.expression()
	}
	s.then = p.body()
	return s
}

func (p *parser) locals() *statement {
	s := &statement{kind: localStatement, word: p.next()}
	for {
		d := p.declare()
		s.names, s.sizes = append(s.names, d.name), append(s.sizes, d.size)
		if !p.accept(",") {
			return s
		}
	}
}

// solve reads SOLVE routine [STEADYSTATE method] [METHOD method] [IFERROR { … }].
func (p *parser) solve() *statement {
	s := &statement{kind: solveStatement, word: p.next()}
	s.solve.routine = p.name()
	for {
		switch {
		case p.accept("METHOD"):
			s.solve.method = p.name().text
		case p.accept("STEADYSTATE"):
			s.solve.method, s.solve.steady = p.name().text, true
		case p.accept("IFERROR"):
			p.skipBraces()
		default:
			return s
		}
	}
}

// tilde reads ~ left <-> right (f, b), ~ left << (flux), ~ left -> (rate) or ~ a = b.
func (p *parser) tilde() *statement {
	word := p.next()
	if p.isEquation() {
		left := p.expression()
		p.expect("=")
		return &statement{kind: equation, word: word, value: left, to: p.expression()}
	}
	s := &statement{kind: reaction, word: word, left: p.reactants()}
	t := p.next()
	s.arrow = t.text
	switch s.arrow {
	case "<->":
		s.right = p.reactants()
	case "->", "<<":
		if !p.on("(") {
			s.right = p.reactants()
		}
	default:
		p.stop(t, "unexpected "+t.got()+" in a reaction, want <->, -> or <<", "")
	}
	s.rates = p.arguments()
	want := 1
	if s.arrow == "<->" {
		want = 2
	}
	if len(s.rates) != want {
		p.stop(t, "a reaction with "+plural(len(s.rates), "rate"), "write (forward, backward) after <->, and one rate after -> or <<")
	}
	return s
}

// isEquation looks ahead for which of =, <->, -> and << comes first.
func (p *parser) isEquation() bool {
	for i := p.at; i < len(p.tokens); i++ {
		switch t := p.tokens[i]; {
		case t.kind == endToken, t.is("<->"), t.is("->"), t.is("<<"), t.is("~"), t.is("}"):
			return false
		case t.is("="):
			return true
		}
	}
	return false
}

// reactants reads 2 A + B[i] + ….
func (p *parser) reactants() []term {
	var out []term
	for {
		t := term{count: 1}
		if p.peek().kind == numberToken {
			t.count = p.number(p.next())
		}
		t.name = p.name()
		if index := p.index(); index != nil {
			t.index = index[0]
		}
		out = append(out, t)
		if !p.accept("+") {
			return out
		}
	}
}

// compartment reads COMPARTMENT [i,] volume { states }.
func (p *parser) compartment() *statement {
	s := &statement{kind: compartment, word: p.next()}
	if p.peek().kind == nameToken && p.tokens[p.at+1].is(",") {
		s.left = []term{{name: p.next()}}
		p.next()
	}
	s.value = p.expression()
	p.expect("{")
	for !p.accept("}") {
		s.names = append(s.names, p.name())
		p.accept(",")
	}
	return s
}

// table passes over TABLE names DEPEND names FROM a TO b WITH n: values are computed
// directly, which is never less exact.
func (p *parser) table() {
	p.next()
	if p.peek().kind == nameToken && !isKeyword[p.peek().text] {
		p.names()
	}
	if p.accept("DEPEND") {
		p.names()
	}
	p.expect("FROM")
	p.expression()
	p.expect("TO")
	p.expression()
	p.expect("WITH")
	p.next()
}
