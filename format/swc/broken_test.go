package swc_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/format/swc"
)

var update = flag.Bool("update", false, "rewrite the expected messages")

// Every file in testdata/broken is refused with the messages in the file beside it.
func TestMessages(t *testing.T) {
	files, _ := filepath.Glob("testdata/broken/*.swc")
	if len(files) == 0 {
		t.Fatal("testdata/broken is empty")
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = swc.Parse(filepath.Base(path), strings.NewReader(string(text)))
			if err == nil {
				t.Fatal("got no error")
			}
			golden := strings.TrimSuffix(path, ".swc") + ".txt"
			if *update {
				os.WriteFile(golden, []byte(err.Error()+"\n"), 0o644)
			}
			want, _ := os.ReadFile(golden)
			if err.Error()+"\n" != string(want) {
				t.Errorf("got:\n%v\nwant:\n%s", err, want)
			}
		})
	}
}
