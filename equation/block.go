package equation

import "github.com/cajal-sim/cajal/ir"

// What happens at an event, and the statements that say when.

// once keeps a statement that a mechanism has at most once.
func (p *parser) once(kept **occasion, o *occasion) {
	if *kept != nil {
		p.report.add(o.word.place, "a second "+o.word.text, "one", "")
		return
	}
	*kept = o
}

func (p *parser) spike(keyword token) {
	o := &occasion{word: keyword}
	p.expect("when", "spike when CONDITION { … }")
	o.value = p.expression()
	if p.on("{") {
		o.block = p.block()
	}
	p.endLine()
	p.once(&p.tree.spike, o)
}

// refractory reads EXPR [holding STATE, …].
func (p *parser) refractory(keyword token) {
	o := &occasion{word: keyword, value: p.expression()}
	for p.on("holding") || o.holding != nil && p.on(",") {
		p.next()
		p.onLine("the name of a state")
		o.holding = append(o.holding, p.newName())
	}
	p.endLine()
	p.once(&p.tree.refractory, o)
}

func (p *parser) event(token) {
	t := p.peek()
	if _, ok := triggers[t.text]; !ok || t.first {
		p.fail(t, "unexpected "+t.got(), "on pre, on post or on volume", "")
	}
	o := &occasion{word: p.next()}
	o.block = p.block()
	p.endLine()
	p.tree.events = append(p.tree.events, o)
}

func (p *parser) couple(keyword token) {
	o := &occasion{word: keyword, value: p.expression()}
	p.endLine()
	p.once(&p.tree.couple, o)
}

func (p *parser) inject(keyword token) {
	o := &occasion{word: keyword, value: p.expression()}
	p.endLine()
	p.once(&p.tree.inject, o)
}

func (p *parser) solve(keyword token) {
	if p.tree.kind != ir.Neuron {
		p.expect("implicitly", "solve implicitly")
		p.endLine()
		p.tree.implicitly = keyword
		return
	}
	p.expect("by", "solve by events")
	p.expect("events", "solve by events")
	p.endLine()
	p.tree.byEvents = true
}

// block reads { statements }, separated by ; or line ends.
func (p *parser) block() []*statement {
	p.enter()
	defer p.leave()
	open := p.expect("{", "{ and what happens")
	brackets := p.brackets
	p.brackets = 0
	var statements []*statement
	for !p.peek().is("}") {
		if t := p.peek(); t.kind == endOfText || p.starts(t) {
			p.fail(open, "the brace is not closed", "}", "")
		}
		if p.peek().is(";") {
			p.next()
			continue
		}
		p.try(func() { statements = append(statements, p.statement()) }, p.skipStatement)
	}
	p.next()
	p.brackets = brackets
	return statements
}

func (p *parser) skipStatement() {
	p.skip(func(t token) bool { return t.first && order[t.text] == 0 || t.is(";") || t.is("}") })
}

func (p *parser) statement() *statement {
	t := p.peek()
	switch {
	case t.is("if"):
		return p.branch()
	case t.is("deliver"):
		p.next()
		s := &statement{kind: deliverStatement, target: t, value: p.expression()}
		p.endStatement()
		return s
	}
	s := &statement{kind: assignStatement, target: p.newName()}
	switch op := p.peek(); {
	case p.on("=") || p.on("+=") || p.on("-=") || p.on("*=") || p.on("/="):
		s.op = p.next().text
	case p.on("'"):
		p.fail(op, "an equation in an event", "", "put it under state")
	default:
		p.fail(op, "unexpected "+op.got(), "=, +=, -=, *= or /=", "")
	}
	s.value = p.expression()
	p.endStatement()
	return s
}

func (p *parser) endStatement() {
	if t := p.peek(); !t.first && !t.is(";") && !t.is("}") {
		p.fail(t, "unexpected "+t.got(), "the end of the statement", "")
	}
}

// branch reads if C { … } [else { … } | else if …].
func (p *parser) branch() *statement {
	p.enter()
	defer p.leave()
	s := &statement{kind: branchStatement, target: p.next()}
	s.value = p.expression()
	s.then = p.block()
	if !p.peek().is("else") {
		return s
	}
	p.next()
	if p.on("if") {
		s.other = []*statement{p.branch()}
		return s
	}
	s.other = p.block()
	return s
}
