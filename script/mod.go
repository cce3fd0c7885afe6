package script

import (
	"regexp"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/nmodl"
	"go.starlark.net/syntax"
)

// isMod recognises the text of a MOD file by its block NEURON.
var isMod = regexp.MustCompile(`(?m)^[ \t]*NEURON\s*\{`)

// modFile reads the mechanism of a MOD file, once. Its path is relative to the script.
func (s *session) modFile(c *call, parameter, name string) (*ir.Mechanism, error) {
	path := s.beside(c, name)
	if m := s.models[path]; m != nil {
		return m, nil
	}
	m, warnings, err := nmodl.Load(path)
	s.warn(warnings)
	if err != nil {
		return nil, c.ofFile(parameter, name, err)
	}
	s.models[path] = m
	return m, nil
}

// inlineMod reads the mechanism of a MOD text in the script. Its problems are shown at their
// lines in the script, if it is written out in the call.
func (s *session) inlineMod(c *call, parameter string, index int, text string) (*ir.Mechanism, error) {
	m, warnings, err := nmodl.Parse("", text)
	if site := s.here(c); site != nil {
		if literal, ok := site.argument(parameter, index).(*syntax.Literal); ok {
			relocate(warnings, literal)
			if problems, ok := err.(nmodl.Problems); ok {
				relocate(problems, literal)
			}
		}
	}
	s.warn(warnings)
	if err != nil {
		return nil, &fileMistakes{err}
	}
	s.models[m.Name] = m
	return m, nil
}

// relocate moves problems of a text to where it stands in the script.
func relocate(problems []nmodl.Problem, literal *syntax.Literal) {
	for i := range problems {
		p := &problems[i]
		p.File, p.Line, p.Col = within(literal, p.Line, p.Col)
	}
}

// warn keeps warnings for the next run, and so for the report.
func (s *session) warn(problems []nmodl.Problem) {
	for _, p := range problems {
		s.warnings = append(s.warnings, p.String())
	}
}
