package archtest

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// MaxLines is how long a hand-written Go file may be; past about 500 it should
// already say why in its first comment.
const MaxLines = 600

// vague are folder names that say nothing about what belongs in them.
var vague = []string{"util", "utils", "common", "base", "model", "models", "types", "manager", "helper", "helpers", "misc", "shared"}

// CheckFolderNames finds folders whose name is no noun and no job.
func CheckFolderNames(packages []Package) []Violation {
	var found []Violation
	for _, p := range packages {
		if slices.Contains(vague, path.Base(p.Path())) {
			found = append(found, Violation{p.Path(), "has a name that says nothing",
				"a folder that could hold anything will: name it after its one noun or job"})
		}
	}
	return found
}

// CheckLength finds Go files that grew past MaxLines. Generated ones may.
func CheckLength(file string, content []byte) []Violation {
	lines := bytes.Count(content, []byte("\n"))
	if !strings.HasSuffix(file, ".go") || lines <= MaxLines || generated.Match(content) {
		return nil
	}
	return []Violation{{file, fmt.Sprintf("has %d lines", lines),
		fmt.Sprintf("one noun or one action per file; past %d lines there are two", MaxLines)}}
}

var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// homeDirs are folders in which people keep working copies. The alternatives
// stand apart from their slashes so that this file does not match itself.
var homeDirs = regexp.MustCompile(`(?:^|[\s"'` + "`" + `(=:,])(/(?:work|home|root|Users)/[\w.-]+)`)

// CheckMachinePaths finds paths that exist on one person's machine only.
func CheckMachinePaths(file string, content []byte) []Violation {
	if bytes.IndexByte(content, 0) >= 0 {
		return nil // not text
	}
	var found []Violation
	for i, line := range bytes.Split(content, []byte("\n")) {
		if m := homeDirs.FindSubmatch(line); m != nil {
			found = append(found, Violation{fmt.Sprintf("%s:%d", file, i+1), "names " + string(m[1]),
				"that path exists on one machine; the next reader has another"})
		}
	}
	return found
}

var markdownLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// CheckLinks finds links of a Markdown file that lead to no file of the project.
// Addresses on the web are not followed.
func CheckLinks(file string, content []byte, exists func(file string) bool) []Violation {
	if path.Ext(file) != ".md" {
		return nil
	}
	var found []Violation
	for _, m := range markdownLink.FindAllSubmatch(content, -1) {
		target, _, _ := strings.Cut(string(m[1]), "#")
		if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
			continue
		}
		if !exists(path.Join(path.Dir(file), target)) {
			found = append(found, Violation{file, "links to " + target, "it does not exist: a reader who follows it is lost"})
		}
	}
	return found
}
