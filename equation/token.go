package equation

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lexing never fails: a character without a meaning becomes a stray token, an
// error only where an expression meets it, since it may be part of prose.

type tokenKind uint8

const (
	endOfText tokenKind = iota
	nameToken
	numberToken
	stringToken // "…", the quotes included
	signToken   // operators and brackets
	strayToken
)

// place is a position in a text, counted in characters from 1.
type place struct{ line, col int }

// token is a word of the text.
type token struct {
	kind   tokenKind
	text   string // signs in their ASCII spelling
	offset int    // in bytes
	end    int
	place
	first  bool // it begins a line that does not continue the one before by a backslash
	indent int  // columns of white space before its line
}

// is reports whether the token is the sign or word.
func (t token) is(text string) bool {
	return t.text == text && (t.kind == signToken || t.kind == nameToken)
}

// got says the token in a message.
func (t token) got() string {
	if t.kind == endOfText {
		return "the end of the text"
	}
	return "\"" + t.text + "\""
}

// signs in the order of trying: longer ones first. The second spelling is
// what a typeset text has.
var signs = []struct{ text, typeset string }{
	{"**", ""}, {"<=", "≤"}, {">=", "≥"}, {"==", ""}, {"!=", "≠"}, {"+=", ""}, {"-=", ""}, {"*=", ""}, {"/=", ""},
	{"+", ""}, {"-", "−"}, {"*", "·"}, {"/", ""}, {"^", ""}, {"<", ""}, {">", ""}, {"=", ""},
	{"(", ""}, {")", ""}, {"{", ""}, {"}", ""}, {",", ""}, {";", ""}, {":", ""}, {"'", "′"},
}

type lexer struct {
	text   string
	at     int
	line   int
	start  int // offset of the line's first byte
	indent int
	first  bool // the next token begins a line
	tokens []token
}

// lex returns the tokens of the text; the last is endOfText.
func lex(text string) []token {
	l := lexer{text: text, line: 1, first: true}
	for l.at < len(text) {
		l.next()
	}
	l.first, l.indent = true, -1
	l.emit(endOfText, 0, "")
	return l.tokens
}

// next reads one token or skips what separates them.
func (l *lexer) next() {
	rest := l.text[l.at:]
	r, size := utf8.DecodeRuneInString(rest)
	switch {
	case r == '\n':
		l.at++
		l.line, l.start, l.indent, l.first = l.line+1, l.at, 0, true
	case unicode.IsSpace(r):
		l.space(r)
		l.at += size
	case r == '#':
		l.at += len(rest) - len(strings.TrimLeftFunc(rest, func(r rune) bool { return r != '\n' }))
	case r == '\\' && l.joins(rest[1:]):
	case r == '"' && quoted(rest) > 0:
		l.emit(stringToken, quoted(rest), "")
	case isLetter(r):
		l.emit(nameToken, len(rest)-len(strings.TrimLeftFunc(rest, isNameRune)), "")
	case numberLen(rest) > 0:
		l.emit(numberToken, numberLen(rest), "")
	default:
		l.sign(rest, size)
	}
}

// space counts indentation; a tab goes to the next multiple of eight.
func (l *lexer) space(r rune) {
	switch {
	case !l.first:
	case r == '\t':
		l.indent += 8 - l.indent%8
	default:
		l.indent++
	}
}

// joins skips a backslash at the end of a line, and the line's end.
func (l *lexer) joins(rest string) bool {
	line, _, _ := strings.Cut(rest, "\n")
	if comment := strings.TrimSpace(line); comment != "" && comment[0] != '#' {
		return false
	}
	l.at += 1 + len(line)
	if l.at < len(l.text) {
		l.at++
		l.line, l.start, l.first = l.line+1, l.at, false
	}
	return true
}

func (l *lexer) sign(rest string, size int) {
	for _, s := range signs {
		for _, spelling := range []string{s.text, s.typeset} {
			if spelling != "" && strings.HasPrefix(rest, spelling) {
				l.emit(signToken, len(spelling), s.text)
				return
			}
		}
	}
	l.emit(strayToken, size, "")
}

// emit adds a token of size bytes; text replaces its spelling unless empty.
func (l *lexer) emit(kind tokenKind, size int, text string) {
	if text == "" {
		text = l.text[l.at : l.at+size]
	}
	col := utf8.RuneCountInString(l.text[l.start:l.at]) + 1
	l.tokens = append(l.tokens, token{kind, text, l.at, l.at + size, place{l.line, col}, l.first, l.indent})
	l.at += size
	l.first = false
}

// quoted returns the length of the string at the start of text, 0 if it does
// not end on its line.
func quoted(text string) int {
	n := strings.IndexAny(text[1:], "\"\n")
	if n < 0 || text[1+n] != '"' {
		return 0
	}
	return n + 2
}

func isLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) }

func isNameRune(r rune) bool { return isLetter(r) || unicode.IsDigit(r) }

// numberLen returns the length of the unsigned number at the start of text: 12,
// 1.5, .5, 1e-3. An e is part of it only before digits.
func numberLen(text string) int {
	n := digits(text)
	if strings.HasPrefix(text[n:], ".") {
		fraction := digits(text[n+1:])
		if n+fraction == 0 {
			return 0
		}
		n += 1 + fraction
	}
	if n == 0 || n == len(text) || (text[n] != 'e' && text[n] != 'E') {
		return n
	}
	exponent := n + 1
	if exponent < len(text) && (text[exponent] == '+' || text[exponent] == '-') {
		exponent++
	}
	if d := digits(text[exponent:]); d > 0 {
		return exponent + d
	}
	return n
}

func digits(text string) int {
	return len(text) - len(strings.TrimLeft(text, "0123456789"))
}
