//go:build (darwin || freebsd) && amd64

package exec

var fallbacks []func([]byte) ([]byte, error)
