// Package gallery holds published experiments as scripts. Each compares its
// results with the numbers of the publication.
package gallery

import "embed"

// Scripts are the experiments, NAME.star.
//
//go:embed *
var Scripts embed.FS
