package morph

import "math"

// The functions of this file say into how many compartments each section is cut,
// in the order of section ids. The numbers are odd, so that every section has a
// compartment around its middle.

// Same returns n compartments for every section.
func (m *Morphology) Same(n int) []int {
	return m.counts(func(int) int { return n })
}

// ByLength returns 1 + 2·int(L/(2·dL)) compartments for a section of length L in
// µm, BMTK's rule, whose usual dL is 20 µm. Compartments may be up to twice as
// long as dL.
func (m *Morphology) ByLength(dL float64) []int {
	return m.counts(func(i int) int {
		return 1 + 2*int(m.Sections[i].Length()/(2*dL))
	})
}

// Shorter returns the smallest odd numbers of compartments of which none is longer
// than so many µm.
func (m *Morphology) Shorter(longest float64) []int {
	return m.counts(func(i int) int {
		// Rounding must not cut 40 µm into more than 4 pieces of 10 µm.
		return int(math.Ceil(m.Sections[i].Length()/longest-1e-9)) | 1
	})
}

// ByLambda returns numbers of compartments whose length is about a share of the
// length constant at a frequency, NEURON's rule "d_lambda" (Hines and Carnevale
// 2001, The Neuroscientist 7:123); usual are a share of 0.1 and 0.1 kHz. The
// membrane function returns axial resistivity, MΩ·µm, and specific capacitance,
// nF/µm², of a section.
func (m *Morphology) ByLambda(share, frequency float64, membrane func(section int) (resistivity, capacitance float64)) []int {
	return m.counts(func(i int) int {
		r, c := membrane(i)
		s := &m.Sections[i]
		return int((s.Length()/(share*s.lambda(frequency, r, c))+0.9)/2)*2 + 1
	})
}

// lambda returns the length constant of the section in µm at a frequency in kHz,
// as NEURON's lambda_f computes it: every piece between points counts with the
// mean of its diameters.
func (s *Section) lambda(frequency, resistivity, capacitance float64) float64 {
	electrotonic := 0.0
	for i := range s.Points[1:] {
		electrotonic += (s.Arc[i+1] - s.Arc[i]) / math.Sqrt(s.Points[i].Diameter+s.Points[i+1].Diameter)
	}
	electrotonic *= math.Sqrt(2 * 4 * math.Pi * frequency * resistivity * capacitance)
	return s.Length() / electrotonic
}

func (m *Morphology) counts(count func(section int) int) []int {
	n := make([]int, len(m.Sections))
	for i := range n {
		n[i] = count(i)
	}
	return n
}
