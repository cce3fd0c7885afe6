package script

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/experiment"
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
	scripts, wants := chunks(t, "testdata/error.star")
	for i, script := range scripts {
		opt := testOptions()
		opt.Source = []byte(script)
		_, err := Run(context.Background(), "error.star", opt)
		if err == nil || err.Error() != wants[i] {
			t.Errorf("the script\n%sfails with\n%v\nwant\n%s", script, err, wants[i])
		}
	}
}
