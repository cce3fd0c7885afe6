package neurolucida

import (
	"strconv"
	"strings"
)

// token is a sign, number, word or text of the file.
type token struct {
	kind  kind
	text  string  // as written, without quotation marks
	value float64 // of a number
	line  int
}

// kind is the sign itself, for those of one letter.
type kind byte

const (
	open     kind = '('
	closed   kind = ')'
	bar      kind = '|'
	spine    kind = '<' // opens a spine
	spineEnd kind = '>'
	number   kind = 'n'
	word     kind = 'w'
	quoted   kind = '"'
	unquoted kind = 'u' // a text whose quotation marks do not close on its line
	end      kind = 0
)

// signs are the letters that end a word.
const signs = "()|<>,;\""

// scan divides a text into tokens, the last of which is the end. Commas mean no
// more than spaces; comments run from a semicolon to the end of the line.
func scan(text string) []token {
	text = strings.TrimPrefix(text, "\ufeff")
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
	var tokens []token
	for i, line := range lines {
		for line = next(line); line != ""; line = next(line) {
			var t token
			t, line = first(line)
			t.line = i + 1
			tokens = append(tokens, t)
		}
	}
	return append(tokens, token{kind: end, line: len(lines)})
}

// next returns the line from its next token on.
func next(line string) string {
	line = strings.TrimLeft(line, " \t\f\v,")
	if strings.HasPrefix(line, ";") {
		return ""
	}
	return line
}

// first returns the token that a line begins with, and the rest.
func first(line string) (token, string) {
	switch c := line[0]; {
	case c == '"':
		text, rest, found := strings.Cut(line[1:], `"`)
		if !found {
			return token{kind: unquoted, text: text}, ""
		}
		return token{kind: quoted, text: text}, rest
	case strings.IndexByte(signs, c) >= 0:
		return token{kind: kind(c), text: line[:1]}, line[1:]
	}
	n := strings.IndexAny(line, signs+" \t\f\v")
	if n < 0 {
		n = len(line)
	}
	return wordOrNumber(line[:n]), line[n:]
}

func wordOrNumber(text string) token {
	if strings.IndexByte("0123456789+-.", text[0]) >= 0 {
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			return token{kind: number, text: text, value: v}
		}
	}
	return token{kind: word, text: text}
}
