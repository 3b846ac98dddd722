package name

import "strings"

func domainLabel(domain string) string {
	label, _, _ := strings.Cut(strings.ToLower(domain), ".")
	return strings.ReplaceAll(label, "-", " ")
}
