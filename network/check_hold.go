package network

// holds finds ideal clamps that hold one place at one time, at two potentials maybe. What
// the stimuli name must exist.
func (m *mistakes) holds(n *Network) {
	type place struct {
		of                *Population
		cell, compartment int
	}
	held := map[place][]*Stimulus{}
	for _, s := range n.Stimuli {
		if s.Clamp == nil || !s.Clamp.Ideal || s.Target.Population == nil || s.Target.Population.Shape == nil {
			continue
		}
		for i := range s.Target.Len() {
			cell := s.Target.Lo + i
			at := place{s.Target.Population, cell, Site(s.Sites, i, s.Target.Population.Shape.Of(cell))}
			for _, other := range held[at] {
				if s.Clamp.meets(other.Clamp) {
					m.add("stimulus %s: holds cell %d of %s where and while stimulus %s does, want one ideal clamp in a place at a time", s.Name, cell, at.of.Name, other.Name)
					return
				}
			}
			held[at] = append(held[at], s)
		}
	}
}

// meets reports whether two clamps are ever on at the same time.
func (c *Clamp) meets(other *Clamp) bool {
	for _, a := range c.Pulses {
		for _, b := range other.Pulses {
			if a.From < b.To && b.From < a.To {
				return true
			}
		}
	}
	return false
}
