//go:build !amd64

package spike

// plainly has nothing to switch off here.
func plainly() (undo func()) { return func() {} }
