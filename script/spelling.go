package script

import (
	"errors"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// spelling is what is known of the names of a file.
type spelling struct {
	defined []string        // by the file
	factors map[string]bool // names that something is multiplied or divided by: they look like units
}

func spellingOf(tree *syntax.File) spelling {
	names := spelling{factors: map[string]bool{}}
	syntax.Walk(tree, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.AssignStmt:
			if name, ok := n.LHS.(*syntax.Ident); ok {
				names.defined = append(names.defined, name.Name)
			}
		case *syntax.DefStmt:
			names.defined = append(names.defined, n.Name.Name)
		case *syntax.BinaryExpr:
			if name, ok := n.Y.(*syntax.Ident); ok && (n.Op == syntax.STAR || n.Op == syntax.SLASH) {
				names.factors[name.Name] = true
			}
		}
		return true
	})
	return names
}

// hide notes where something is multiplied or divided by a variable with the name of a unit.
func (s *session) hide(tree *syntax.File) {
	defined := spellingOf(tree).defined
	syntax.Walk(tree, func(n syntax.Node) bool {
		if n, ok := n.(*syntax.BinaryExpr); ok {
			name, _ := n.Y.(*syntax.Ident)
			if name != nil && slices.Contains(defined, name.Name) {
				if _, isUnit := unit.Lookup(name.Name); isUnit {
					s.hidden[placeOf(n.OpPos)] = name.Name
				}
			}
		}
		return true
	})
}

// withSuggestions adds the nearest spelling to names that do not exist.
func (s *session) withSuggestions(err error, tree *syntax.File) error {
	var list resolve.ErrorList
	if !errors.As(err, &list) {
		return err
	}
	names := spellingOf(tree)
	known := append(append(names.defined, sortedKeys(s.builtins)...), sortedKeys(starlark.Universe)...)
	for i := range list {
		name, ok := strings.CutPrefix(list[i].Msg, "undefined: ")
		if !ok {
			continue
		}
		name, _, _ = strings.Cut(name, " ")
		list[i].Msg = "there is no " + name + likely(name, known, names.factors[name])
	}
	return list
}

// likely suggests a name, or a unit where one is more likely.
func likely(name string, known []string, factor bool) string {
	near, nearUnit := unit.NearestOf(name, known), unit.Nearest(name)
	switch {
	case nearUnit != "" && (factor || near == ""):
		return "; did you mean the unit " + nearUnit + "?"
	case near != "":
		return "; did you mean " + near + "?"
	}
	return ""
}
