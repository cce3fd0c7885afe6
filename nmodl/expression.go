package nmodl

import "strconv"

// Expressions. The unary minus binds less than ^ and more than *, as in NMODL:
// -x^2 is −(x²).

// strength of the binary operators; ^ is read by power.
var strength = map[string]int{
	"||": 1, "&&": 2,
	"<": 3, ">": 3, "<=": 3, ">=": 3, "==": 3, "!=": 3,
	"+": 4, "-": 4, "*": 5, "/": 5,
}

func (p *parser) expression() *expr { return p.binary(1) }

func (p *parser) binary(least int) *expr {
	p.enter()
	defer p.leave()
	left := p.unary()
	for {
		t := p.peek()
		n := strength[t.text]
		if t.kind != markToken || n < least {
			return left
		}
		p.next()
		left = &expr{kind: binaryExpr, place: t.place, text: t.text, args: []*expr{left, p.binary(n + 1)}}
	}
}

func (p *parser) unary() *expr {
	t := p.peek()
	if !t.is("-") && !t.is("!") && !t.is("+") {
		return p.power()
	}
	p.next()
	p.enter()
	defer p.leave()
	return &expr{kind: unaryExpr, place: t.place, text: t.text, args: []*expr{p.unary()}}
}

// power reads a^b, from the right; the exponent may have a sign.
func (p *parser) power() *expr {
	base := p.operand()
	t := p.peek()
	if !t.is("^") {
		return base
	}
	p.next()
	p.enter()
	defer p.leave()
	return &expr{kind: binaryExpr, place: t.place, text: "^", args: []*expr{base, p.unary()}}
}

func (p *parser) operand() *expr {
	t := p.next()
	switch {
	case t.kind == numberToken:
		e := &expr{kind: numberExpr, place: t.place, text: t.text, value: p.number(t)}
		e.unit = p.unitIfAny()
		return e
	case t.kind == stringToken:
		return &expr{kind: textExpr, place: t.place, text: t.text}
	case t.is("("):
		e := p.expression()
		p.expect(")")
		return e
	case t.kind == nameToken && !isKeyword[t.text]:
		return p.named(t)
	}
	p.stop(t, "unexpected "+t.got()+", want an expression", "")
	return nil
}

// named reads what may follow a name: (arguments) or [index].
func (p *parser) named(t token) *expr {
	if p.on("(") {
		return &expr{kind: callExpr, place: t.place, text: t.text, args: p.arguments()}
	}
	return &expr{kind: nameExpr, place: t.place, text: t.text, args: p.index()}
}

func (p *parser) arguments() []*expr {
	p.expect("(")
	var args []*expr
	for !p.on(")") {
		args = append(args, p.expression())
		if !p.on(",") {
			break
		}
		p.next()
	}
	p.expect(")")
	return args
}

// index reads [expression], if it is there.
func (p *parser) index() []*expr {
	if !p.on("[") {
		return nil
	}
	p.next()
	e := p.expression()
	p.expect("]")
	return []*expr{e}
}

func (p *parser) number(t token) float64 {
	x, err := strconv.ParseFloat(t.text, 64)
	if err != nil {
		p.report.fail(t.place, t.text+" is out of range", "")
	}
	return x
}
