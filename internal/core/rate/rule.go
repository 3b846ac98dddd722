package rate

// Rule is one rule of this package as data: a message key and its arguments, so
// that every face can print, in the reader's language, how its figures were
// converted.
type Rule struct {
	Key  string         `json:"rule"`
	Args map[string]any `json:"args,omitempty"`
}

// Rules states how a month's rate is made under a policy, in reading order.
func Rules(policy Policy) []Rule {
	month := Rule{Key: "rate.rule.average"}
	if policy == PolicyClosing {
		month = Rule{Key: "rate.rule.closing"}
	}
	return []Rule{
		month,
		{Key: "rate.rule.no_publication", Args: map[string]any{"days": MaxAgeDays}},
		{Key: "rate.rule.cross", Args: map[string]any{"places": Places}},
		{Key: "rate.rule.gap"},
	}
}
