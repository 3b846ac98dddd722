package category

import "github.com/sevenfold/sevenfold/internal/core/money"

// Example is a text whose label somebody wrote down.
type Example struct {
	Language string // en or zh; empty for a workspace's own
	Label    Label
	Text     string
	Share    money.Decimal // of a line that is several things; one for a shipped example
}
