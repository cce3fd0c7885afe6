package neurolucida

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/morph"
)

// parser reads objects: contours, trees, markers and texts. Of these only contours
// of the cell body and trees matter.
type parser struct {
	*File
	tokens []token
	at     int
	wrong  *morph.Mistakes
	isOpen bool // a parenthesis is, at the end of the file; this has been said
}

func (p *parser) peek() token  { return p.tokens[p.at] }
func (p *parser) ahead() token { return p.tokens[min(p.at+1, len(p.tokens)-1)] }

// next returns a token and goes on to the next one.
func (p *parser) next() token {
	t := p.peek()
	p.at = min(p.at+1, len(p.tokens)-1)
	return t
}

// objects reads objects up to the end of the file, or of a set.
func (p *parser) objects() {
	for p.peek().kind != end && p.peek().kind != closed {
		p.object()
	}
	if t := p.peek(); t.kind == closed && p.depth() == 0 {
		p.wrong.Addf(t.line, "this ) closes nothing, want as many ( as ): look for a ) too many above")
	}
}

// depth counts the parentheses that are open where the parser stands.
func (p *parser) depth() int {
	n := 0
	for _, t := range p.tokens[:p.at] {
		switch t.kind {
		case open:
			n++
		case closed:
			n--
		}
	}
	return n
}

func (p *parser) object() {
	t := p.peek()
	if t.kind != open {
		p.stray(p.next(), "outside of parentheses", "delete it, or put ; in front of it if it is a comment")
		return
	}
	switch second := p.ahead(); {
	case second.kind == quoted:
		p.contour()
	case second.kind == word && strings.EqualFold(second.text, "set"):
		p.set()
	case second.kind == word:
		p.skip()
	case second.kind == open && !p.isText():
		p.tree()
	case second.kind == open:
		p.skip()
	default:
		p.stray(second, "at the beginning of an object", `want a name in quotation marks, a word, or ( and the properties of a tree`)
		p.skip()
	}
}

func (p *parser) stray(t token, where, remedy string) {
	p.wrong.Addf(t.line, "%s stands %s: %s", t.name(), where, remedy)
}

// name is what messages call a token.
func (t token) name() string {
	switch t.kind {
	case number:
		return "the number " + t.text
	case word:
		return "the word " + t.text
	case quoted, unquoted:
		return `the text "` + t.text + `"`
	case end:
		return "the end of the file"
	}
	return t.text
}

// skip leaves out all between a parenthesis and the one that closes it.
func (p *parser) skip() {
	from, n := p.peek(), 0
	for {
		t := p.next()
		switch t.kind {
		case open:
			n++
		case closed:
			n--
		case unquoted:
			p.wrong.Addf(t.line, `the text that begins with " has no end on its line, want a second "`)
		case end:
			p.unclosed(from)
			return
		}
		if n == 0 {
			return
		}
	}
}

func (p *parser) unclosed(from token) {
	if !p.isOpen {
		p.isOpen = true
		p.wrong.Addf(from.line, "the ( here is never closed, want a ) for every (: look for a missing ) up to the end of the file")
	}
}

// close reads the parenthesis that ends what began with a token.
func (p *parser) close(from token) {
	switch t := p.peek(); t.kind {
	case closed:
		p.next()
	case end:
		p.unclosed(from)
	default:
		p.stray(t, "where ) is wanted", fmt.Sprintf("the ( is on line %d", from.line))
		for p.peek().kind != closed && p.peek().kind != end {
			p.skipOne()
		}
		p.next()
	}
}

// skipOne leaves out a token or all in a pair of parentheses.
func (p *parser) skipOne() {
	if p.peek().kind == open {
		p.skip()
	} else {
		p.next()
	}
}

// set reads the objects of a set: (Set "name" object …).
func (p *parser) set() {
	from := p.next()
	p.next()
	if p.peek().kind == quoted {
		p.next()
	}
	p.objects()
	p.close(from)
}

// isText says whether the object is a text in the drawing: properties, a point
// and the text.
func (p *parser) isText() bool {
	look := p.lookAhead()
	look.next()
	for look.peek().kind == open && look.ahead().kind == word {
		look.skip()
	}
	if look.peek().kind == open {
		look.skip()
	}
	return look.peek().kind == quoted
}

// lookAhead returns a parser that stands at the same place and reports nothing.
func (p *parser) lookAhead() *parser {
	return &parser{File: p.File, tokens: p.tokens, at: p.at, wrong: &morph.Mistakes{}}
}

// bodies are the names that NEURON takes for a contour of the cell body.
var bodies = map[string]bool{"CellBody": true, "Cell Body": true, "Soma": true}

// contour reads an outline, which is kept if it is one of the cell body.
func (p *parser) contour() {
	from := p.peek()
	if !p.isBody() {
		p.skip()
		return
	}
	p.next()
	p.next()
	c := &contour{line: from.line}
	for p.peek().kind == open {
		if p.ahead().kind != number {
			p.skip()
		} else if v, ok := p.point(2); ok {
			c.points = append(c.points, v)
		}
	}
	p.close(from)
	if len(c.points) < 3 {
		p.note(c.line, "a contour of the cell body with %d points is left out, as NEURON does", len(c.points))
		return
	}
	p.contours = append(p.contours, c)
}

// isBody says whether a contour outlines the cell body: by its name, or, which
// NEURON does not see, by the property (CellBody).
func (p *parser) isBody() bool {
	look := p.lookAhead()
	look.next()
	body := bodies[look.next().text]
	for !body && look.peek().kind == open && look.ahead().kind == word {
		body = look.ahead().text == "CellBody"
		look.skip()
	}
	return body
}
