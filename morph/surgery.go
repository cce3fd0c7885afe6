package morph

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Surgery changes a cell before it is simulated: it removes all sections of a
// type and adds straight ones, last in the order of ids. Its zero value changes
// nothing.
type Surgery struct {
	Remove Type // Undefined for none
	Add    []Stub
}

// Stub is a straight section to be added to a cell.
type Stub struct {
	Type             Type
	Length, Diameter float64 // µm
	OnStub           int     // 1 for the first stub of the surgery and so on, 0 for the first section of the soma
	At               float64 // position on what it is attached to
	// Direction is where it points, starting at the end of what it is attached to, wherever
	// that is; the zero vector leaves it to NEURON's rule, see Operate.
	Direction Vec
}

// Perisomatic returns the surgery of the Allen Institute's perisomatic models,
// aibs_perisomatic in SONATA: two sections of 30 µm length and 1 µm diameter in a
// row on the middle of the soma in place of the axon.
func Perisomatic(*Morphology) (Surgery, error) {
	return Surgery{Remove: Axon, Add: axonStubs(0.5, 1, 1)}, nil
}

// AllActive returns the surgery of the Allen Institute's all-active models,
// aibs_allactive in SONATA: the stubs have the mean diameters of the first and of
// the last section of the axon, and start at the end of the soma.
func AllActive(m *Morphology) (Surgery, error) {
	axon := m.OfType(Axon)
	if len(axon) == 0 {
		return Surgery{}, errors.New("aibs_allactive: the cell has no axon to take diameters from, want one, or aibs_perisomatic")
	}
	first, last := &m.Sections[axon[0]], &m.Sections[axon[len(axon)-1]]
	return Surgery{Remove: Axon, Add: axonStubs(1, first.Diameter(), last.Diameter())}, nil
}

// Directed turns the stubs of a surgery that replaces the axon to where the axon went, the
// Allen Institute's aibs_perisomatic_directed and aibs_allactive_directed in SONATA: along
// the principal axis of the middle of the soma and the axon's last section.
func Directed(m *Morphology, s Surgery) (Surgery, error) {
	axon, soma := m.OfType(Axon), m.OfType(Soma)
	if len(axon) == 0 || len(soma) == 0 {
		return Surgery{}, errors.New("the cell has no axon to take the direction from, want one, or stubs that are not directed")
	}
	body := m.Sections[soma[len(soma)-1]].Points
	middle := body[len(body)/2].Vec
	places := []Vec{middle}
	for _, p := range m.Sections[axon[len(axon)-1]].Points {
		places = append(places, p.Vec)
	}
	along := principalAxis(places)
	if along.dot(places[len(places)-1].sub(middle)) < 0 {
		along = along.scale(-1)
	}
	for i := range s.Add {
		s.Add[i].Direction = along
	}
	return s, nil
}

// principalAxis is the direction in which places vary most.
func principalAxis(places []Vec) Vec {
	var mean Vec
	for _, p := range places {
		mean = mean.add(p.scale(1 / float64(len(places))))
	}
	covariance := mat.NewSymDense(3, nil)
	for _, p := range places {
		d := p.sub(mean)
		covariance.SymRankOne(covariance, 1, mat.NewVecDense(3, d[:]))
	}
	var eigen mat.EigenSym
	eigen.Factorize(covariance, true) // values ascend
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	return Vec{vectors.At(0, 2), vectors.At(1, 2), vectors.At(2, 2)}
}

func axonStubs(at, first, second float64) []Stub {
	return []Stub{
		{Type: Axon, Length: 30, Diameter: first, At: at},
		{Type: Axon, Length: 30, Diameter: second, OnStub: 1, At: 1},
	}
}

// Operate returns the changed cell. Sections that stay keep their order; the new
// ones come last. Stubs without a Direction point where NEURON's define_shape lets them
// point, which matters for extracellular potentials only.
func (m *Morphology) Operate(s Surgery) (*Morphology, error) {
	soma, err := m.Find("soma")
	if err != nil && len(s.Add) > 0 {
		return nil, fmt.Errorf("stubs need a soma: %w", err)
	}
	if s.Remove == Soma {
		return nil, errors.New("the soma cannot be removed, want another type of section")
	}
	kept, renumbered, err := m.without(s.Remove)
	if err != nil {
		return nil, err
	}
	first := len(kept) - 1 // stub n has the id first+n
	for _, stub := range s.Add {
		parent := first + stub.OnStub
		if stub.OnStub == 0 {
			parent = renumbered[soma]
		}
		kept = append(kept, grow(kept, parent, stub))
	}
	return New(kept)
}

// without returns the sections but those of one type, and their new numbers.
func (m *Morphology) without(t Type) ([]Section, []int, error) {
	var kept []Section
	var mistakes []error
	renumbered := make([]int, len(m.Sections))
	for i, s := range m.Sections {
		renumbered[i] = len(kept)
		if t != Undefined && s.Type == t {
			continue
		}
		if s.Parent != Root && t != Undefined && m.Sections[s.Parent].Type == t {
			mistakes = append(mistakes, fmt.Errorf("%s cannot be removed: %s is attached to %s, want all that is attached to be of type %s",
				t, m.names[i], m.names[s.Parent], t))
		}
		kept = append(kept, s)
	}
	for i, s := range kept {
		if s.Parent != Root {
			kept[i].Parent = renumbered[s.Parent]
		}
	}
	return kept, renumbered, errors.Join(mistakes...)
}

// grow returns a stub on a section. Its direction is that of the parent in the xy
// plane, at right angles to the parent if it starts along its way, and 0.4 rad
// less if it has siblings there.
func grow(sections []Section, parent int, stub Stub) Section {
	p := &sections[parent]
	a, b := p.Points[0].Vec, p.Points[len(p.Points)-1].Vec
	if stub.Direction != (Vec{}) {
		s := Stick(stub.Type, b, stub.Direction, stub.Length, stub.Diameter)
		s.Parent, s.At = parent, stub.At
		return s
	}
	along := b.sub(a)
	if stub.At < 0.5 {
		along = along.scale(-1)
	}
	angle := math.Atan2(along[1], along[0])
	if stub.At > 0 && stub.At < 1 {
		angle += math.Pi / 2
	}
	for _, s := range sections {
		if s.Parent == parent && s.At == stub.At {
			angle -= 0.4
			break
		}
	}
	s := Stick(stub.Type, mix(a, b, stub.At), Vec{math.Cos(angle), math.Sin(angle)}, stub.Length, stub.Diameter)
	s.Parent, s.At = parent, stub.At
	return s
}
