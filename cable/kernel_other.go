//go:build !amd64

package cable

func widest() int { return 0 }

func (q *equations) solveVectors(*order) bool { return false }

func ownVectors(drive, leak, v, b []float64) int { return 0 }
