//go:build amd64

package exec

import (
	"errors"
	"testing"

	"golang.org/x/sys/unix"
)

// Every way to executable memory works by itself.
func TestAttempts(t *testing.T) {
	saved := attempts
	defer func() { attempts = saved }()
	for _, attempt := range saved {
		attempts = []func([]byte) ([]byte, error){attempt}
		c, err := Load(double)
		if err != nil {
			t.Skip(err)
		}
		checkDouble(t, c)
		c.Close()
	}
}

// Where one way is forbidden the next is taken, and where all are, the reason is told.
func TestFallback(t *testing.T) {
	saved := attempts
	defer func() { attempts = saved }()
	forbidden := func([]byte) ([]byte, error) { return nil, unix.EACCES }
	attempts = append([]func([]byte) ([]byte, error){forbidden}, fallbacks...)
	c, err := Load(double)
	if err != nil {
		t.Skip(err)
	}
	checkDouble(t, c)
	attempts = attempts[:1]
	if _, err := Load(double); !errors.Is(err, unix.EACCES) {
		t.Errorf("error %v, want %v", err, unix.EACCES)
	}
}
