//go:build !amd64

package spike

// sortVisits brings the synapses of visits to their bags until one lacks room, and
// returns the number of visits that are done.
func sortVisits(list []Visit, sources []source) int { return sortPlain(list, sources) }
