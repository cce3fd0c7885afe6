package sim

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// cutMechanism removes a mechanism's name from a variable's: m of hh.m.
func cutMechanism(name, mechanism string) (string, bool) {
	return strings.CutPrefix(name, mechanism+".")
}

// aimShaped finds the elements of a probe's compartments.
func (s *Simulation) aimShaped(q *probe, h *shaped) error {
	cells := q.Cells
	if cells == nil {
		cells = countTo(q.Population.Size)
	}
	h.keep(q.Variable)
	q.places = make([]place, len(cells))
	for i, cell := range cells {
		if q.Stimulus != nil {
			q.places[i] = h.electrode(q.Stimulus, int(cell))
			continue
		}
		compartment := network.Site(q.Sites, i, h.shape.Of(int(cell)))
		var err error
		if q.places[i], err = h.find(q.Variable, int(cell), compartment); err != nil {
			return err
		}
	}
	return nil
}

// electrode is where the current of a stimulus into a cell is kept.
func (h *shaped) electrode(st *network.Stimulus, cell int) place {
	for _, x := range h.passages {
		if lane := cell - st.Target.Lo; x.stimulus == st && lane >= 0 && lane < len(x.passed) {
			return place{x.passed, lane}
		}
	}
	return place{[]float64{0}, 0}
}

// gather copies what a probe of compartments sees.
func (q *probe) gather() []float64 {
	q.values = q.values[:0]
	for _, p := range q.places {
		q.values = append(q.values, p.column[p.at])
	}
	return q.values
}

// place is an element of a column.
type place struct {
	column []float64
	at     int
}

// find returns where a variable of a compartment is kept.
func (h *shaped) find(name string, cell, compartment int) (place, error) {
	at := h.element(cell, compartment)
	if column := h.shared(name); column != nil {
		return place{column, int(at)}, nil
	}
	for _, m := range h.membranes {
		own, ok := cutMechanism(name, m.mechanism.Name)
		if !ok || !m.inserted {
			continue
		}
		_, column, ok := m.columns.find(own)
		i := search(m.at, int(at))
		switch {
		case !ok:
			return place{}, unknownVariable(m.plan, own, m.mechanism.Name)
		case i == len(m.at) || m.at[i] != at:
		case len(column) == 1:
			return place{column, 0}, nil
		default:
			return place{column, m.lane(i)}, nil
		}
	}
	if ion, _ := strings.CutPrefix(name, "i"); name == network.TransmembraneCurrent || name == network.CapacitiveCurrent || h.unread[ion] {
		return place{}, fmt.Errorf("%s is known only where a probe records it", name)
	}
	return place{}, fmt.Errorf("cell %d has no %s in compartment %d: record it where its mechanism is inserted", cell, name, compartment)
}

// shared is a column that every compartment has a part of, or nil.
func (h *shaped) shared(name string) []float64 {
	switch name {
	case "v":
		return h.system.V
	case network.TransmembraneCurrent:
		return h.transmembrane
	case network.CapacitiveCurrent:
		return h.capacitive
	}
	for _, x := range h.ions {
		switch name {
		case "i" + x.name:
			if h.unread[x.name] {
				return nil
			}
			return x.current
		case "e" + x.name:
			return x.potential
		case x.name + "i":
			return x.inside
		case x.name + "o":
			return x.outside
		}
	}
	return nil
}

// valuesOf copies a variable at the detectors of all cells.
func (h *shaped) valuesOf(name string) ([]float64, error) {
	out := make([]float64, len(h.detectors))
	for cell := range out {
		p, err := h.find(name, cell, h.shape.Of(cell).Detector.Compartment)
		if err != nil {
			return nil, err
		}
		out[cell] = p.column[p.at]
	}
	return out, nil
}

// valuesOf copies a variable of point processes, in the order of the connections' table.
func (x *membrane) valuesOf(name, where string) ([]float64, error) {
	i, column, ok := x.columns.find(name)
	if !ok {
		return nil, unknownVariable(x.plan, name, where)
	}
	if sym := x.plan.Symbols[i]; len(x.at) < len(x.of) && sym.Role != ir.Param && sym.Place != ir.Connection {
		return nil, fmt.Errorf("%s: its synapses of one compartment share %s: give it a probe of %s, which keeps them apart", where, name, name)
	}
	out := make([]float64, len(x.of))
	for number, lane := range x.of {
		switch {
		case x.plan.Symbols[i].Place == ir.Connection:
			out[number] = column[number]
		default:
			out[number] = column[min(int(lane), len(column)-1)]
		}
	}
	return out, nil
}
