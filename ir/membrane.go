package ir

import "slices"

// Membrane is what a mechanism does on the membrane of a compartment ([Channel],
// [PointProcess]) or by itself ([ArtificialCell]). Its lanes are instances; what
// belongs to the compartment they sit in has Place Compartment, and the weights
// of the connections that end at them Place Connection.
//
// Statements have been composed: within one list every value reads what was
// before the list, and the assignments are simultaneous.
//
// Numbers are in the units of NEURON, which are those that the symbols carry as
// written: ms, mV, mM, um, degC; of a channel mA/cm2 and S/cm2, of a point process
// nA and uS. Only what meets the solver is converted: see [MembranePlan].
type Membrane struct {
	Ions     []Ion
	Currents []Current
	// Initial sets the states and other values before the run.
	Initial []Assign
	// Present sets what stands beside the currents, such as a conductance that is recorded.
	Present []Assign
	// Advance moves the states over dt as the text says. Nil where only the
	// equations say how; then Options.Method does.
	Advance []Assign
	// Choices tell how Advance moves each state.
	Choices []Choice
	// Receive is what an event does; nil where none is expected.
	Receive *Receive
	// Sends are the events that the instance sends itself at the start of the run.
	Sends  []Send
	Limits []Limit
	// Native names what the simulator itself puts in the place of the
	// mechanism, which then has nothing but parameters: "vecstim".
	Native string
}

// Ion is a kind of ion that a mechanism reads or writes. The symbols are those of
// the compartment, −1 where not used: the total current, the reversal potential
// and the concentrations.
type Ion struct {
	Name                                string // "ca", as in ica, eca, cai, cao
	Valence                             float64
	Current, Potential, Inside, Outside int
	WritesPotential                     bool
	WritesInside, WritesOutside         bool
}

// Current is one current that flows through the membrane, outward positive, or
// from an electrode, inward positive. It is a density in mA/cm2 of a channel, nA of
// a point process.
type Current struct {
	Name      string
	Symbol    int // keeps the value of this instance
	Value     Ref
	Ion       int // index in Ions, −1 for a nonspecific current
	Electrode bool
	Pos       Pos
}

// Receive is what the arrival of an event does. Args are the symbols of Place
// Connection, the weight first; Flag tells who sent it: 0 is a connection.
type Receive struct {
	Args    []int
	Assigns []Assign
	Sends   []Send
	Spike   Ref // mask of instances that send an event on; None
	// Connect sets the values of a connection before the run, once for each.
	Connect      []Assign
	ConnectSends []Send
}

// Send is an event that an instance sends itself after Delay (ms) where When holds
// (None: always). Where Moves is set, the event underway is moved instead.
type Send struct {
	When        Ref
	Delay, Flag Ref
	Moves       bool
	Pos         Pos
}

// Limit is the range of a parameter outside of which the mechanism means nothing.
type Limit struct {
	Symbol    int
	Low, High float64
	Why       string
}

// IonOf returns the name of the ion that a compartment's symbol belongs to, "" if none.
func (m *Mechanism) IonOf(symbol int) string {
	if m.Membrane == nil {
		return ""
	}
	for _, ion := range m.Membrane.Ions {
		switch symbol {
		case ion.Current, ion.Potential, ion.Inside, ion.Outside:
			return ion.Name
		}
	}
	return ""
}

// Insertable reports whether the mechanism can be in compartments by itself: a channel,
// or a point process that needs no connection.
func (m *Mechanism) Insertable() bool {
	return m.Kind == Channel || m.Kind == PointProcess && m.Membrane.Receive == nil
}

// Reads reports whether anything that the mechanism does depends on a symbol.
func (m *Mechanism) Reads(symbol int) bool {
	return slices.Contains(m.Graph.Uses(m.roots()...), symbol)
}

// roots are the values of a mechanism with a Membrane.
func (m *Mechanism) roots() []Ref {
	p := m.Membrane
	assigns := [][]Assign{p.Initial, p.Present, p.Advance}
	sends := slices.Clone(p.Sends)
	var out []Ref
	if r := p.Receive; r != nil {
		assigns = append(assigns, r.Assigns, r.Connect)
		sends = append(append(sends, r.Sends...), r.ConnectSends...)
		out = append(out, r.Spike)
	}
	for _, list := range assigns {
		for _, a := range list {
			out = append(out, a.Value)
		}
	}
	for _, s := range sends {
		out = append(out, s.When, s.Delay, s.Flag)
	}
	for _, c := range p.Currents {
		out = append(out, c.Value)
	}
	for _, o := range m.ODEs {
		out = append(out, o.Rate)
		for _, n := range o.Noise {
			out = append(out, n.Amplitude)
		}
	}
	return out
}
