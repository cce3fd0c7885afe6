package nmodl

import (
	"strings"
)

type tokenKind uint8

const (
	endToken tokenKind = iota
	nameToken
	numberToken
	markToken
	stringToken
	verbatimToken // the text between VERBATIM and ENDVERBATIM
	titleToken    // the rest of a TITLE line
)

type token struct {
	kind   tokenKind
	text   string
	offset int
	place
}

func (t token) is(text string) bool {
	return t.text == text && (t.kind == markToken || t.kind == nameToken)
}

// got is the token as a message names it.
func (t token) got() string {
	switch t.kind {
	case endToken:
		return "the end of the file"
	case verbatimToken:
		return "VERBATIM"
	case stringToken:
		return "a text in quotes"
	}
	return t.text
}

// marks of more than one letter, the longest first.
var marks = []string{"<->", "->", "<<", "<=", ">=", "==", "!=", "&&", "||"}

type lexer struct {
	text   string
	at     int
	line   int
	start  int // offset of the line
	report *report
	tokens []token
}

// scan cuts a text into tokens; the last is an endToken.
func scan(text string, r *report) []token {
	l := &lexer{text: text, line: 1, report: r}
	for l.skip(); l.at < len(l.text); l.skip() {
		l.one()
	}
	l.add(endToken, "", l.at)
	return l.tokens
}

func (l *lexer) here() place { return place{l.line, l.at - l.start + 1} }

// skip passes over white space and comments.
func (l *lexer) skip() {
	for l.at < len(l.text) {
		switch c := l.text[l.at]; {
		case c == '\n':
			l.at++
			l.line, l.start = l.line+1, l.at
		case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
			l.at++
		case c == ':' || c == '?':
			l.at += len(l.restOfLine())
		default:
			return
		}
	}
}

func (l *lexer) restOfLine() string {
	line, _, _ := strings.Cut(l.text[l.at:], "\n")
	return line
}

// advance moves to an offset, counting lines.
func (l *lexer) advance(to int) {
	for ; l.at < to; l.at++ {
		if l.text[l.at] == '\n' {
			l.line, l.start = l.line+1, l.at+1
		}
	}
}

func (l *lexer) add(kind tokenKind, text string, end int) {
	l.tokens = append(l.tokens, token{kind, text, l.at, l.here()})
	l.advance(end)
}

func (l *lexer) one() {
	c := l.text[l.at]
	switch {
	case isLetter(c):
		l.word()
	case isDigit(c) || c == '.' && l.at+1 < len(l.text) && isDigit(l.text[l.at+1]):
		n := numberLength(l.text[l.at:])
		l.add(numberToken, l.text[l.at:l.at+n], l.at+n)
	case c == '"':
		l.quoted()
	default:
		l.mark()
	}
}

func isLetter(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// word reads a name, or what the words COMMENT, VERBATIM and TITLE begin.
func (l *lexer) word() {
	n := 0
	for n < len(l.text)-l.at && (isLetter(l.text[l.at+n]) || isDigit(l.text[l.at+n])) {
		n++
	}
	word := l.text[l.at : l.at+n]
	switch word {
	case "COMMENT":
		l.upTo("ENDCOMMENT", 0, false)
	case "VERBATIM":
		l.upTo("ENDVERBATIM", verbatimToken, true)
	case "TITLE":
		l.add(titleToken, strings.TrimSpace(l.restOfLine()[n:]), l.at+len(l.restOfLine()))
	default:
		l.add(nameToken, word, l.at+n)
	}
}

// upTo passes over a text that ends with a word of its own, and keeps it as a token.
func (l *lexer) upTo(end string, kind tokenKind, keep bool) {
	n := strings.Index(l.text[l.at:], end)
	if n < 0 {
		l.report.fail(l.here(), strings.TrimPrefix(end, "END")+" is not closed", "write "+end)
		l.advance(len(l.text))
		return
	}
	if !keep {
		l.advance(l.at + n + len(end))
		return
	}
	l.add(kind, l.text[l.at+len(end)-len("END"):l.at+n], l.at+n+len(end))
}

func (l *lexer) quoted() {
	for n := 1; l.at+n < len(l.text) && l.text[l.at+n] != '\n'; n++ {
		if l.text[l.at+n] == '"' && l.text[l.at+n-1] != '\\' {
			l.add(stringToken, l.text[l.at+1:l.at+n], l.at+n+1)
			return
		}
	}
	l.report.fail(l.here(), "the quotes are not closed", "")
	l.advance(l.at + len(l.restOfLine()))
}

func (l *lexer) mark() {
	for _, m := range marks {
		if strings.HasPrefix(l.text[l.at:], m) {
			l.add(markToken, m, l.at+len(m))
			return
		}
	}
	l.add(markToken, l.text[l.at:l.at+1], l.at+1)
}

// numberLength is the length of the number that text begins with: 5, .015, 1., 3.3e-3.
func numberLength(text string) int {
	digits := func(n int) int {
		for n < len(text) && isDigit(text[n]) {
			n++
		}
		return n
	}
	n := digits(0)
	if n < len(text) && text[n] == '.' {
		n = digits(n + 1)
	}
	if n < len(text) && (text[n] == 'e' || text[n] == 'E') {
		m := n + 1
		if m < len(text) && (text[m] == '+' || text[m] == '-') {
			m++
		}
		if digits(m) > m {
			n = digits(m)
		}
	}
	return n
}
