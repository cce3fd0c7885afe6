package network

// Fed names the inputs and receptors of a population that some projection or
// stimulus may feed. The description must have passed Check.
func Fed(n *Network, p *Population) []string {
	var ports []string
	for _, q := range n.Projections {
		if q.Target.Population == p {
			ports = append(ports, q.ports()...)
		}
	}
	for _, s := range n.Stimuli {
		if s.Target.Population == p {
			port, _ := StimulusPort(s)
			ports = append(ports, port)
		}
	}
	return ports
}

// ports names where a projection arrives, none where Check would object.
func (p *Projection) ports() []string {
	if p.couples() {
		port, _ := CouplingPort(p)
		return []string{port}
	}
	ports, _ := Receptors(p)
	return ports
}
