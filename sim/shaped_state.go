package sim

import (
	"fmt"
	"io"
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// This file looks at, saves and changes the state of cells with shape.

// checks lists every state of cells with shape.
func (h *shaped) checks(name string) []check {
	elements := func(i int) (int, string) { return h.where(int32(i)) }
	list := []check{{name, "v", h.system.V, -1, elements}}
	for _, x := range h.ions {
		list = append(list, check{name, x.name + "i", x.inside, -1, elements})
	}
	for _, m := range h.membranes {
		for x, sym := range m.plan.Symbols {
			if (sym.Role == ir.State || sym.Role == ir.Weight) && sym.Place != ir.Compartment {
				list = append(list, check{name, m.mechanism.Name + "." + sym.Name, m.columns.values[x], -1,
					func(i int) (int, string) { return h.where(m.element(sym.Place, i)) }})
			}
		}
	}
	return list
}

// element is where a lane or connection is.
func (x *membrane) element(p ir.Place, i int) int32 {
	if p == ir.Connection {
		return x.at[x.of[i]]
	}
	return x.index[ir.Compartment][i]
}

// where names the cell and the section of an element. A joint belongs to none; the
// nearest element before it is about as near as one can get.
func (h *shaped) where(element int32) (cell int, section string) {
	for h.cell[element] < 0 && element > 0 {
		element--
	}
	cell = max(int(h.cell[element]), 0)
	t := h.shape.Of(cell).Tree
	return cell, t.Morphology.Name(t.Compartments[h.inside[element]].Section)
}

// setShaped changes a parameter of a channel in all its places between runs.
func (s *Simulation) setShaped(pop *population, name string, v network.Value) error {
	for _, m := range pop.shaped.membranes {
		own, ok := cutMechanism(name, m.mechanism.Name)
		if !ok {
			continue
		}
		x, column, ok := m.columns.find(own)
		switch {
		case !ok || m.plan.Symbols[x].Role != ir.Param:
			return unknownVariable(m.plan, own, m.mechanism.Name)
		case v.Varied() || v.Course != nil:
			return fmt.Errorf("population %s: %s becomes one number between runs, in all places", pop.Name, name)
		}
		fillConstant(column, v.Constant)
		s.restored(pop.shaped)
		return nil
	}
	return fmt.Errorf("population %s has no channel with %s: name the channel and its parameter, as in hh.gnabar", pop.Name, name)
}

// restored computes anew what follows from parameters and state.
func (s *Simulation) restored(h *shaped) {
	for _, m := range h.membranes {
		s.rederive(m.columns)
		if m.split != nil {
			s.rederive(m.split.columns)
		}
	}
	for i := range h.detectors {
		h.detectors[i].v = h.system.V[h.detectors[i].at]
	}
	for _, p := range h.pieces {
		p.done = s.clock.step
	}
	h.foldLeaks(s)
}

// digest writes what must agree between two runs of which one goes on with the other's state.
func (h *shaped) digest(w io.Writer) {
	fmt.Fprintln(w, h.numerics, h.shape.Celsius, h.system.Len, len(h.pieces), h.area, len(h.passages), len(h.transmembrane), len(h.capacitive))
	for _, m := range h.membranes {
		fmt.Fprintln(w, m.mechanism.Name, m.mechanism.Text, len(m.at), m.plan)
	}
}

// shaped visits the state of cells with shape.
func (v *visitor) shaped(h *shaped) {
	v.numbers(h.system.V)
	for _, x := range h.ions {
		for _, column := range [][]float64{x.current, x.potential, x.inside, x.outside} {
			v.numbers(column)
		}
	}
	for _, m := range h.membranes {
		for x, column := range m.columns.values {
			if m.plan.Symbols[x].Place != ir.Compartment {
				v.numbers(column)
			}
		}
		v.numbers(m.events)
	}
	for _, p := range h.pieces {
		for i := range p.due {
			v.messages(&p.due[i])
		}
		v.messages((*[]message)(&p.own))
	}
	v.numbers(h.transmembrane)
	v.numbers(h.capacitive)
	for _, x := range h.passages {
		v.numbers(x.passed)
	}
}

func (v *visitor) messages(list *[]message) {
	n := v.length(len(*list))
	if v.r != nil {
		*list = slices.Grow((*list)[:0], min(n, 1<<16))
	}
	for i := 0; i < n && v.err == nil; i++ {
		var m message
		if v.w != nil {
			m = (*list)[i]
		}
		v.message(&m)
		if v.r != nil {
			*list = append(*list, m)
		}
	}
}

func (v *visitor) message(m *message) {
	call, lane, connection := int64(m.call), int64(m.lane), int64(m.connection)
	v.number(&m.time)
	v.integer(&call)
	v.integer(&lane)
	v.integer(&connection)
	v.number(&m.flag)
	v.truth(&m.own)
	m.call, m.lane, m.connection = int32(call), int32(lane), int32(connection)
}

func (v *visitor) truth(b *bool) {
	x := int64(0)
	if *b {
		x = 1
	}
	v.integer(&x)
	*b = x == 1
}
