package neurolucida

import (
	"math"
	"strings"

	"github.com/cajal-sim/cajal/morph"
)

// A tree is properties, among them its type, and a branch: points, with spines and
// markers between them, and then a word that says how the branch ends, or a fork,
// ( branch | branch … ).

// types are the words for the types of trees.
var types = map[string]morph.Type{"Axon": morph.Axon, "Dendrite": morph.Dend, "Apical": morph.Apic}

// tree reads properties, among them the type, and branches.
func (p *parser) tree() {
	from := p.next()
	typ := morph.Undefined
	for p.peek().kind == open && p.ahead().kind == word {
		name := p.ahead()
		if t, ok := types[name.text]; ok {
			typ = t
		}
		if name.text == "CellBody" {
			p.wrong.Addf(name.line, `the cell body is drawn as a tree, want a contour: ("CellBody" (x y z diameter) …)`)
		}
		p.skip()
	}
	if typ == morph.Undefined {
		p.note(from.line, "the tree has no type, want (Axon), (Dendrite) or (Apical): its sections are of type %v", typ)
	}
	p.branch(nil, typ)
	p.close(from)
}

// branch reads a branch and all that begin at its end.
func (p *parser) branch(parent *branch, typ morph.Type) {
	from := p.peek()
	b := &branch{typ: typ, parent: parent}
	p.points(b)
	if len(b.points) == 0 {
		p.wrong.Addf(from.line, "a branch has no points, want one or more (x y z diameter) in front of %s", p.peek().name())
	} else {
		p.branches = append(p.branches, b)
	}
	if parent != nil {
		parent.forked = true
	}
	p.tail(b)
}

// points reads the points of a branch, with spines and markers between them.
func (p *parser) points(b *branch) {
	for {
		switch t := p.peek(); {
		case t.kind == spine:
			p.spine()
		case t.kind == open && p.ahead().kind == number:
			if v, ok := p.point(4); ok {
				b.points = append(b.points, v)
			}
		case t.kind == open && p.ahead().kind == word:
			p.property()
		default:
			return
		}
	}
}

// property leaves out a property or marker inside a tree.
func (p *parser) property() {
	if t := p.ahead(); types[t.text] != morph.Undefined {
		p.note(t.line, "the type (%s) inside a tree is not used, as in NEURON: branches have the type that stands in front of the first point", t.text)
	}
	p.skip()
}

func (p *parser) spine() {
	from := p.next()
	for p.peek().kind != spineEnd {
		if p.peek().kind == end {
			p.wrong.Addf(from.line, "the spine that begins with < has no end, want a >")
			return
		}
		p.next()
	}
	p.next()
}

// tail reads what stands behind the points of a branch: a word that says how it
// ends, markers, or a fork.
func (p *parser) tail(b *branch) {
	last, ended := len(p.tokens)-1, false
	for p.at < last && p.peek().kind != closed && p.peek().kind != bar {
		switch t := p.peek(); {
		case t.kind == word && !ended:
			p.next()
			ended = true
		case t.kind == spine:
			p.spine()
		case t.kind == open && p.ahead().kind == word:
			p.property()
		case t.kind == open && p.ahead().kind == number:
			p.wrong.Addf(t.line, "a point stands behind the end of a branch, want points in front of forks and words like Normal")
			p.skip()
		case t.kind == open && !ended && len(b.points) > 0:
			p.fork(b)
			ended = true
		default:
			p.stray(t, "behind the end of a branch", "want ), |, or a marker in parentheses")
			p.skipOne()
		}
	}
}

// fork reads the branches that begin at the end of another one.
func (p *parser) fork(b *branch) {
	from := p.next()
	p.branch(b, b.typ)
	for p.peek().kind == bar {
		p.next()
		p.branch(b, b.typ)
	}
	p.close(from)
}

// coordinates are the names of the values of a point, in their order.
var coordinates = [4]string{"x", "y", "z", "diameter"}

// point reads (x y z diameter word), of which as many values as said are needed.
func (p *parser) point(needed int) (vertex, bool) {
	from := p.next()
	var values []float64
	ok := true
	for ; p.peek().kind == number; p.next() {
		if t := p.peek(); math.Abs(t.value) > math.MaxFloat32 && len(values) < len(coordinates) {
			p.wrong.Addf(t.line, "%s is %s, want a number below 3.4e38 µm", coordinates[len(values)], t.text)
			ok = false
		}
		values = append(values, p.peek().value)
	}
	if n := len(values); n < needed || n > len(coordinates) {
		p.wrong.Addf(from.line, "number of values of a point is %d, want %s", n, strings.Join(coordinates[:], ", "))
		ok = false
	}
	if p.peek().kind == word {
		p.next()
	}
	if t := p.peek(); t.kind == open && t.line == from.line {
		p.skip() // the handles of a Bézier curve
	}
	p.close(from)
	var v [4]float64
	copy(v[:], values)
	return vertex{morph.Point{Vec: morph.Vec(v[:3]), Diameter: v[3]}, from.line}, ok
}
