package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func html(t *testing.T, r *Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// parse reads a page or a picture to its end and returns its text.
func parse(t *testing.T, page string) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var text strings.Builder
	depth := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("page does not parse: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			text.Write(token)
		}
	}
	if depth != 0 {
		t.Errorf("%d elements are not closed", depth)
	}
	return text.String()
}

// The page without its figures, to the byte.
func TestPageGolden(t *testing.T) {
	r := sample()
	r.Figures = nil
	got := html(t, r)
	golden := filepath.Join("testdata", "page.golden.html")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("page differs from %s; run go test -update and read the change", golden)
	}
}

func TestPageShowsEverything(t *testing.T) {
	page := html(t, sample())
	text := parse(t, page)
	for _, want := range []string{
		"A network of <E> & I", "100 neurons · 12,345 synapses · 1 s simulated in 250 ms · 4× faster than real time · 1,040 spikes",
		"1 of 2 expected results were not met.", "libhdf5 is not installed",
		"8.200", "0.0123", "8.200 Hz", "±5 %", "pass", "fail", "Brunel 2000, table 1",
		"cajal run ei.star --set g=5", "exact propagator", "g = 5", "0.1 ms",
		"Time (ms)", "V (mV)", "g (<µS>)", "E[0] <i>", "Frequency (Hz)", "Power (Hz²/Hz)",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	if n := strings.Count(page, "<svg"); n != 4 {
		t.Errorf("the page has %d figures, want 4", n)
	}
}

func TestPageIsSelfContained(t *testing.T) {
	page := html(t, sample())
	for _, bad := range []string{"<script", "<link", "<iframe", "@import", "<b>", "<i>"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page contains %s", bad)
		}
	}
	reference := regexp.MustCompile(`(?:src|href|url)\s*[=(]\s*["']?([^"')\s]{0,40})`)
	for _, m := range reference.FindAllStringSubmatch(page, -1) {
		if !strings.HasPrefix(m[1], "data:image/png;base64,") {
			t.Errorf("the page refers to %s", m[1])
		}
	}
	namespace := regexp.MustCompile(`xmlns(:\w+)?="http[^"]*"`)
	if rest := namespace.ReplaceAllString(page, ""); strings.Contains(rest, "http") {
		t.Error("the page holds an address other than a namespace")
	}
}

func TestPageFollowsTheTheme(t *testing.T) {
	page := html(t, sample())
	if strings.Contains(page, ":#1F2328") || strings.Contains(page, "stroke:#0072B2") {
		t.Error("a figure on the page has fixed colours")
	}
	for _, c := range []string{"ink", "frame", "grid", "series0", "series1"} {
		if !strings.Contains(page, "var(--"+c+")") || strings.Count(page, "--"+c+":") != 2 {
			t.Errorf("colour --%s is not used, or not set for light and dark", c)
		}
	}
}

func TestPageOfNothing(t *testing.T) {
	page := html(t, &Report{Title: "Nothing"})
	text := parse(t, page)
	if want := "0 neurons · 0 synapses · 0 ms simulated · 0 spikes"; !strings.Contains(text, want) {
		t.Errorf("the page does not say %q", want)
	}
	for _, unwanted := range []string{"<table", "<figure", "Provenance", "NaN"} {
		if strings.Contains(page, unwanted) {
			t.Errorf("the page of nothing contains %s", unwanted)
		}
	}
}

func TestPageIsDeterministic(t *testing.T) {
	first, second := html(t, sample()), html(t, sample())
	if first != second {
		t.Error("the same report gives different pages")
	}
}

func TestSummary(t *testing.T) {
	for _, tt := range []struct {
		summary Summary
		want    string
	}{
		{Summary{1, 1, 1, 500, 1}, "1 neuron · 1 synapse · 500 ms simulated in 1 s · 2× slower than real time · 1 spike"},
		{Summary{77169, 298880941, 0, 10000, 4000}, "77,169 neurons · 298,880,941 synapses · 10 s simulated in 1.11 h · 400× slower than real time · 0 spikes"},
		{Summary{2, 0, 0, 0, 0.1}, "2 neurons · 0 synapses · 0 ms simulated in 100 ms · no time simulated · 0 spikes"},
	} {
		if got := tt.summary.String(); got != tt.want {
			t.Errorf("%+v\nprints %s\nwant   %s", tt.summary, got, tt.want)
		}
	}
}

func TestExpectation(t *testing.T) {
	for _, tt := range []struct {
		name      string
		e         Expectation
		holds     bool
		tolerance string
	}{
		{"on the edge", Expectation{Got: 1.5, Want: 1, Tol: 0.5, Unit: "Hz"}, true, "±0.5 Hz"},
		{"beyond", Expectation{Got: 1.75, Want: 1, Tol: 0.5}, false, "±0.5"},
		{"relative", Expectation{Got: 110, Want: 100, Tol: 0.15, Relative: true}, true, "±15 %"},
		{"relative to a negative number", Expectation{Got: -80, Want: -70, Tol: 0.15, Relative: true}, true, "±15 %"},
		{"no result", Expectation{Got: math.NaN(), Want: 1, Tol: math.Inf(1)}, false, "±+∞"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.e.Holds(); got != tt.holds {
				t.Errorf("Holds() = %v, want %v", got, tt.holds)
			}
			if got := tt.e.Tolerance(); got != tt.tolerance {
				t.Errorf("Tolerance() = %s, want %s", got, tt.tolerance)
			}
		})
	}
}

func TestExpectationDigits(t *testing.T) {
	for _, tt := range []struct {
		e    Expectation
		want string
	}{
		{Expectation{Got: 68.3171, Tol: 0.1, Unit: "Hz"}, "68.317 Hz"},
		{Expectation{Got: 27.10959343, Want: 27, Tol: 1e-6, Relative: true}, "27.1095934"},
		{Expectation{Got: 298880941, Tol: 1000}, "298880941"},
		{Expectation{Got: 12345, Tol: 0, Unit: "spikes"}, "12345 spikes"},
		{Expectation{Got: -1.25e-9, Tol: 1e-15}, "−1.25e−09"},
		{Expectation{Got: math.NaN(), Tol: 1, Unit: "Hz"}, "–"},
	} {
		if got := tt.e.Result(); got != tt.want {
			t.Errorf("%+v prints %s, want %s", tt.e, got, tt.want)
		}
	}
}

func TestWriteFileIsAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.html")
	if err := sample().WriteFile(path); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	full := errors.New("no space left on device")
	err := writeFile(path, func(w io.Writer) error {
		io.WriteString(w, "half a pa")
		return full
	})
	if !errors.Is(err, full) {
		t.Errorf("error %v, want the one of the writer", err)
	}
	after, _ := os.ReadFile(path)
	if !bytes.Equal(before, after) {
		t.Error("a failed write changed the file")
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("%d files are left, want 1", len(files))
	}
	if err := sample().WriteFile(filepath.Join(dir, "nowhere", "report.html")); err == nil {
		t.Error("writing into a folder that is not there gives no error")
	}
}

func TestNumbers(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{number(math.NaN()), "–"},
		{number(-1.23456), "−1.235"},
		{number(math.Inf(-1)), "−∞"},
		{number(1e-9), "1e−09"},
		{fixed(math.NaN(), 3), "–"},
		{fixed(-0.25, 3), "−0.250"},
		{count(0), "0"},
		{count(999), "999"},
		{count(-1234567), "−1,234,567"},
		{duration(0.1), "0.1 ms"},
		{duration(90000), "90 s"},
		{duration(900000), "15 min"},
		{duration(math.NaN()), "–"},
	} {
		if tt.got != tt.want {
			t.Errorf("printed %s, want %s", tt.got, tt.want)
		}
	}
}
