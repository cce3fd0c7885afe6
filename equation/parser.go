package equation

import (
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// parser reads tokens by recursive descent. A mistake is reported where it
// stands and abandons its statement; reading goes on with the next one.
type parser struct {
	text   string
	tokens []token
	at     int
	report *report
	tree   *tree

	indent   int // of the statement being read
	brackets int // open round brackets: inside them a line's end means nothing
	depth    int // of the expression being read
}

// abandoned is the panic that leaves a statement after a report.
type abandoned struct{}

func (p *parser) fail(at token, what, want, remedy string) {
	p.report.add(at.place, what, want, remedy)
	panic(abandoned{})
}

// try reads something; after a mistake, resume skips to where reading goes on.
func (p *parser) try(read, resume func()) {
	start, brackets, depth := p.at, p.brackets, p.depth
	defer func() {
		switch r := recover(); r {
		case nil:
		case abandoned{}:
			p.brackets, p.depth = brackets, depth
			if p.at == start {
				p.next()
			}
			resume()
		default:
			panic(r)
		}
	}()
	read()
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) last() token { return p.tokens[max(p.at-1, 0)] }

// next returns the token and goes past it; the last one is never passed.
func (p *parser) next() token {
	t := p.tokens[p.at]
	p.at = min(p.at+1, len(p.tokens)-1)
	return t
}

// on reports whether the token is the given one, on this line or in brackets.
func (p *parser) on(text string) bool {
	t := p.peek()
	return t.is(text) && (!t.first || p.brackets > 0)
}

func (p *parser) expect(text, want string) token {
	if !p.on(text) {
		p.onLine(want)
		p.fail(p.peek(), "unexpected "+p.peek().got(), want, "")
	}
	return p.next()
}

// onLine fails where the line ends too early.
func (p *parser) onLine(want string) {
	if p.peek().first {
		p.fail(p.last(), "the line ends after "+p.last().got(), want, "")
	}
}

// endLine checks that nothing is left on the line.
func (p *parser) endLine() {
	if t := p.peek(); !t.first {
		p.fail(t, "unexpected "+t.got(), "the end of the line", "")
	}
}

// skip goes to the first token outside braces for which stop holds, or to the
// next statement.
func (p *parser) skip(stop func(token) bool) {
	for depth := 0; ; p.next() {
		t := p.peek()
		switch {
		case t.kind == endOfText || p.starts(t) || depth == 0 && stop(t):
			return
		case t.is("{"):
			depth++
		case t.is("}"):
			depth = max(depth-1, 0)
		}
	}
}

// skipLine goes to the next line that does not go on with an expression.
func (p *parser) skipLine() {
	p.skip(func(t token) bool { return t.first && order[t.text] == 0 && !t.is("}") })
}

// starts reports whether a token begins a statement of the mechanism or a new
// mechanism.
func (p *parser) starts(t token) bool {
	_, isKeyword := keywords[t.text]
	return t.kind == nameToken && t.first && t.indent <= p.indent && (isKeyword || isKind(t.text))
}

func isKind(text string) bool {
	_, ok := kindOf(text)
	return ok
}

func kindOf(text string) (ir.Kind, bool) {
	i := slices.Index(kindNames, text)
	return ir.Kind(max(i, 0)), i >= 0
}

// kindNames are the words that begin a mechanism, in the order of ir's kinds.
var kindNames = []string{"neuron", "generator", "synapse", "stimulus", "channel", "point"}

// parse reads a text into the trees of its mechanisms.
func parse(text string, r *report) []*tree {
	p := &parser{text: text, tokens: lex(text), report: r}
	var trees []*tree
	for p.peek().kind != endOfText || trees == nil {
		trees = append(trees, &tree{})
		p.tree = trees[len(trees)-1]
		p.mechanism()
	}
	return trees
}

// mechanism reads a heading and the statements under it.
func (p *parser) mechanism() {
	p.tree.from = p.peek().offset
	p.indent = p.peek().indent
	p.try(p.heading, p.skipLine)
	for p.peek().kind != endOfText && !(p.peek().first && isKind(p.peek().text)) {
		p.statementOfMechanism()
	}
	p.tree.to = p.last().end
}

func (p *parser) heading() {
	t := p.peek()
	kind, ok := kindOf(t.text)
	if !ok {
		p.report.add(t.place, "unexpected "+t.got(), "a heading such as: neuron NAME \"Title\"", near(t.text, kindNames))
		if _, isKeyword := keywords[t.text]; isKeyword {
			return
		}
		panic(abandoned{})
	}
	p.tree.kind = kind
	p.next()
	p.onLine("a name")
	p.tree.name = p.newName()
	p.tree.headed = true
	if t := p.peek(); t.kind == stringToken && !t.first {
		p.tree.title = strings.Trim(p.next().text, "\"")
	}
	p.endLine()
}

// newName reads the name of something declared.
func (p *parser) newName() token {
	t := p.peek()
	k, isKeyword := keywords[t.text]
	switch {
	case t.kind != nameToken:
		p.fail(t, "unexpected "+t.got(), "a name", "")
	case isKeyword && k.isOf(p.tree) || isKind(t.text):
		p.fail(t, t.got()+" is a keyword", "a name", "to begin a statement, put it no further right than the keyword above")
	case slices.Contains(words, t.text):
		p.fail(t, t.got()+" is an operator", "a name", "")
	}
	return p.next()
}

// near is the remedy for a misspelt word.
func near(word string, among []string) string {
	if n := unit.NearestOf(word, among); n != "" && n != word {
		return "did you mean " + n + "?"
	}
	return ""
}
