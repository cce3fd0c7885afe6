package equation

import (
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// The syntax tree: what was written, names unresolved and units unchecked.

// span is the part of the text that something was read from.
type span struct {
	place
	from, to int // offsets in bytes
}

// text returns what was written, on one line, cut where it is long.
func (s span) text(source string) string {
	const longest = 60
	words := strings.Join(strings.Fields(source[s.from:s.to]), " ")
	if runes := []rune(words); len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return words
}

type exprKind uint8

const (
	numberExpr exprKind = iota // text, with unit if it has one
	nameExpr                   // text
	callExpr                   // text is the function
	unaryExpr                  // text is the operator: - or not
	binaryExpr                 // text is the operator
	choiceExpr                 // args: value, condition, other value
)

// expr is an expression.
type expr struct {
	kind exprKind
	text string
	unit string
	args []*expr
	span
}

type statementKind uint8

const (
	assignStatement  statementKind = iota // target op value
	deliverStatement                      // value
	branchStatement                       // value is the condition
)

// statement is one act of an event.
type statement struct {
	kind   statementKind
	target token
	op     string // "=", "+=", …
	value  *expr
	then   []*statement
	other  []*statement
}

// declaration is a line under param, state, pre, post, volume, input, receive
// or reads.
type declaration struct {
	keyword string
	name    token
	number  string // value of a param, signed: "-65", "inf"
	unit    string // as written: "" for a param without one
	dim     unit.Dimension
	value   *expr // initial value of a state, or nil
	block   []*statement
	prose   string
	bad     bool // not read to its end: known by name only
}

// equation is coefficient·state' = rate; coefficient may be nil.
type equation struct {
	state       token
	coefficient *expr
	rate        *expr
}

// alias is let name = value.
type alias struct {
	name  token
	value *expr
}

// occasion is spike when, refractory, on, couple or inject. Absent parts are nil.
type occasion struct {
	word    token // the keyword; of on: pre, post or volume
	value   *expr // condition, duration, current
	block   []*statement
	holding []token // states; one named nothing for none
}

// tree is the syntax of one mechanism.
type tree struct {
	kind         ir.Kind
	headed       bool // the heading was understood
	name         token
	title        string
	from, to     int // offsets of its text
	doc, source  []string
	declarations []*declaration
	equations    []*equation
	aliases      []*alias
	spike        *occasion
	refractory   *occasion
	couple       *occasion
	inject       *occasion
	events       []*occasion
	byEvents     bool

	// Of channels and points.
	ions       []*ion
	currents   []*alias // among the aliases too
	conserved  []*conserved
	implicitly token // solve implicitly; named nothing where absent
	steady     token // initially steady
	steadied   []*equation
}

// ion is ion NAME valence N reads NAMES writes NAMES.
type ion struct {
	name          token
	valence       string // "" where not written
	reads, writes []token
}

// conserved is conserve left = right.
type conserved struct {
	word        token
	left, right *expr
}
