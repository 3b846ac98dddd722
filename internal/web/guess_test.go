package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// guess is an address of a page or file that somebody could make up who sees
// customer b alone. What stands in it is of customer a, or of all.
type guess struct {
	path string
	gone bool // such a thing is not there; else the answer is of one's own customers, or none
}

// newer are the pages and their files that were made after the customers' own.
var newer = []string{"/triggers", "/whitespace", "/moves", "/regions", "/trends", "/quartiles", "/standing", "/self-assessment", "/strategies"}

// guesses are those for each route. {move} is a move for customer a, {thing} what
// somebody else has brought.
func guesses() map[string][]guess {
	shown := func(paths ...string) (all []guess) {
		for _, path := range paths {
			all = append(all, guess{path: path})
		}
		return all
	}
	gone := func(paths ...string) (all []guess) {
		for _, path := range paths {
			all = append(all, guess{path, true})
		}
		return all
	}
	const opened = "new_service/a/AmazonRedshift/2025-10"
	return map[string][]guess{
		"GET /triggers":          shown("/triggers", "/triggers?customer=a", "/triggers?rule=new_service"),
		"GET /triggers.csv":      shown("/triggers.csv", "/triggers.csv?customer=a"),
		"GET /triggers.xlsx":     shown("/triggers.xlsx", "/triggers.xlsx?customer=a"),
		"GET /triggers/open":     gone("/triggers/open?trigger=" + opened),
		"GET /triggers/rows.csv": gone("/triggers/rows.csv?trigger=" + opened),
		"GET /whitespace":        shown("/whitespace", "/whitespace?q=acme", "/whitespace?customer=a"),
		"GET /whitespace.csv":    shown("/whitespace.csv", "/whitespace.csv?customer=a"),
		"GET /whitespace.xlsx":   shown("/whitespace.xlsx", "/whitespace.xlsx?customer=a"),
		"GET /whitespace/cell":   gone("/whitespace/cell?cell=a/manage", "/whitespace/cell?cell=a/advise"),
		"GET /whitespace/proof":  gone("/whitespace/proof"),
		"GET /moves":             shown("/moves", "/moves?show=list", "/moves?customer=a", "/moves?owner=Ann"),
		"GET /moves.csv":         shown("/moves.csv", "/moves.csv?customer=a"),
		"GET /moves.xlsx":        shown("/moves.xlsx", "/moves.xlsx?customer=a"),
		"GET /moves.ics":         shown("/moves.ics", "/moves.ics?customer=a"),
		"GET /moves/new":         append(shown("/moves/new", "/moves/new?customer=a"), gone("/moves/new?from=whitespace:a/manage")...),
		"GET /moves/{id}":        gone("{move}"),
		"GET /moves/{id}/edit":   gone("{move}/edit"),

		"GET /moves/{id}/calendar.ics": gone("{move}/calendar.ics"),
		"GET /strategies":              shown("/strategies", "/strategies?customer=a"),
		"GET /strategies.csv":          shown("/strategies.csv"),
		"GET /strategies.xlsx":         shown("/strategies.xlsx"),
		"GET /regions":                 shown("/regions", "/regions?customer=a"),
		"GET /regions/offering":        gone("/regions/offering?id=a"),
		"GET /regions/{id}":            gone("{thing}"),
		"GET /regions/{id}/file":       gone("{thing}/file"),
		"GET /regions/{id}/report":     gone("{thing}/report?region=cn-north-1&format=md"),
		"GET /trends":                  shown("/trends", "/trends?customer=a", "/trends?where=customer%3Da"),
		"GET /trends.csv":              shown("/trends.csv", "/trends.csv?customer=a"),
		"GET /trends.xlsx":             shown("/trends.xlsx", "/trends.xlsx?customer=a"),
		"GET /quartiles":               shown("/quartiles", "/quartiles?customer=a"),
		"GET /quartiles.csv":           shown("/quartiles.csv", "/quartiles.csv?customer=a"),
		"GET /quartiles.xlsx":          shown("/quartiles.xlsx"),
		"GET /standing":                shown("/standing", "/standing?customer=a"),
		"GET /self-assessment":         gone("/self-assessment"),
	}
}

// Whoever sees one customer meets no other on any of the newer pages or in their
// files, whatever address is made up. A route that comes later has to be in the
// table.
func TestNoGuessedAddressOfANewerPageShowsAnothersCustomer(t *testing.T) {
	h := team(t).as(access.RoleOwner)
	var rows []string
	for _, month := range []string{"2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12"} {
		if month >= "2025-10" {
			rows = append(rows, measuringtest.Charge("900000000000", "111111111111", month, "Usage", "Amazon Redshift", "us-east-1", "100", "90"))
		}
		rows = append(rows, measuringtest.Charge("900000000000", "111111111111", month, "Usage", "Amazon EC2", "us-east-1", "1000", "900"),
			measuringtest.Charge("222222222222", "222222222222", month, "Usage", "Amazon EC2", "us-east-1", "1000", "1000"))
	}
	h.books.Bill(batch.SideCost, rows...)
	move := h.made("/moves", url.Values{"title": {"Second firewall"}, "customer": {"a"}, "category": {"manage"}, "owner": {"Ann"}, "due": {"2030-01-01"}, "currency": {"USD"}})
	status, body, header := h.bringThing("stack.yaml", "Resources:\n  AcmeGamma:\n    Type: AWS::S3::Bucket\n")
	if status != http.StatusSeeOther {
		t.Fatalf("a thing is answered %d: %s", status, text(body))
	}
	fill := strings.NewReplacer("{move}", move, "{thing}", header.Get("Location"))
	words := append([]string{"Second firewall", "AcmeGamma", "Redshift"}, others...)
	tells := func(body string) string {
		for _, word := range words {
			if strings.Contains(body, word) {
				return word
			}
		}
		return ""
	}
	table, told := guesses(), 0
	for _, route := range h.server.Routes() {
		path, reads := strings.CutPrefix(route.Pattern, "GET ")
		if !reads || !isNewer(path) {
			continue
		}
		list, known := table[route.Pattern]
		if !known {
			t.Errorf("%s is in no table: say in guesses() what somebody could make up", route.Pattern)
		}
		delete(table, route.Pattern)
		for _, g := range list {
			at := fill.Replace(g.path)
			h.as(access.RoleOwner)
			if status, body, _ := h.get(at); status == http.StatusOK && tells(body) != "" {
				told++
			} else if status != http.StatusOK && !strings.Contains(at, "/regions/offering") {
				t.Errorf("%s is answered to the owner with %d: it asks for nothing", at, status)
			}
			h.as(access.RoleAccountManager)
			status, body, _ := h.get(at)
			if word := tells(strings.ReplaceAll(body, answered(at), "")); word != "" {
				t.Errorf("%s shows %s", at, word)
			}
			if refused := status == http.StatusNotFound || status == http.StatusForbidden; g.gone && !refused || !g.gone && status != http.StatusOK && !refused {
				t.Errorf("%s is answered with %d", at, status)
			}
		}
	}
	if told < 15 {
		t.Errorf("of all addresses %d show the owner anything of others", told)
	}
	for pattern := range table {
		t.Errorf("%s is in the table and no route", pattern)
	}
}

// answered is what an address asks for, which its answer may say again.
func answered(at string) string {
	_, value, _ := strings.Cut(at, "=")
	if len(value) < 5 {
		return "\x00"
	}
	return value
}

func isNewer(path string) bool {
	for _, page := range newer {
		if rest, ok := strings.CutPrefix(path, page); ok && (rest == "" || rest[0] == '/' || rest[0] == '.') {
			return true
		}
	}
	return false
}
