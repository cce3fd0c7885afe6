package equation

import (
	"math"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// Numbers on a membrane. The columns of a channel or point hold numbers in the
// units that are written in the text, as those of a MOD file do: a peak
// conductance of 0.04 S/cm2 is 0.04. Expressions are evaluated in a coherent system
// in which those units are 1, so that no factor appears in a kernel. For a point this is
// the internal one; for a channel the internal one but for the current, whose
// unit is 10 pA: with um and mV it makes mA/cm2 and S/cm2 the units of
// current density and conductance density. A symbol written in any other unit, such as
// uS/cm2, is converted where it is loaded and stored, and temperatures from degC to K.

// perTenPicoampere is 10 pA in internal units, inverted.
const perTenPicoampere = 100

// scale is the size of the internal unit of a dimension in the mechanism's system.
func (b *builder) scale(dim unit.Dimension) float64 {
	if b.m.Kind != ir.Channel {
		return 1
	}
	// With length, time and voltage as they are, mass goes as current does.
	return math.Pow(perTenPicoampere, float64(int(dim.Mass)+int(dim.Current))/2)
}

// scaled is a quantity of the text in the mechanism's system.
func (b *builder) scaled(digits, written string, q unit.Quantity) float64 {
	k := b.scale(q.Dim)
	if k == 1 {
		return q.Value
	}
	u, _ := unit.Parse(written)
	return number(digits) * (u.ToInternal(1) * k)
}

// factor and offset turn a symbol's number, as written, into the mechanism's system.
func (b *builder) factor(slot int) (factor, offset float64) {
	s := &b.m.Symbols[slot]
	u, err := unit.Parse(s.Unit)
	if err != nil || s.Unit == "" {
		return 1, 0
	}
	if u.IsAffine() {
		return 1, u.ToInternal(0)
	}
	return u.ToInternal(1) * b.scale(s.Dim), 0
}

// asWritten rewrites the whole mechanism in terms of the numbers that its columns hold.
func (b *builder) asWritten() {
	by := map[int]ir.Ref{}
	for slot := range b.m.Symbols {
		x := b.g.Load(slot, b.m.Symbols[slot].Pos)
		factor, offset := b.factor(slot)
		if y := b.g.Add(b.g.Mul(x, b.g.Const(factor)), b.g.Const(offset)); y != x {
			by[slot] = y
		}
	}
	loaded := func(r *ir.Ref) { *r = b.g.Substitute(*r, by) }
	stored := func(slot int, r *ir.Ref) {
		loaded(r)
		factor, _ := b.factor(slot)
		*r = b.g.Div(*r, b.g.Const(factor))
	}
	for i := range b.m.ODEs {
		o := &b.m.ODEs[i]
		stored(o.Symbol, &o.Rate)
		for j := range o.Noise {
			stored(o.Symbol, &o.Noise[j].Amplitude)
		}
	}
	m := b.m.Membrane
	lists := [][]ir.Assign{m.Initial, m.Present, m.Advance}
	if m.Receive != nil {
		lists = append(lists, m.Receive.Assigns, m.Receive.Connect)
	}
	for _, list := range lists {
		for i := range list {
			stored(list[i].Symbol, &list[i].Value)
		}
	}
	for i := range m.Currents {
		loaded(&m.Currents[i].Value)
	}
	for slot := range b.m.Symbols {
		if s := &b.m.Symbols[slot]; b.isState(slot) && s.Init != ir.None {
			stored(slot, &s.Init)
		}
	}
}
