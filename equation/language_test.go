package equation

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestLanguageReference: the examples of doc/language.md are the language.
func TestLanguageReference(t *testing.T) {
	text, err := os.ReadFile("../doc/language.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for _, m := range regexp.MustCompile("(?s)```\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		word, _, _ := strings.Cut(m[1], " ")
		if !isKind(word) {
			continue
		}
		examples++
		if _, err := Parse("doc/language.md", m[1]); err != nil {
			t.Errorf("%s\n%v", m[1], err)
		}
	}
	if examples != 5 {
		t.Errorf("%d examples, want 5", examples)
	}
}
