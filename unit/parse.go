package unit

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse reads a unit: names with exponents (cm2, cm^2, cm**2, cm-2, cm², sqrt(ms),
// ms^(1/2)), positive numbers and parentheses, joined by *, ·, / or a space
// from left to right. A leading slash stands for 1/. An empty text is the
// number 1. A space after a division is an error, because readers disagree on
// what it means.
func Parse(text string) (Unit, error) {
	u, err := parse(text)
	if err != nil {
		return Unit{}, fmt.Errorf("unit %q: %w", text, err)
	}
	return u, nil
}

// MustParse is Parse for a text in the program itself; it panics on an error.
func MustParse(text string) Unit {
	u, err := Parse(text)
	if err != nil {
		panic("BUG: " + err.Error())
	}
	return u
}

func parse(text string) (Unit, error) {
	terms, err := parseTerms(text)
	if err != nil {
		return Unit{}, err
	}
	return compose(terms)
}

// ascii spells the signs of typeset units as a keyboard does.
var ascii = strings.NewReplacer(
	"⁻¹", "^-1", "⁻²", "^-2", "⁻³", "^-3", "²", "^2", "³", "^3",
	"·", "*", "⋅", "*", "×", "*", "−", "-")

func parseTerms(text string) ([]term, error) {
	p := &parser{rest: ascii.Replace(text)}
	if p.skip(); p.rest == "" {
		return nil, nil
	}
	terms, err := p.product()
	if err == nil && p.rest != "" {
		err = p.unexpected()
	}
	return terms, err
}

// parser reads a unit by recursive descent; rest is what is still to be read.
type parser struct {
	rest  string
	depth int
}

// maxDepth bounds the nesting of parentheses, and with it the recursion.
const maxDepth = 16

func (p *parser) skip() { p.rest = strings.TrimLeftFunc(p.rest, unicode.IsSpace) }

// take consumes token and reports whether it stood there.
func (p *parser) take(token string) bool {
	rest, ok := strings.CutPrefix(p.rest, token)
	if ok {
		p.rest = rest
		p.skip()
	}
	return ok
}

func (p *parser) unexpected() error {
	if p.rest == "" {
		return errors.New("ends where a unit is missing")
	}
	r, _ := utf8.DecodeRuneInString(p.rest)
	return fmt.Errorf("unexpected %q, want a unit such as mV, nS/cm2 or 1/ms", r)
}

// product reads factors up to a closing parenthesis or the end.
func (p *parser) product() ([]term, error) {
	var terms []term
	divided, sign := false, 1.0
	if p.take("/") {
		divided, sign = true, -1
	}
	for {
		factor, err := p.factor()
		if err != nil {
			return nil, err
		}
		if factor, err = raise(factor, sign); err != nil {
			return nil, err
		}
		terms = append(terms, factor...)
		switch {
		case p.rest == "" || p.rest[0] == ')':
			return terms, nil
		case p.take("/"):
			divided, sign = true, -1
		case p.take("*"):
			sign = 1
		case divided:
			return nil, errors.New("a product without * after a division can be read two ways; write a/(b*c) or a/b*c")
		case numberLen(p.rest) > 0:
			return nil, p.unexpected()
		default:
			sign = 1
		}
	}
}

// factor reads a name, a number, a root or a parenthesis with its exponent.
func (p *parser) factor() ([]term, error) {
	var terms []term
	var err error
	name := nameOf(p.rest)
	switch {
	case strings.HasPrefix(p.rest, "("):
		terms, err = p.parenthesis()
	case name == "sqrt":
		p.take(name)
		if terms, err = p.parenthesis(); err == nil {
			terms, err = raise(terms, 0.5)
		}
	case name != "":
		return p.named(name)
	default:
		terms, err = p.number()
	}
	if err != nil {
		return nil, err
	}
	return p.power(terms)
}

func (p *parser) parenthesis() ([]term, error) {
	if !p.take("(") {
		return nil, p.unexpected()
	}
	if p.depth++; p.depth > maxDepth {
		return nil, fmt.Errorf("more than %d nested parentheses", maxDepth)
	}
	terms, err := p.product()
	if err == nil && !p.take(")") {
		err = errors.New("a closing parenthesis is missing")
	}
	p.depth--
	return terms, err
}

// named reads a name and its exponent, which may follow at once: cm2, cm-2.
func (p *parser) named(name string) ([]term, error) {
	t, err := named(name)
	if err != nil {
		return nil, err
	}
	p.rest = p.rest[len(name):]
	digits := strings.TrimLeft(strings.TrimPrefix(p.rest, "-"), "0123456789")
	exponent := strings.TrimSuffix(p.rest, digits)
	if strings.TrimPrefix(exponent, "-") == "" {
		p.skip()
		return p.power([]term{t})
	}
	p.take(exponent)
	n, err := strconv.ParseFloat(exponent, 64)
	if err != nil {
		return nil, err
	}
	return raise([]term{t}, n)
}

func (p *parser) number() ([]term, error) {
	n := numberLen(p.rest)
	if n == 0 {
		return nil, p.unexpected()
	}
	digits := p.rest[:n]
	p.take(digits)
	x, err := strconv.ParseFloat(digits, 64)
	switch {
	case err != nil || x == 0:
		return nil, fmt.Errorf("the factor %s is out of range", digits)
	case x == 1:
		return nil, nil
	}
	return []term{number(x)}, nil
}

// power applies an exponent written with ^ or **, if there is one.
func (p *parser) power(terms []term) ([]term, error) {
	if !p.take("^") && !p.take("**") {
		return terms, nil
	}
	enclosed := p.take("(")
	n, err := p.exponent()
	if err == nil && enclosed && p.take("/") {
		var divisor float64
		divisor, err = p.exponent()
		n /= divisor
	}
	if err == nil && enclosed && !p.take(")") {
		err = errors.New("a closing parenthesis is missing")
	}
	if err != nil {
		return nil, err
	}
	return raise(terms, n)
}

func (p *parser) exponent() (float64, error) {
	sign := 1.0
	if p.take("-") {
		sign = -1
	}
	n := numberLen(p.rest)
	if n == 0 {
		return 0, errors.New("an exponent is missing, want a number such as 2 or -0.5")
	}
	digits := p.rest[:n]
	p.take(digits)
	x, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return 0, fmt.Errorf("the exponent %s is out of range", digits)
	}
	return sign * x, nil
}

// nameOf returns the name at the start of text, or "".
func nameOf(text string) string {
	for i, r := range text {
		if !unicode.IsLetter(r) && !strings.ContainsRune("%°℃_", r) {
			return text[:i]
		}
	}
	return text
}

// numberLen returns the length of the unsigned decimal number at the start of
// text. An e belongs to it only before a digit: 2eV is two electronvolts.
func numberLen(text string) int {
	whole := digitsLen(text)
	n := whole
	if strings.HasPrefix(text[n:], ".") {
		fraction := digitsLen(text[n+1:])
		if whole+fraction == 0 {
			return 0
		}
		n += 1 + fraction
	}
	if n == 0 || n == len(text) || (text[n] != 'e' && text[n] != 'E') {
		return n
	}
	exponent := text[n+1:]
	sign := 0
	if strings.HasPrefix(exponent, "+") || strings.HasPrefix(exponent, "-") {
		sign = 1
	}
	if digits := digitsLen(exponent[sign:]); digits > 0 {
		return n + 1 + sign + digits
	}
	return n
}

func digitsLen(text string) int {
	return len(text) - len(strings.TrimLeft(text, "0123456789"))
}

// splitNumber cuts a signed decimal number off the front of text.
func splitNumber(text string) (number, rest string) {
	unsigned := strings.Replace(text, "−", "-", 1)
	text = unsigned
	sign := ""
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "+") {
		sign, unsigned = text[:1], text[1:]
	}
	n := numberLen(unsigned)
	if n == 0 {
		return "", text
	}
	return sign + unsigned[:n], strings.TrimSpace(unsigned[n:])
}
