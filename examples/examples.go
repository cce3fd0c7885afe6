// Package examples holds short scripts to start from.
package examples

import "embed"

// Scripts are the examples, NAME.star.
//
//go:embed *.star
var Scripts embed.FS
