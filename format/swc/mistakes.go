package swc

import "github.com/cajal-sim/cajal/morph"

// mistakes collects what is wrong with a file.
type mistakes struct {
	morph.Mistakes
	unread bool // a line could not be read, so that its sample is missing
}

func newMistakes(file string) *mistakes { return &mistakes{Mistakes: morph.Mistakes{File: file}} }
