package unit

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"mv", "mV"}, {"MS", "MS"}, {"msec", "ms"}, {"khz", "kHz"}, {"hz", "Hz"}, {"mohm", "mohm"}, {"degc", "degC"},
		{"milivolt", "millivolt"}, {"Millivolt", "millivolt"}, {"nanoampre", "nanoampere"}, {"µv", "uV"}, {"seimens", "siemens"},
		{"volt", "V"}, {"um", "um"}, {"furlong", ""}, {"x", ""}, {"", ""},
	} {
		if got := Nearest(tt.name); got != tt.want {
			t.Errorf("Nearest(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestNearestOf(t *testing.T) {
	parameters := []string{"C_m", "g_L", "E_L", "V_th", "V_reset", "tau_w", "Delta_T", "τ_m"}
	for _, tt := range []struct{ name, want string }{
		{"tauw", "tau_w"},
		{"tau_w", "tau_w"},
		{"V_rest", "V_reset"},
		{"delta_t", "Delta_T"},
		{"v_th", "V_th"},
		{"V_ht", "V_th"},
		{"DeltaT", "Delta_T"},
		{"τm", "τ_m"},
		{"e_L", "E_L"},
		{"conductance", ""},
		{"a", ""},
		{"", ""},
		{strings.Repeat("long", 10000), ""},
	} {
		if got := NearestOf(tt.name, parameters); got != tt.want {
			t.Errorf("NearestOf(%.20q) = %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := NearestOf("mV", nil); got != "" {
		t.Errorf("NearestOf(mV) among none = %q", got)
	}
}

// The first of equals wins, so that the offer does not depend on chance.
func TestNearestOfTies(t *testing.T) {
	if got := NearestOf("gNb", []string{"gNa", "gNc"}); got != "gNa" {
		t.Errorf("got %q, want gNa", got)
	}
}
