package trigger

// Case is what a rule must find in a few rows of one customer's bill, beside the
// rule in its file.
type Case struct {
	Name string
	// Rows are FOCUS columns by name, a charge each; what is left out is as in a
	// plain charge of Amazon EC2.
	Rows []map[string]string
	// Finds are the keys that must be found without rule and customer: a subject, a
	// month, both with a slash between, or "yes" for what has neither.
	Finds []string
}
