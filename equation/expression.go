package equation

import (
	"slices"
	"strings"
)

// Expressions, by precedence climbing. From loosest to tightest:
//
//	A if C else B,  or,  and,  not,  < <= > >= == !=,  + -,  * /,  unary -,  ^ **
//
// Powers group from the right, everything else from the left; comparisons do
// not chain. A number followed by a unit is one operand.

const (
	orderOr = 1 + iota
	orderAnd
	orderNot
	orderCompare
	orderSum
	orderProduct
	orderUnary
	orderPower
)

var order = map[string]int{
	"or": orderOr, "and": orderAnd,
	"<": orderCompare, "<=": orderCompare, ">": orderCompare, ">=": orderCompare, "==": orderCompare, "!=": orderCompare,
	"+": orderSum, "-": orderSum, "*": orderProduct, "/": orderProduct,
	"^": orderPower, "**": orderPower,
}

// words that cannot be names because expressions are made of them.
var words = []string{"and", "or", "not", "if", "else"}

// deepest bounds the nesting of expressions, and with it the recursion.
const deepest = 200

// expression reads an expression. It ends where the next word cannot belong
// to it; that may be the end of the line, unless a bracket is open or the
// next line begins with an operator.
func (p *parser) expression() *expr {
	value := p.climb(orderOr)
	if !p.on("if") {
		return value
	}
	p.next()
	condition := p.climb(orderOr)
	p.expect("else", "A if CONDITION else B")
	other := p.expression()
	return p.node(choiceExpr, "if", value.span, value, condition, other)
}

// climb reads operations that bind at least as tightly as least.
func (p *parser) climb(least int) *expr {
	p.enter()
	defer p.leave()
	left := p.prefix()
	for {
		t := p.peek()
		at := order[t.text]
		if t.kind != signToken && t.kind != nameToken || at == 0 || at < least {
			return left
		}
		p.next()
		right := p.climb(p.rightOrder(at))
		left = p.node(binaryExpr, t.text, left.span, left, right)
		if at == orderCompare && order[p.peek().text] == orderCompare {
			p.fail(p.peek(), "comparisons cannot be chained", "", "write a < b and b < c")
		}
	}
}

// rightOrder is the order of what may stand right of an operator: unary minus
// and further powers right of a power, tighter operators right of others.
func (p *parser) rightOrder(at int) int {
	if at == orderPower {
		return orderUnary
	}
	return at + 1
}

func (p *parser) prefix() *expr {
	t := p.peek()
	switch {
	case t.is("-"):
		p.next()
		return p.node(unaryExpr, "-", p.spanOf(t), p.climb(orderUnary))
	case t.is("+"):
		p.next()
		return p.climb(orderUnary)
	case t.is("not"):
		p.next()
		return p.node(unaryExpr, "not", p.spanOf(t), p.climb(orderNot))
	}
	return p.operand()
}

func (p *parser) operand() *expr {
	t := p.peek()
	switch {
	case t.kind == endOfText || p.starts(t) || t.first && p.brackets == 0 && t.indent <= p.indent:
		p.fail(p.last(), "the expression ends after "+p.last().got(), "a name, a number or a bracket", "")
	case t.is("("):
		return p.parenthesis()
	case t.kind == numberToken:
		return p.quantity()
	case t.kind == nameToken && !slices.Contains(words, t.text):
		return p.name()
	}
	p.fail(t, "unexpected "+t.got(), "a name, a number or a bracket", "")
	return nil
}

func (p *parser) parenthesis() *expr {
	open := p.next()
	p.brackets++
	e := p.expression()
	p.brackets--
	p.close(open)
	e.place, e.from, e.to = open.place, open.offset, p.last().end
	return e
}

// close reads the end of a bracket, which may stand on a later line.
func (p *parser) close(open token) {
	if p.peek().is(")") {
		p.next()
		return
	}
	if p.peek().first {
		p.fail(open, "the bracket is not closed", ")", "")
	}
	p.fail(p.peek(), "unexpected "+p.peek().got(), ") or an operator", "")
}

// quantity reads a number and the unit after it, if there is one. Units spelt
// as words do not count: they may begin the prose after an initial value.
func (p *parser) quantity() *expr {
	number := p.next()
	e := p.node(numberExpr, number.text, p.spanOf(number))
	t := p.peek()
	if t.kind != nameToken || t.first || slices.Contains(words, t.text) {
		return e
	}
	u, ok := unitNamed(t.text)
	isProse := strings.ToLower(t.text) == t.text && u.Symbol != t.text // as in "= 0 second gate"
	if ok && !isProse {
		p.next()
		e.unit, e.to = t.text, t.end
	}
	return e
}

func (p *parser) name() *expr {
	t := p.next()
	if p.on("'") && p.peek().offset == t.end {
		p.fail(t, t.text+"' cannot stand in an expression", "", "write its rate instead")
	}
	if !p.on("(") || p.peek().first {
		return p.node(nameExpr, t.text, p.spanOf(t))
	}
	open := p.next()
	p.brackets++
	args := p.arguments()
	p.brackets--
	p.close(open)
	return p.node(callExpr, t.text, p.spanOf(t), args...)
}

func (p *parser) arguments() []*expr {
	if p.on(")") {
		return nil
	}
	args := []*expr{p.expression()}
	for p.on(",") {
		p.next()
		args = append(args, p.expression())
	}
	return args
}

// node makes an expression that starts at start and ends at the last token.
func (p *parser) node(kind exprKind, text string, start span, args ...*expr) *expr {
	start.to = p.last().end
	return &expr{kind: kind, text: text, args: args, span: start}
}

func (p *parser) spanOf(t token) span { return span{t.place, t.offset, t.end} }

func (p *parser) enter() {
	if p.depth++; p.depth > deepest {
		p.fail(p.peek(), "the expression is nested too deeply", "", "name parts of it with let")
	}
}

func (p *parser) leave() { p.depth-- }
