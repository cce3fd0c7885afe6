package script

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/experiment"
	"go.starlark.net/syntax"
)

// testOptions run a script in memory.
func testOptions() Options {
	return Options{Options: experiment.Options{Backend: interp.New(), Threads: 1}}
}

// chunks are the scripts of a file, each with the lines after #> of its end.
func chunks(t *testing.T, path string) (scripts, wants []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(text), "#>.\n")
	for _, chunk := range strings.Split(body, "---\n") {
		script, want, _ := strings.Cut(chunk, "#> ")
		want = strings.ReplaceAll(strings.TrimSpace(want), "\n#> ", "\n")
		scripts, wants = append(scripts, script), append(wants, want)
	}
	return scripts, wants
}

func TestErrors(t *testing.T) {
	for file, path := range map[string]string{"testdata/error.star": "error.star", "testdata/cell_error.star": "testdata/cell_error.star"} {
		scripts, wants := chunks(t, file)
		for i, script := range scripts {
			opt := testOptions()
			opt.Source = []byte(script)
			_, err := Run(context.Background(), path, opt)
			if err == nil || err.Error() != wants[i] {
				t.Errorf("the script\n%sfails with\n%v\nwant\n%s", script, err, wants[i])
			}
		}
	}
}

// Of calls without end a message lists only some.
func TestFaultOfManyCalls(t *testing.T) {
	file := "error.star"
	f := &Fault{Pos: syntax.MakePosition(&file, 2, 12), Text: plain("Starlark stack overflow"), Called: make([]syntax.Position, 100000)}
	lines := strings.Split(f.Error(), "\n")
	if len(lines) != shownCalls+2 || !strings.Contains(lines[0], "without end") || !strings.HasSuffix(lines[len(lines)-1], "100000 calls in all") {
		t.Errorf("got %d lines:\n%s", len(lines), f)
	}
}
