package script

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/equation"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Model is a mechanism: a neuron, generator, synapse or stimulus.
type Model struct{ *ir.Mechanism }

func (m *Model) String() string        { return fmt.Sprintf("<%s %s>", m.Kind, m.Name) }
func (m *Model) Type() string          { return "model" }
func (m *Model) Freeze()               {}
func (m *Model) Truth() starlark.Bool  { return true }
func (m *Model) Hash() (uint32, error) { return starlark.String(m.Name).Hash() }

// AttrNames lists what can be asked of a model, and its parameters.
func (m *Model) AttrNames() []string {
	return append([]string{"doc", "kind", "name", "sources", "title"}, settable(m.Mechanism)...)
}

// Attr finds what the model says of itself, or the default of a parameter.
func (m *Model) Attr(name string) (starlark.Value, error) {
	switch name {
	case "name":
		return starlark.String(m.Name), nil
	case "kind":
		return starlark.String(m.Kind.String()), nil
	case "title":
		return starlark.String(m.Title), nil
	case "doc":
		return starlark.String(m.Doc), nil
	case "sources":
		var list []starlark.Value
		for _, source := range m.Sources {
			list = append(list, starlark.String(source))
		}
		return starlark.NewList(list), nil
	}
	if q, ok := defaultOf(m.Mechanism, name); ok {
		return quantity(q), nil
	}
	return nil, nil
}

// defaultOf is the default of a parameter, where it is a plain number.
func defaultOf(m *ir.Mechanism, name string) (unit.Quantity, bool) {
	i, ok := m.Symbol(name)
	if !ok || m.Symbols[i].Role != ir.Param || m.Symbols[i].Init == ir.None {
		return unit.Quantity{}, false
	}
	node := m.Graph.At(m.Symbols[i].Init)
	return unit.Quantity{Value: node.Imm, Dim: m.Symbols[i].Dim}, node.Op == ir.Const
}

// settable are the parameters and states that a description can set.
func settable(m *ir.Mechanism) []string {
	var all []string
	for i := range m.Symbols {
		s := &m.Symbols[i]
		if (s.Role == ir.Param || s.Role == ir.State) && s.Place != ir.PreCell && s.Place != ir.PostCell {
			all = append(all, s.Name)
		}
	}
	return all
}

// model is model(text): the name of a mechanism of the library, or its text.
func (s *session) model(c *call) (starlark.Value, error) {
	var text string
	if err := c.bind("text", &text); err != nil {
		return nil, err
	}
	m, err := s.mechanism(c, "text", 0, text)
	if err != nil {
		return nil, err
	}
	return &Model{m}, nil
}

// mechanism finds a model of the script or the library by name, reads a MOD file, or a text.
func (s *session) mechanism(c *call, parameter string, index int, text string) (*ir.Mechanism, error) {
	switch {
	case isMod.MatchString(text):
		return s.inlineMod(c, parameter, index, text)
	case strings.ContainsAny(text, "\n"):
		return s.inline(c, parameter, index, text)
	case strings.HasSuffix(text, ".mod"):
		return s.modFile(c, parameter, text)
	}
	if m := s.models[text]; m != nil {
		return m, nil
	}
	m, err := models.Load(text)
	if err != nil {
		if near := unit.NearestOf(text, sortedKeys(s.models)); near != "" {
			err = fmt.Errorf("no model %q, did you mean %q?", text, near)
		}
		return nil, &misfit{c.name, parameter, index, "is unknown: " + err.Error()}
	}
	return m, nil
}

// inline reads the mechanisms of a text in the script and returns the last one.
// Its mistakes are shown at their lines in the script.
func (s *session) inline(c *call, parameter string, index int, text string) (*ir.Mechanism, error) {
	all, err := equation.Parse(s.path, text)
	if err != nil {
		return nil, s.inScript(c, parameter, index, err)
	}
	if len(all) == 0 {
		return nil, c.wrong(parameter, "has no model in it; a model begins with neuron, generator, synapse or stimulus")
	}
	for _, m := range all {
		m.File = s.path
		s.models[m.Name] = m
	}
	return all[len(all)-1], nil
}

// inScript moves the mistakes of an inline text to where it stands, if it is
// written out in the call.
func (s *session) inScript(c *call, parameter string, index int, err error) error {
	var mistakes equation.Errors
	if !errors.As(err, &mistakes) {
		return err
	}
	site := s.here(c)
	if site == nil {
		return err
	}
	literal, ok := site.argument(parameter, index).(*syntax.Literal)
	if !ok || literal.Token != syntax.STRING {
		return c.wrong(parameter, "has a mistake: %v", err)
	}
	for _, m := range mistakes {
		m.File, m.Line, m.Col = within(literal, m.Line, m.Col)
	}
	return mistakes
}

// within is where a place in a text that stands in a script is.
func within(literal *syntax.Literal, line, col int) (file string, lineThere, colThere int) {
	if line == 1 {
		col += int(literal.TokenPos.Col) - 1 + quotes(literal.Raw)
	}
	return literal.TokenPos.Filename(), line + int(literal.TokenPos.Line) - 1, col
}

// quotes is the length of what a literal opens with: """, r" and so on.
func quotes(raw string) int {
	open := strings.IndexAny(raw, `"'`)
	if strings.HasPrefix(raw[open:], `"""`) || strings.HasPrefix(raw[open:], `'''`) {
		return open + 3
	}
	return open + 1
}

// mechanismArgument is a model given as a value, a name or a text.
func (s *session) mechanismArgument(c *call, parameter string, index int, v starlark.Value, kinds ...ir.Kind) (*ir.Mechanism, error) {
	var m *ir.Mechanism
	switch v := v.(type) {
	case *Model:
		m = v.Mechanism
	case starlark.String:
		var err error
		if m, err = s.mechanism(c, parameter, index, string(v)); err != nil {
			return nil, err
		}
	default:
		return nil, c.wrong(parameter, "is %s, want a model or its name", described(v))
	}
	for _, kind := range kinds {
		if m.Kind == kind {
			return m, nil
		}
	}
	return nil, c.wrong(parameter, "is %s, %s, want %s", m.Name, oneOf(m.Kind), oneOf(kinds[0]))
}

// oneOf is a kind behind its article.
func oneOf(k ir.Kind) string {
	if k == ir.ArtificialCell {
		return "an " + k.String()
	}
	return "a " + k.String()
}
