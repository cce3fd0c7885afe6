package circuit

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/spike"
)

// bundle names the edges that become one projection.
type bundle struct {
	source, target int32  // parts of the populations
	kind           uint32 // edge type, or 0 where types are not told apart; onto cells with shape they are
}

// project makes projections of edges: one for each pair of parts and, where
// that costs no memory, each edge type.
func (l *loader) project(w *wires) error {
	rows := w.bundles()
	for _, b := range slices.SortedFunc(maps.Keys(rows), compareBundles) {
		source, target := w.source.parts[b.source], w.target.parts[b.target]
		if target.isVirtual() {
			return fmt.Errorf("%d edges lead to virtual cells of population %s", len(rows[b]), w.Target)
		}
		exact := target.hasShape() || target.population.Model.ByEvent
		source.exact, source.onGrid = source.exact || exact, source.onGrid || !exact
		p, err := l.projection(w, b, rows[b])
		if err != nil {
			return err
		}
		p.Name = w.name(b, len(rows))
		l.circuit.Network.Projections = append(l.circuit.Network.Projections, p)
	}
	return nil
}

func compareBundles(a, b bundle) int {
	return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.target, b.target), cmp.Compare(a.kind, b.kind))
}

// bundles sorts the edges' rows by projection.
func (w *wires) bundles() map[bundle][]int {
	byType := w.typesApart()
	rows := map[bundle][]int{}
	for row := range w.Len() {
		b := bundle{source: w.source.part[w.sourceRow[row]], target: w.target.part[w.targetRow[row]]}
		if byType || w.ontoShape(row) {
			b.kind = w.TypeID[row]
		}
		rows[b] = append(rows[b], row)
	}
	return rows
}

// typesApart reports whether each type gets a projection of its own: most
// types have one weight, which need not be stored for every edge then, nor be
// rounded to 4 bytes. The price is an index of sources for each block of targets.
func (w *wires) typesApart() bool {
	index := len(w.Types.IDs) * w.source.nodes.Len() * spike.Blocks(w.target.nodes.Len())
	return index <= w.Len()
}

// name is that of the edges, with what tells their projections apart.
func (w *wires) name(b bundle, bundles int) string {
	name := w.Population
	if bundles == 1 {
		return name
	}
	if len(w.source.parts)*len(w.target.parts) > 1 {
		name += fmt.Sprintf(" %s→%s", w.source.parts[b.source].population.Name, w.target.parts[b.target].population.Name)
	}
	if w.typesApart() || w.target.parts[b.target].hasShape() {
		name += fmt.Sprintf(" type %d", b.kind)
	}
	return name
}

func (l *loader) projection(w *wires, b bundle, rows []int) (*network.Projection, error) {
	gap, err := w.isGap(rows)
	switch {
	case err != nil:
		return nil, err
	case gap:
		return l.join(w, b, rows)
	case w.target.parts[b.target].hasShape():
		return l.onto(w, b, rows)
	}
	return w.projection(b, rows), nil
}

// projection lists the edges of some rows.
func (w *wires) projection(b bundle, rows []int) *network.Projection {
	source, target := w.source.parts[b.source], w.target.parts[b.target]
	n := len(rows)
	rule := network.Rule{Kind: network.Explicit, Sources: make([]uint32, n), Targets: make([]uint32, n)}
	weight, delay := make([]float64, n), make([]float64, n)
	for i, row := range rows {
		rule.Sources[i] = uint32(w.source.lane[w.sourceRow[row]])
		rule.Targets[i] = uint32(w.target.lane[w.targetRow[row]])
		weight[i] = target.model.weightOf(w.weight[row])
		delay[i] = w.delay[row]
	}
	return &network.Projection{
		Source: network.All(source.population), Target: network.All(target.population),
		Rule: rule, Weight: network.Numbers(weight), Delay: network.Numbers(delay),
	}
}
