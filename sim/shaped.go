package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/cable"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
)

// Cells with shape. A population of them is one system of cable equations, and
// mechanisms whose lanes are their instances:
//
//	elements    [ cell 0, 1 … ]  columns of the cable's layout: v, areas, ions, currents
//	membrane    instances of one mechanism, ascending by element, which they gather
//	            from and add to through an index table
//	piece       a range of the cable's groups, and so of every membrane's instances:
//	            it takes the whole step by itself
//
// Pieces depend on the description alone and share nothing, and so results do not
// depend on threads.

// shaped is the state of a population of cells with shape.
type shaped struct {
	shape    *network.Shape
	numerics Numerics
	clock    *clock
	// interpolates says that spikes are placed inside a step.
	interpolates bool
	templates    map[*network.Cell]*template
	system       *cable.System
	cell         []int32   // of each element; −1 at joints and in empty lanes
	inside       []int32   // compartment of each element
	opposed      []float64 // ∂i/∂v of electrodes, µS; nil without any
	injected     []float64 // current of electrodes, nA; nil without any
	area         []float64 // µm²
	diameter     []float64 // µm
	celsius      []float64 // shape (1)
	ions         []*ion
	// ions by name whose total current nobody reads, whose potential is one value, whose
	// potential or concentrations a mechanism writes
	unread, uniform, moving map[string]bool
	// opener is the mechanism that sets the sums of currents and conductances; nil: all add
	opener    *ir.Mechanism
	membranes []*membrane
	pieces    []*piece
	detectors []detector
	fields    []*field
	passages  []passage
	// currents through the membrane, nA outwards; nil unless a probe wants them
	transmembrane, capacitive []float64
}

// template is a cell's tree as the cable has it.
type template struct {
	*network.Cell
	tree  *cable.Tree
	place []int32 // in the tree, of each compartment
}

// detector is where a cell spikes.
type detector struct {
	at        int32
	threshold float64
	v         float64 // potential at the start of the step
}

// compileShaped lays out the cells and their channels.
func (s *Simulation) compileShaped(pop *population) error {
	h := &shaped{shape: pop.Shape, numerics: s.opt.Numerics, clock: s.clock, interpolates: pop.Solver == network.Interpolated,
		templates: map[*network.Cell]*template{}, celsius: []float64{pop.Shape.Celsius}}
	pop.shaped = h
	trees := make([]*cable.Tree, pop.Size)
	for i := range trees {
		t, err := h.template(h.shape.Of(i))
		if err != nil {
			return fmt.Errorf("cell %d: %w", i, err)
		}
		trees[i] = t.tree
	}
	h.system = cable.New(trees)
	start, err := s.potentials(pop)
	if err != nil {
		return err
	}
	h.measure(start)
	s.quieten(pop)
	h.opener = s.opening(h)
	for _, m := range h.channels() {
		if err := s.insert(pop, m); err != nil {
			return err
		}
	}
	return nil
}

// template makes the tree of a cell, once.
func (h *shaped) template(c *network.Cell) (*template, error) {
	if t := h.templates[c]; t != nil {
		return t, nil
	}
	t := &template{Cell: c, place: make([]int32, len(c.Tree.Compartments))}
	branches, number := branchesOf(c)
	joined, err := cable.Join(branches)
	if err != nil {
		return nil, err
	}
	t.tree = joined.Tree
	for section, branch := range number {
		lo, _ := c.Tree.Range(section)
		for k, place := range joined.Compartment[branch] {
			t.place[lo+k] = place
		}
	}
	h.templates[c] = t
	return t, nil
}

// element is where in the columns a compartment of a cell stands.
func (h *shaped) element(cell, compartment int) int32 {
	t := h.templates[h.shape.Of(cell)]
	return int32(h.system.Index(cell, int(t.place[compartment])))
}

// potentials are those that the cells of a population begin at, mV; shape (cells).
func (s *Simulation) potentials(pop *population) ([]float64, error) {
	start := make([]float64, pop.Size)
	for i := range start {
		start[i] = pop.Shape.Of(i).Start
	}
	given, ok := pop.Values[network.Potential]
	if !ok {
		return start, nil
	}
	if err := given.Fill(start, s.opt.Seed, pop.entity, drawStream); err != nil {
		return nil, fmt.Errorf("%s: %w", network.Potential, err)
	}
	return start, nil
}

// measure fills in what geometry gives, and the potentials of the cells at t = 0.
func (h *shaped) measure(start []float64) {
	n := h.system.Len
	h.area, h.diameter = make([]float64, n), make([]float64, n)
	h.cell, h.inside = slices.Repeat([]int32{-1}, n), make([]int32, n)
	for cell := range start {
		t := h.templates[h.shape.Of(cell)]
		for place := range t.tree.Len() {
			h.system.V[h.system.Index(cell, place)] = start[cell]
		}
		for i := range t.place {
			at, c := h.element(cell, i), &t.Tree.Compartments[i]
			h.area[at], h.diameter[at] = c.Area, c.Diameter
			h.cell[at], h.inside[at] = int32(cell), int32(i)
		}
		h.detectors = append(h.detectors, detector{at: h.element(cell, t.Detector.Compartment), threshold: t.Detector.Threshold, v: start[cell]})
	}
}

// channels lists the mechanisms that are inserted anywhere, by name: in that order
// they act, which matters where one reads what another writes in the same step.
func (h *shaped) channels() []*ir.Mechanism {
	var list []*ir.Mechanism
	for _, c := range h.shape.Cells {
		for _, x := range c.Insert {
			if !slices.Contains(list, x.Mechanism) {
				list = append(list, x.Mechanism)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *ir.Mechanism) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// insert makes the instances of a channel.
func (s *Simulation) insert(pop *population, m *ir.Mechanism) error {
	h := pop.shaped
	var sites []site
	for cell := range pop.Size {
		for _, x := range h.shape.Of(cell).Insert {
			if x.Mechanism != m {
				continue
			}
			n := len(x.Compartments)
			if x.Compartments == nil {
				n = len(h.shape.Of(cell).Tree.Compartments)
			}
			for k := range n {
				compartment := k
				if x.Compartments != nil {
					compartment = x.Compartments[k]
				}
				sites = append(sites, site{h.element(cell, compartment), k, x.Values})
			}
		}
	}
	x, err := s.newMembrane(pop, m, sites, false)
	if err != nil {
		return err
	}
	x.inserted = true
	return nil
}

// branchesOf are a cell's sections as branches of cable, parents before children,
// and the number of each section's branch.
func branchesOf(c *network.Cell) (branches []cable.Branch, number []int) {
	number = make([]int, len(c.Tree.Morphology.Sections))
	for i, section := range c.Tree.Morphology.Order() {
		number[section] = i
		branches = append(branches, branchOf(c, section, number))
	}
	return branches, number
}

func branchOf(c *network.Cell, section int, number []int) cable.Branch {
	lo, hi := c.Tree.Range(section)
	b := cable.Branch{Parent: -1, Kind: int(c.Tree.Morphology.Sections[section].Type)}
	b.Parent, b.At = attachment(c, lo, number)
	for i := lo; i < hi; i++ {
		part, r := &c.Tree.Compartments[i], c.ResistivityAt(i)
		b.C = append(b.C, c.CapacitanceAt(i)*part.Area)
		b.Near, b.Far = append(b.Near, r*part.Near), append(b.Far, r*part.Far)
	}
	return b
}

// attachment is where a section's first compartment joins another branch.
func attachment(c *network.Cell, first int, number []int) (parent, at int) {
	up := c.Tree.Compartments[first].Parent
	if up < 0 {
		return -1, 0
	}
	section := c.Tree.Compartments[up].Section
	lo, _ := c.Tree.Range(section)
	switch c.Tree.Compartments[first].Joint {
	case morph.AtEnd:
		return number[section], cable.FarEnd
	case morph.AtStart:
		return number[section], cable.NearEnd
	}
	return number[section], up - lo
}
