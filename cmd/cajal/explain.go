package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/script"
)

// explainCommand is cajal explain.
type explainCommand struct {
	Model  string            `arg:"" help:"A model of the library, a file of equations (.eq), a mechanism of NEURON (.mod), a script (.star) or a SONATA configuration (.json)."`
	Pass   string            `placeholder:"NAME" help:"Show only what this pass makes: ${passes}."`
	Method string            `placeholder:"NAME" help:"Integrate by this method instead of the one that the equations suggest: ${methods}."`
	Asm    bool              `help:"Show the machine code, with the source of each instruction: the pass ${code}."`
	Set    map[string]string `placeholder:"K=V" help:"Set a parameter of the script; may be repeated." mapsep:"none"`
}

// pass shows what becomes of a mechanism at one stage.
type pass struct {
	name  string
	title string // "" for the text itself, which needs none
	extra bool   // shown only when asked for
	show  func(io.Writer, *ir.Plan) error
}

// passes are the stages in order.
var passes = []pass{
	{"equations", "", false, showEquations},
	{"check", "what each name is", false, showSymbols},
	{"integrate", "how each state is integrated", false, showIntegrators},
	{"schedule", "what is computed, by the step and on events", false, showKernels},
	{"jacobian", "derivatives of the equations", true, showJacobian},
	{"adjoint", "derivatives of the kernels", true, showAdjoints},
	{codePass, "machine code of the kernels", true, showCode},
}

// codePass is the pass that --asm asks for.
const codePass = "code"

func passNames() []string {
	var names []string
	for _, p := range passes {
		names = append(names, p.name)
	}
	return names
}

// Run explains the mechanism, or each mechanism of a network once.
func (c explainCommand) Run(ctx context.Context, t *terminal) error {
	if c.Asm {
		c.Pass = codePass
	}
	if c.Pass != "" && !slices.Contains(passNames(), c.Pass) {
		return unknown("pass", c.Pass, passNames())
	}
	if c.Method != "" && !slices.Contains(ir.Methods(), c.Method) {
		return unknown("method", c.Method, ir.Methods())
	}
	list, err := c.uses(ctx, t)
	if err != nil {
		return err
	}
	for i, u := range list {
		if i > 0 {
			fmt.Fprintln(t.out)
		}
		if u.where != "" {
			heading(t.out, u)
		}
		if err := c.show(t.out, u.plan); err != nil {
			return err
		}
	}
	return sayInterpreter(t.out)
}

// show prints what each pass makes, or the one asked for.
func (c explainCommand) show(out io.Writer, plan *ir.Plan) error {
	for _, p := range passes {
		if c.Pass != p.name && (c.Pass != "" || p.extra) {
			continue
		}
		if c.Pass == "" && p.title != "" {
			fmt.Fprintf(out, "\nAfter pass %s: %s\n", p.name, p.title)
		}
		if err := p.show(out, plan); err != nil {
			return err
		}
	}
	return nil
}

// uses lowers the mechanisms, or takes those of a network as it would run.
func (c explainCommand) uses(ctx context.Context, t *terminal) ([]use, error) {
	mechanisms, err := mechanismsOf(c.Model)
	if err != nil {
		return nil, err
	}
	if mechanisms == nil {
		return networkUses(ctx, t, c.Model, c.Set)
	}
	var list []use
	for _, m := range mechanisms {
		plan, err := ir.Lower(m, ir.Options{Method: ir.Method(c.Method), ByEvent: m.ByEvent})
		if err != nil {
			return nil, err
		}
		list = append(list, use{"", plan})
	}
	return list, nil
}

// mechanismsOf reads a file of mechanisms or takes a model of the library; nil for
// a network.
func mechanismsOf(model string) ([]*ir.Mechanism, error) {
	if isMechanism(model) {
		list, _, err := readMechanisms(model)
		return list, err
	}
	if _, err := os.Stat(model); err == nil || filepath.Ext(model) != "" {
		return nil, nil
	}
	m, err := models.Load(model)
	return []*ir.Mechanism{m}, err
}

// networkUses returns the mechanisms of a model's networks, each once.
func networkUses(ctx context.Context, t *terminal, model string, set map[string]string) ([]use, error) {
	opt, err := how{Backend: defaultBackend}.options(t)
	if err != nil {
		return nil, err
	}
	result, err := runModel(ctx, model, script.Options{Options: opt, Set: set, CheckOnly: true})
	if err != nil {
		return nil, err
	}
	var list []use
	for _, r := range result.Runs {
		plans := map[*network.Population]*ir.Plan{}
		for _, p := range r.Network().Populations {
			if p.Model != nil {
				plans[p] = r.Sim.Plan(p)
			}
		}
		more, err := uses(r.Network(), plans)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	if list == nil {
		return nil, errors.New("the network has no equations")
	}
	return list, nil
}

func showEquations(w io.Writer, p *ir.Plan) error {
	_, err := fmt.Fprintf(w, "%s\n", strings.TrimSpace(p.Mechanism.Text))
	return err
}

// showSymbols prints every name with its role, place and unit as checked.
func showSymbols(out io.Writer, p *ir.Plan) error {
	w := table(out)
	fmt.Fprintf(w, "\nname\trole\tplace\tunit\n")
	for i := range p.Mechanism.Symbols {
		s := &p.Mechanism.Symbols[i]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.Name, s.Role, s.Place, s.Dim)
	}
	return w.Flush()
}

func showIntegrators(out io.Writer, p *ir.Plan) error {
	w := table(out)
	if len(p.Integrators) > 0 {
		fmt.Fprintf(w, "\nstate\tintegrator\twhy\n")
	}
	for _, choice := range p.Integrators {
		fmt.Fprintf(w, "%s\t%s\t%s\n", choice.State, choice.Method, choice.Why)
	}
	return w.Flush()
}

func showKernels(w io.Writer, p *ir.Plan) error {
	_, err := fmt.Fprintf(w, "\n%s", p)
	return err
}

func showJacobian(w io.Writer, p *ir.Plan) error {
	_, err := fmt.Fprintf(w, "\n%s", p.Mechanism.Jacobian(ir.Options{}).Kernel)
	return err
}

// showAdjoints prints the adjoint of every kernel that has one.
func showAdjoints(w io.Writer, p *ir.Plan) error {
	for _, k := range p.Kernels() {
		adjoint, err := k.Adjoint(steepness)
		if err != nil {
			fmt.Fprintf(w, "\n%v\n", err)
			continue
		}
		fmt.Fprintf(w, "\n%s", adjoint.Kernel)
	}
	return nil
}

// steepness of a spike's surrogate derivative, 1/mV, in what explain prints.
const steepness = 1
