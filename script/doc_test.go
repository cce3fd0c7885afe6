package script

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every block of Python in the pages for users is a script that works.
func TestPages(t *testing.T) {
	for _, page := range []string{"../README.md", "../doc/tutorial.md", "../doc/script.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for i, block := range strings.Split(string(text), "```python\n")[1:] {
			script, _, _ := strings.Cut(block, "```")
			line, _, _ := strings.Cut(script, "\n")
			t.Run(filepath.Base(page)+"/"+line, func(t *testing.T) {
				opt := testOptions()
				opt.Source, opt.Until = []byte(script), 250
				if _, err := Run(context.Background(), page, opt); err != nil {
					t.Errorf("block %d: %v\n%s", i, err, script)
				}
			})
		}
	}
}
