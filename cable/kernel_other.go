//go:build !amd64

package cable

func (q *equations) solveVectors(*order) bool { return false }

func ownVectors(drive, leak, v, b []float64) int { return 0 }
