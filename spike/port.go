package spike

// Port sums the weights that arrive at one receptor of a population in a step.
type Port struct {
	// Sums has shape (targets). Who has read it clears it before the next deliveries.
	Sums []float64
}

// NewPort makes a port of zeros.
func NewPort(targets int) *Port { return &Port{Sums: make([]float64, targets)} }

// Over makes a port of a column that nobody clears: a state to which weights are added
// as they arrive. Its inflows deliver what arrives in a step after that step has moved
// the column: the deliveries of step − 1 at the end of step.
func Over(column []float64) *Port { return &Port{Sums: column} }
