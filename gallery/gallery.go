// Package gallery holds published experiments as scripts. Each compares its
// results with the numbers of the publication.
package gallery

import "embed"

// Scripts are the experiments, NAME.star.
//
//go:embed *.star
var Scripts embed.FS
