package circuit

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/format/sonata"
)

// defaultDelay is what NEST and NEURON give a connection without one, ms.
const defaultDelay = 1.0

// readEdges reads all files of edges.
func (l *loader) readEdges() {
	for _, file := range l.config.Edges {
		populations, err := sonata.ReadEdges(file.File, file.Types)
		if err != nil {
			l.mistake(err)
			continue
		}
		for _, edges := range populations {
			if err := l.addEdges(edges); err != nil {
				l.mistakeIn(file.File, fmt.Errorf("edges %s: %w", edges.Population, err))
			}
		}
	}
}

// wires is the edges of a population, by row.
type wires struct {
	*sonata.Edges
	source, target       *cells
	sourceRow, targetRow []int
	types                map[uint32]synapse // by edge type
	count                []float64          // nsyns
	weight, delay        []float64
	place                places
}

func (l *loader) addEdges(edges *sonata.Edges) error {
	w := &wires{Edges: edges}
	var err error
	if w.source, w.sourceRow, err = l.ends(edges.Source, edges.SourceID); err != nil {
		return err
	}
	if w.target, w.targetRow, err = l.ends(edges.Target, edges.TargetID); err != nil {
		return err
	}
	w.types = l.synapseParams(w)
	if err = l.checkTypes(w); err != nil {
		return err
	}
	if w.count, err = w.numbers("nsyns"); err != nil {
		return err
	}
	if i := slices.IndexFunc(w.count, func(n float64) bool { return n < 0 || n > math.MaxInt32 }); i >= 0 {
		return fmt.Errorf("edge %d: nsyns is %g, want a number of synapses", i, w.count[i])
	}
	if w.weight, err = w.weights(); err != nil {
		return err
	}
	if w.place, err = w.places(); err != nil {
		return err
	}
	if w.delay, err = l.delays(w); err != nil {
		return err
	}
	return l.project(w)
}

// ends finds the population and the rows of edges' cells.
func (l *loader) ends(population string, ids []uint32) (*cells, []int, error) {
	c := l.byName[population]
	if c == nil {
		return nil, nil, fmt.Errorf("no population of nodes %q%s", population, nearest(population, l.populations()))
	}
	rows := make([]int, len(ids))
	unknown := 0
	for i, id := range ids {
		row, ok := c.row[id]
		if !ok {
			unknown++
		}
		rows[i] = row
	}
	if unknown > 0 {
		return nil, nil, fmt.Errorf("%d edges name nodes that population %s does not have", unknown, population)
	}
	return c, rows, nil
}

func (l *loader) populations() []string {
	var names []string
	for _, c := range l.cells {
		names = append(names, c.nodes.Population)
	}
	return names
}

// checkTypes refuses edge types onto points that are more than a weight and a delay.
func (l *loader) checkTypes(w *wires) error {
	onto := w.typesOntoPoints()
	for _, id := range w.Types.IDs {
		if !onto[id] {
			continue
		}
		if template, ok := w.Types.Text(id, "model_template"); ok && strings.TrimPrefix(template, "nest:") != "static_synapse" {
			return fmt.Errorf("type %d: model_template %q is not supported for points; static_synapse is", id, template)
		}
		s := w.types[id]
		for _, name := range slices.Sorted(maps.Keys(s.params)) {
			l.warnf("%s: %s is ignored: synapses of points have a weight, a delay and a sign", s.file, name)
		}
	}
	return nil
}

// typesOntoPoints are the edge types that have edges onto cells without shape.
func (w *wires) typesOntoPoints() map[uint32]bool {
	onto := map[uint32]bool{}
	for row, id := range w.TypeID {
		if !w.ontoShape(row) {
			onto[id] = true
		}
	}
	return onto
}

// ontoShape reports whether an edge ends at a cell with shape.
func (w *wires) ontoShape(row int) bool {
	return w.target.parts[w.target.part[w.targetRow[row]]].hasShape()
}

// weights computes weights in the simulator's unit, shape (edges): syn_weight times the
// weight_function and, for points, which have but one synapse an edge, × nsyns × sign.
// What the columns lack, the type's file of parameters may have.
func (w *wires) weights() ([]float64, error) {
	weight, err := w.numbers("syn_weight")
	if err != nil {
		return nil, err
	}
	tuning, err := w.tuning()
	if err != nil {
		return nil, err
	}
	missing := 0
	for i, id := range w.TypeID {
		p := w.of(id)
		weight[i] = given(weight[i], p.weight) * tuning(i)
		if !w.ontoShape(i) {
			weight[i] *= given(w.count[i], 1) * p.sign
		}
		if math.IsNaN(weight[i]) {
			missing++
		}
	}
	if missing > 0 {
		return nil, fmt.Errorf("%d edges have no syn_weight, neither in the file nor by their type", missing)
	}
	return weight, nil
}

// delays returns the delay of every edge in ms, shape (edges).
func (l *loader) delays(w *wires) ([]float64, error) {
	delay, err := w.numbers("delay")
	if err != nil {
		return nil, err
	}
	assumed := 0
	for i, id := range w.TypeID {
		delay[i] = given(delay[i], w.of(id).delay)
		if math.IsNaN(delay[i]) {
			delay[i] = defaultDelay
			assumed++
		}
	}
	if assumed > 0 {
		l.warnf("edges %s: %d have no delay: %g ms is assumed", w.Population, assumed, defaultDelay)
	}
	return delay, nil
}

// numbers is an attribute of all edges, NaN where it is missing.
func (w *wires) numbers(name string) ([]float64, error) {
	if !w.Has(name) {
		return slices.Repeat([]float64{math.NaN()}, w.Len()), nil
	}
	return w.Numbers(name)
}

// given is x, or otherwise if x is missing.
func given(x, otherwise float64) float64 {
	if math.IsNaN(x) {
		return otherwise
	}
	return x
}

// plain is a type without such a file.
var plain = synapse{weight: math.NaN(), delay: math.NaN(), sign: 1}

// of is the synapse of an edge type, which a circuit without a table of types
// does not describe.
func (w *wires) of(id uint32) synapse {
	if s, ok := w.types[id]; ok {
		return s
	}
	return plain
}
