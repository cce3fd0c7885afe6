// Package cajal_test checks the house rules that no compiler checks.
package cajal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/cajal-sim/cajal"

// levels says who may import whom: a package imports only packages of lower
// levels, and those of its own that are listed in beside. Every package must
// have a level.
var levels = [][]string{
	0: {"unit", "random", "pool", "gallery", "examples", "bench", "backend/native/exec", "backend/native/x86"},
	1: {"ir", "morph", "spike", "bench/compare"},
	2: {"equation", "nmodl", "backend", "cable", "network", "analysis", "cluster",
		"backend/native/x86", "backend/native/exec", "backend/interp/vector", "format/hdf5", "format/neurolucida", "format/nir", "format/nwb", "format/sonata", "format/swc"},
	3: {"models", "backend/interp", "backend/native", "measure", "meanfield", "report", "viewer"},
	4: {"sim", "backend/backendtest", "backend/interp/vector/generate"},
	5: {"train", "fit", "experiment", "circuit"},
	6: {"script"},
	7: {"cmd/cajal"},
}

// beside lists the imports allowed between packages of one level.
var beside = map[string][]string{
	"format/sonata": {"format/hdf5"},
	"format/nwb":    {"format/hdf5"},
}

// reserved lists packages that only the named ones import, whatever the levels
// say: only the command knows which back-ends there are.
var reserved = map[string][]string{
	"backend/interp": {"cmd/cajal"},
	"backend/native": {"cmd/cajal", "backend/interp/vector/generate"},
}

func TestImports(t *testing.T) {
	for file, imports := range sources(t) {
		from := path.Dir(file)
		if level(from) < 0 {
			t.Errorf("%s: package %s has no level in imports_test.go", file, from)
			continue
		}
		for _, to := range imports {
			if why := forbidden(from, to); why != "" {
				t.Errorf("%s imports %s: %s", file, to, why)
			}
		}
	}
}

// forbidden says why a package may not import another one, "" if it may.
func forbidden(from, to string) string {
	if only, ok := reserved[to]; ok && !slices.Contains(only, from) {
		return "only " + strings.Join(only, ", ") + " may"
	}
	switch a, b := level(from), level(to); {
	case b < 0:
		return "it has no level in imports_test.go"
	case b < a || slices.Contains(beside[from], to):
		return ""
	case b == a:
		return "both are on level " + strconv.Itoa(a)
	default:
		return "it is on level " + strconv.Itoa(b) + ", above level " + strconv.Itoa(a)
	}
}

// level returns the level of a package, −1 if it has none.
func level(pkg string) int {
	return slices.IndexFunc(levels, func(list []string) bool { return slices.Contains(list, pkg) })
}

// sources returns what every Go file of the module, but for tests, imports of
// the module.
func sources(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		found[name] = nil
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if pkg, ok := strings.CutPrefix(imported, module+"/"); ok {
				found[name] = append(found[name], pkg)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// The rules themselves: what must be refused is.
func TestForbidden(t *testing.T) {
	for _, tt := range []struct {
		name, from, to string
		allowed        bool
	}{
		{"downwards", "sim", "network", true},
		{"upwards", "network", "sim", false},
		{"sideways", "report", "measure", false},
		{"sideways with leave", "format/sonata", "format/hdf5", true},
		{"a format that simulates", "format/sonata", "sim", false},
		{"the page that simulates", "report", "sim", false},
		{"a back-end below the command", "script", "backend/interp", false},
		{"a back-end in the command", "cmd/cajal", "backend/interp", true},
		{"no rule", "sim", "manager", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if why := forbidden(tt.from, tt.to); (why == "") != tt.allowed {
				t.Errorf("%s imports %s: got %q, want allowed = %t", tt.from, tt.to, why, tt.allowed)
			}
		})
	}
}
