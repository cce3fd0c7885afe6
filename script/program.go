package script

import (
	"slices"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// dialect is Starlark as scripts want it: a script is a program, not a
// configuration.
var dialect = &syntax.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true, Recursion: true}

// place is where something stands in a script.
type place struct {
	file      string
	line, col int32
}

func placeOf(pos syntax.Position) place { return place{pos.Filename(), pos.Line, pos.Col} }

// callSites are the calls of all files, by place.
type callSites map[place]*callSite

// callSite is a call in the text.
type callSite struct {
	*syntax.CallExpr
	variable string // that the result is assigned to, "" if none
	repeated bool   // within a loop or a function
}

// parse reads and resolves a file. Names that are not in the file are asked of
// the session.
func (s *session) parse(file string, source []byte) (*starlark.Program, error) {
	tree, err := dialect.Parse(file, source, 0)
	if err != nil {
		return nil, err
	}
	for _, stmt := range tree.Stmts {
		s.calls.walk(stmt, false)
	}
	s.hide(tree)
	s.mentioned = append(s.mentioned, s.calls.parameters(file)...)
	p, err := starlark.FileProgram(tree, s.known)
	if err != nil {
		return nil, s.withSuggestions(err, tree)
	}
	return p, nil
}

// walk notes the calls of a statement or expression and marks its comparisons.
func (all callSites) walk(root syntax.Node, repeated bool) {
	syntax.Walk(root, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.BinaryExpr:
			all.walk(n.X, repeated)
			all.walk(n.Y, repeated)
			markComparison(n)
			return false
		case *syntax.CallExpr:
			all.call(n, repeated)
		case *syntax.AssignStmt:
			all.assignment(n)
		case *syntax.DotExpr:
			n.Dot = n.Name.NamePos
		case *syntax.ForStmt, *syntax.WhileStmt, *syntax.DefStmt, *syntax.LambdaExpr, *syntax.Comprehension:
			if !repeated {
				all.walk(n, true)
				return false
			}
		}
		return true
	})
}

// call notes a call. Errors in it are shown where its name begins, not at the
// parenthesis.
func (all callSites) call(c *syntax.CallExpr, repeated bool) {
	switch fn := c.Fn.(type) {
	case *syntax.Ident:
		c.Lparen = fn.NamePos
	case *syntax.DotExpr:
		c.Lparen = fn.Name.NamePos
	}
	site := all.site(c)
	site.repeated = repeated
}

func (all callSites) site(c *syntax.CallExpr) *callSite {
	at := placeOf(c.Lparen)
	if all[at] == nil {
		all[at] = &callSite{CallExpr: c}
	}
	return all[at]
}

// assignment notes the variable of E = population(…), which names the
// population.
func (all callSites) assignment(a *syntax.AssignStmt) {
	name, ok := a.LHS.(*syntax.Ident)
	c, isCall := a.RHS.(*syntax.CallExpr)
	if ok && isCall && a.Op == syntax.EQ {
		all.call(c, false)
		all.site(c).variable = name.Name
	}
}

// parameters are the names in the param calls of a file, "" for one that is
// computed.
func (all callSites) parameters(file string) []string {
	var names []string
	for at, c := range all {
		fn, ok := c.Fn.(*syntax.Ident)
		if at.file != file || !ok || fn.Name != "param" {
			continue
		}
		name := ""
		if literal, ok := c.argument("name", 0).(*syntax.Literal); ok {
			name, _ = literal.Value.(string)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// argument finds the expression given for a parameter, nil if it is not written
// out as such.
func (c *callSite) argument(name string, index int) syntax.Expr {
	at := 0
	for _, arg := range c.Args {
		b, named := arg.(*syntax.BinaryExpr)
		if named = named && b.Op == syntax.EQ; named {
			if b.X.(*syntax.Ident).Name == name {
				return b.Y
			}
			continue
		}
		if at == index {
			return arg
		}
		at++
	}
	return nil
}

// here finds the call that a built-in answers.
func (s *session) here(c *call) *callSite {
	if c.thread.CallStackDepth() < 2 {
		return nil
	}
	return s.calls[placeOf(c.thread.CallFrame(1).Pos)]
}
