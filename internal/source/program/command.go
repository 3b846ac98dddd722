package program

import (
	"regexp"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// call is the aws program where a command may begin, or as an element of a list
// of arguments ("aws", "s3", "ls").
var call = regexp.MustCompile("(?m)(^|[\\s;&|(`\"'$={\\[@!:>-])aws(\\.exe)?(\"\\s*,\\s*\"|'\\s*,\\s*'|[ \\t]+(?:\\\\\\r?\\n[ \\t]*)?)")

// operation is how the operations of the aws program look: words with dashes.
var operation = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)

// single are operations of one word. A sentence ("use aws batch to ...") has none
// of them after the name of a service.
const single = " cp mv sync ls rb mb rm presign website invoke encrypt decrypt sign verify scan query wait publish subscribe unsubscribe tail deploy package start stop put get login logout help push select send ssh socks port-forward execute lookup-events vote install register uninstall configure plan stream "

// commands finds calls of the aws program.
func (r *reader) commands() {
	if !strings.Contains(r.text, "aws") {
		return
	}
	for _, m := range call.FindAllStringIndex(r.text, -1) {
		at := m[0]
		if !strings.HasPrefix(r.text[at:], "aws") {
			at++
			for !strings.HasPrefix(r.text[at:], "aws") {
				at++
			}
		}
		words := arguments(r.text[m[1]:])
		service, op := command(words)
		if service == "" || !(operation.MatchString(op) || strings.Contains(single, " "+op+" ") || strings.HasPrefix(op, "$") || strings.HasPrefix(op, "{")) {
			continue
		}
		s, known := r.catalogue.Find(region.KindCLI, service)
		if !known && (service == "ddb" || service == "dynamo") {
			s, known = r.catalogue.Get("dynamodb")
		}
		if !known && !operation.MatchString(op) {
			continue
		}
		if service == "configure" || service == "help" || service == "history" {
			continue
		}
		r.add(at, region.KindCLI, s, known, "aws "+service+" "+op, true)
	}
}

// arguments splits what follows into at most a dozen words, over continued lines
// and quotes, up to the end of the command.
func arguments(text string) []string {
	var words []string
	for len(words) < 12 {
		text = strings.TrimLeft(text, " \t,\"'")
		if rest, ok := strings.CutPrefix(text, "\\\n"); ok {
			text = rest
			continue
		}
		if rest, ok := strings.CutPrefix(text, "\\\r\n"); ok {
			text = rest
			continue
		}
		end := strings.IndexAny(text, " \t\r\n\"',;|&)`]")
		if end < 0 {
			end = len(text)
		}
		if end == 0 {
			return words
		}
		words = append(words, text[:end])
		text = text[end:]
	}
	return words
}

// command gives service and operation, after options that stand before them.
func command(words []string) (service, op string) {
	for i := 0; i < len(words); i++ {
		w := words[i]
		if name, ok := strings.CutPrefix(w, "--"); ok {
			if !strings.Contains(w, "=") && !flag(name) {
				i++ // its value
			}
			continue
		}
		if service == "" {
			service = w
			continue
		}
		return service, w
	}
	return service, ""
}

// flag reports global options of the aws program that take no value.
func flag(name string) bool {
	switch name {
	case "debug", "no-verify-ssl", "no-paginate", "no-sign-request", "no-cli-pager", "no-cli-auto-prompt", "cli-auto-prompt", "version":
		return true
	}
	return false
}

// imported is what is imported from the root of the CDK: { aws_s3 as s3, aws_sqs }.
var imported = regexp.MustCompile(`\baws_([a-z0-9]+)`)

// fromCDK begins or ends an import from the root of the CDK.
var (
	fromCDK   = regexp.MustCompile(`import\s*\{([^}]*)\}\s*from\s*["'](?:aws-cdk-lib|monocdk)["']`)
	importCDK = regexp.MustCompile(`\bfrom\s+aws_cdk\s+import\s*(\([^)]*\)|(?:[^\n\\]|\\\r?\n)*)`)
)

// members finds modules of the CDK that are imported by name.
func (r *reader) members() {
	if !strings.Contains(r.text, "aws-cdk-lib") && !strings.Contains(r.text, "aws_cdk") && !strings.Contains(r.text, "monocdk") {
		return
	}
	for _, m := range append(fromCDK.FindAllStringSubmatchIndex(r.text, -1), importCDK.FindAllStringSubmatchIndex(r.text, -1)...) {
		from, to := m[2], m[3]
		for _, name := range imported.FindAllStringSubmatchIndex(r.text[from:to], -1) {
			word := r.text[from+name[2] : from+name[3]]
			s, known := r.lookup(pattern{kind: region.KindCDK}, word)
			r.add(from+name[0], region.KindCDK, s, known, "aws_"+word, true)
		}
	}
}
