// Package bench holds the work that measures speed, the same that other
// simulators are measured on, and the form of its results.
//
// The comment at the head of each script defines the work; bench/peers has the same
// work for other simulators, and bench/compare runs both sides in turn. A benchmark is
// never a test: what is measured depends on the machine and on what else runs there.
package bench

import "embed"

// Scripts are the networks, NAME.star.
//
//go:embed *.star
var Scripts embed.FS

// HodgkinHuxley is the mechanism whose step hh_kernel measures.
//
//go:embed hh_kernel.eq
var HodgkinHuxley string
