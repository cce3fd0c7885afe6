package equation

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// want finds the expected messages at the end of a line: # want COL: message.
var want = regexp.MustCompile(`# want(-above)? (\d+): ([^#]*)`)

// expected lists the messages that the text itself announces.
func expected(text string) []string {
	var list []string
	for i, line := range strings.Split(text, "\n") {
		for _, m := range want.FindAllStringSubmatch(line, -1) {
			n := i + 1
			if m[1] != "" {
				n--
			}
			list = append(list, fmt.Sprintf("%d:%s: %s", n, m[2], strings.TrimSpace(m[3])))
		}
	}
	return list
}

func TestMessages(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.eq")
	if err != nil || len(paths) == 0 {
		t.Fatal("no language files", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want := expected(string(text))
			_, err = Parse("", string(text))
			var got Errors
			if !errors.As(err, &got) {
				t.Fatalf("got error %v, want Errors", err)
			}
			var lines []string
			for _, e := range got {
				lines = append(lines, e.Error())
			}
			for _, line := range lines {
				if !slices.Contains(want, line) {
					t.Errorf("%s:\n  got  %s", path, line)
				}
			}
			for _, line := range want {
				if !slices.Contains(lines, line) {
					t.Errorf("%s:\n  want %s", path, line)
				}
			}
		})
	}
}
