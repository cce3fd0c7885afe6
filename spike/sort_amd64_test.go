package spike

// plainly copies without vectors until it is undone.
func plainly() (undo func()) {
	had := vectors
	vectors = false
	return func() { vectors = had }
}
