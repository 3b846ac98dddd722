package name

// Sense is a meaning that words of several languages share. Its number is the
// same within one build of the program and must not be kept.
type Sense int32

// String gives the English word for the meaning; empty for none.
func (s Sense) String() string { return "" }
