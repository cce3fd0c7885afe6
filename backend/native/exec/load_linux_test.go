//go:build amd64

package exec

import (
	"errors"
	"os"
	"os/exec"
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

// denied, in the environment, makes a test process that may gain no executable memory.
const denied = "CAJAL_TEST_MEMORY_DENY_WRITE_EXECUTE"

// A process under MemoryDenyWriteExecute has machine code still.
func TestDenied(t *testing.T) {
	if os.Getenv(denied) == "" {
		again := exec.Command(os.Args[0], "-test.run=^TestDenied$", "-test.v")
		again.Env = append(os.Environ(), denied+"=1")
		if out, err := again.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	const setMDWE, refuseGain = 65, 1
	if err := unix.Prctl(setMDWE, refuseGain, 0, 0, 0); err != nil {
		t.Skip("the system has no such restriction: ", err)
	}
	if _, err := loadPrivate(double); !errors.Is(err, unix.EACCES) {
		t.Errorf("private memory was made executable: error %v", err)
	}
	c, err := Load(double)
	if err != nil {
		t.Fatal(err)
	}
	checkDouble(t, c)
}
