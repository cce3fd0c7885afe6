package ir

import (
	"fmt"
	"strings"
)

// String prints a kernel as text, one value a line, for cajal explain and for tests.
func (k *Kernel) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "kernel %s\n", k.Name)
	for i := range k.Columns {
		c := &k.Columns[i]
		fmt.Fprintf(&b, "  column %d %s  %s %s%s\n", i, c.Name, c.Role, c.Place, accessText(c))
	}
	for i := range k.Nodes {
		fmt.Fprintf(&b, "  %%%d = %s\n", i, k.nodeText(&k.Nodes[i]))
	}
	for i, m := range k.Matrices {
		fmt.Fprintf(&b, "  matrix %d =%s\n", i, m.text())
	}
	for _, s := range k.Stores {
		verb := "store"
		if s.Add {
			verb = "add"
		}
		fmt.Fprintf(&b, "  %s %s, %%%d%s\n", verb, k.Columns[s.Column].Name, s.Value, maskText(s.Mask))
	}
	if k.Spike != None {
		fmt.Fprintf(&b, "  spike %%%d", k.Spike)
		if k.Offset != None {
			fmt.Fprintf(&b, " at %%%d", k.Offset)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// text writes the entries row by row.
func (m *Matrix) text() string {
	var b strings.Builder
	for i, e := range m.Entries {
		if i > 0 && i%m.N == 0 {
			b.WriteByte(';')
		}
		fmt.Fprintf(&b, " %%%d", e)
	}
	return b.String()
}

func accessText(c *Column) string {
	switch c.Access {
	case One:
		return " (one)"
	case ByIndex:
		return fmt.Sprintf(" (by %s)", Place(c.Index))
	}
	return ""
}

func maskText(m Ref) string {
	if m == None {
		return ""
	}
	return fmt.Sprintf(" where %%%d", m)
}

func (k *Kernel) nodeText(n *Node) string {
	switch n.Op {
	case Const:
		return fmt.Sprintf("%g", n.Imm)
	case Load:
		return "load " + k.Columns[n.Slot].Name
	case Expm:
		m := k.Matrices[n.Slot]
		return fmt.Sprintf("expm matrix %d (%d×%d) [%d,%d]", n.Slot, m.N, m.N, int(n.Imm)/m.N, int(n.Imm)%m.N)
	}
	text := n.Op.String()
	for _, a := range n.Args() {
		text += fmt.Sprintf(" %%%d", a)
	}
	if n.Op.Random() {
		text += fmt.Sprintf(" stream %d", n.Slot)
	}
	return text
}

// Kernels lists the plan's kernels in the order of their use.
func (p *Plan) Kernels() []*Kernel {
	all := []*Kernel{p.Setup, p.SetupLanes}
	all = append(all, p.Init[:]...)
	all = append(all, p.Step)
	if e := p.Events; e != nil {
		all = append(all, e.Advance)
		for _, r := range p.Mechanism.Receptors {
			all = append(all, e.Receive[r.Name])
		}
		all = append(all, e.Detect, e.Reset)
	}
	if s := p.Syn; s != nil {
		all = append(all, s.Couple)
		all = append(all, s.Advance[:]...)
		for _, t := range []Trigger{OnPre, OnPost, OnVolume} {
			all = append(all, s.On[t].Synapse, s.On[t].Lane)
		}
	}
	if m := p.Membrane; m != nil {
		all = append(all, m.Initial, m.Current, m.State, m.Step, m.Connect, m.Receive)
	}
	var out []*Kernel
	for _, k := range all {
		if k != nil {
			out = append(out, k)
		}
	}
	return out
}

// String prints every kernel of the plan.
func (p *Plan) String() string {
	var b strings.Builder
	for _, k := range p.Kernels() {
		b.WriteString(k.String())
	}
	return b.String()
}
