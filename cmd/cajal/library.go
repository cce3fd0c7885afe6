package main

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/unit"
)

// modelsCommand is cajal models.
type modelsCommand struct {
	Name string `arg:"" optional:"" help:"Show this model."`
}

// Run lists the library, or shows the text and the tables of one model.
func (c modelsCommand) Run(t *terminal) error {
	if c.Name != "" {
		m, err := models.Load(c.Name)
		if err != nil {
			return err
		}
		fmt.Fprintln(t.out, strings.TrimSpace(m.Text))
		return printSymbols(t, m)
	}
	w := table(t.out)
	for _, kind := range []ir.Kind{ir.Neuron, ir.Generator, ir.Synapse, ir.Stimulus, ir.Channel, ir.PointProcess} {
		for _, m := range models.All() {
			if m.Kind == kind {
				fmt.Fprintf(w, "%s\t%s\t%s\n", kind, m.Name, m.Title)
			}
		}
	}
	return w.Flush()
}

// printSymbols prints a model's parameters, states, inputs and receptors.
func printSymbols(t *terminal, m *ir.Mechanism) error {
	w := table(t.out)
	for _, role := range []ir.Role{ir.Param, ir.State, ir.Input} {
		symbols := m.Of(role)
		if len(symbols) > 0 {
			fmt.Fprintf(w, "\n%s\tvalue\tunit\tmeaning\n", role)
		}
		for _, i := range symbols {
			s := &m.Symbols[i]
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.Name, initial(m, s), s.Unit, s.Doc)
		}
	}
	if len(m.Receptors) > 0 {
		fmt.Fprintf(w, "\nreceptor\tweight\t\tmeaning\n")
	}
	for _, r := range m.Receptors {
		fmt.Fprintf(w, "%s\t%s\t\t%s\n", r.Name, r.Unit, r.Doc)
	}
	return w.Flush()
}

// initial prints a constant default in the unit it was written in, and a dash
// for what follows from other values.
func initial(m *ir.Mechanism, s *ir.Symbol) string {
	if s.Init == ir.None {
		return ""
	}
	n := m.Graph.At(s.Init)
	if n.Op != ir.Const {
		return "–"
	}
	u, err := unit.Parse(s.Unit)
	if err != nil || m.Membrane != nil { // "weight", in the receptor's unit; as written
		return fmt.Sprintf("%.6g", n.Imm)
	}
	return fmt.Sprintf("%.6g", u.FromInternal(n.Imm))
}
