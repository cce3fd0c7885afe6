package native

import "fmt"

// verify follows the contents of registers and spill memory through allocated code and
// reports the first instruction that does not read what its node asks for. It knows
// nothing of how the code came about.
func verify(g *graph, order []ref, code *allocation) error {
	v := verifier{g: g, slots: make([]ref, code.slots), stored: map[uint64]bool{}, done: map[ref]bool{}}
	for _, f := range [][]ref{v.regs[vectorFile][:], v.regs[maskFile][:], v.slots} {
		for i := range f {
			f[i] = none
		}
	}
	for r := range g.nodes {
		if n := &g.nodes[r]; n.code == given {
			v.slots[n.imm] = ref(r)
		}
	}
	for at := range code.insts {
		if err := v.step(&code.insts[at]); err != nil {
			return fmt.Errorf("instruction %d: %w", at, err)
		}
	}
	for _, r := range order {
		if !v.done[r] {
			return fmt.Errorf("node %d (%s) was not computed", r, g.nodes[r].code)
		}
	}
	return nil
}

type verifier struct {
	g      *graph
	regs   [2][32]ref
	slots  []ref
	stored map[uint64]bool
	done   map[ref]bool
}

func (v *verifier) step(i *inst) error {
	file := v.g.file(i.node)
	switch i.kind {
	case reload:
		got, err := v.read(i)
		if err != nil || got != i.node {
			return v.wrong(i, "loads", got, err)
		}
	case spill:
		if got := v.regs[file][i.reg]; got != i.node {
			return v.wrong(i, "spills", got, nil)
		}
		v.slots[i.mem.n] = i.node
		return nil
	case duplicate:
		if got := v.regs[file][i.rm]; got != i.node {
			return v.wrong(i, "copies", got, nil)
		}
	case doEffect:
		return v.effect(i)
	case compute:
		if err := v.compute(i); err != nil {
			return err
		}
		v.done[i.node] = true
	}
	if file == maskFile && i.reg < firstMask {
		return fmt.Errorf("mask register %d is not for values", i.reg)
	}
	v.regs[file][i.reg] = i.node
	return nil
}

func (v *verifier) wrong(i *inst, what string, got ref, err error) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("%s node %d, want node %d (%s)", what, got, i.node, v.g.nodes[i.node].code)
}

// read is the value in memory that an instruction reads.
func (v *verifier) read(i *inst) (ref, error) {
	switch i.mem.kind {
	case slotPlace:
		return v.slots[i.mem.n], nil
	case leafPlace:
		n := &v.g.nodes[i.mem.n]
		if !n.inMemory() {
			return none, fmt.Errorf("node %d (%s) is not in memory", i.mem.n, n.code)
		}
		if n.code == load && v.stored[n.imm] {
			return none, fmt.Errorf("node %d is loaded after its column was stored", i.mem.n)
		}
		return ref(i.mem.n), nil
	}
	return none, fmt.Errorf("no memory to read")
}

// operand is the last operand of an instruction.
func (v *verifier) operand(i *inst, file int) (ref, error) {
	if i.mem.kind == nowhere {
		return v.regs[file][i.rm], nil
	}
	return v.read(i)
}

func (v *verifier) effect(i *inst) error {
	n := &v.g.nodes[i.node]
	if got := v.regs[v.g.file(n.a)][i.reg]; got != n.a {
		return fmt.Errorf("%s of node %d, want node %d", n.code, got, n.a)
	}
	if n.code == mark && v.regs[maskFile][i.k] != n.b {
		return fmt.Errorf("%s where node %d, want node %d", n.code, v.regs[maskFile][i.k], n.b)
	}
	if v.done[i.node] {
		return fmt.Errorf("%s is done twice", n.code)
	}
	v.done[i.node] = true
	switch n.code {
	case store, mark:
		v.stored[n.imm] = true
	case leave:
		v.slots[n.imm] = n.a
	case spike:
		if v.g.changesMore(spike) {
			v.regs[vectorFile][i.extra] = none
		}
	}
	return nil
}

// compute checks the operands of an instruction that makes a new value.
func (v *verifier) compute(i *inst) error {
	n := &v.g.nodes[i.node]
	operands, base, err := v.reads(i, n)
	if err != nil {
		return err
	}
	if want := n.code.instruction(v.g.target); base != want {
		return fmt.Errorf("%s is done by %s, want %s", n.code, base, want)
	}
	if !v.imm(i, n) {
		return fmt.Errorf("%s of node %d has the wrong immediate", n.code, i.node)
	}
	want := []ref{n.a, n.b, n.c}
	swapped := codes[n.code].commutes && operands[0] == want[1] && operands[1] == want[0]
	if swapped {
		operands[0], operands[1] = operands[1], operands[0]
	}
	for j, w := range want[:codes[n.code].args] {
		if operands[j] != w {
			return fmt.Errorf("operand %d of node %d (%s) is node %d, want node %d", j, i.node, n.code, operands[j], w)
		}
	}
	if v.g.changesMore(n.code) {
		if i.extra == i.reg || i.extra == i.v {
			return fmt.Errorf("%s uses register %d twice", n.code, i.extra)
		}
		v.regs[vectorFile][i.extra] = none
	}
	return nil
}
