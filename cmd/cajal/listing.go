package main

import (
	"fmt"
	"io"

	"github.com/cajal-sim/cajal/backend/native"
	"github.com/cajal-sim/cajal/ir"
)

// showCode lists the machine code of every kernel of the loop, with the node and
// the place in the text that each instruction comes from.
func showCode(w io.Writer, plan *ir.Plan) error {
	b, err := native.New()
	if err != nil {
		return fmt.Errorf("there is no machine code here: %w: the interpreter runs the kernels", err)
	}
	for _, k := range plan.Kernels() {
		p, err := b.Compile(k)
		if err != nil {
			fmt.Fprintf(w, "%s: left to the interpreter: %v\n", k.Name, err)
			continue
		}
		if l, ok := p.(native.Lister); ok {
			fmt.Fprintf(w, "%s\n%s\n", k.Name, l.Listing())
		}
	}
	return nil
}

// sayInterpreter says why kernels are interpreted, where they are.
func sayInterpreter(w io.Writer) error {
	_, err := native.New()
	if err == nil {
		return nil
	}
	_, err = fmt.Fprintf(w, "\nOn this machine the interpreter runs the kernels: %v.\n", err)
	return err
}
