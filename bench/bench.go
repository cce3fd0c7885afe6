// Package bench holds the networks that measure speed, the same ones that other
// simulators are measured on. The docstring of each script defines the work.
package bench

import "embed"

// Scripts are the benchmarks, NAME.star.
//
//go:embed *.star
var Scripts embed.FS
