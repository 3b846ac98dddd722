package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// row is an address of a route, what it answers to nobody, and the roles that it
// is for: the first letters of owner, finance, practice lead, account manager,
// auditor.
type row struct {
	path   string
	nobody int
	roles  string
}

const (
	denied   = http.StatusForbidden
	everyone = "ofpma"
	books    = "ofpa"
	importer = "of"
	decider  = "ofp"
	noters   = "ofpm"
	keeper   = "ofpm"
	planner  = "ofpm"
)

// table is what each route answers to whom. A route that is missing here fails
// the test, so that nobody adds one without having thought of it.
func table() map[string]row {
	return map[string]row{
		"GET /{$}":                        {"/", denied, everyone},
		"POST /welcome/demo":              {"/welcome/demo", denied, importer},
		"GET /explore":                    {"/explore", denied, everyone},
		"GET /explore.csv":                {"/explore.csv", denied, everyone},
		"GET /explore.xlsx":               {"/explore.xlsx", denied, everyone},
		"GET /views":                      {"/views", denied, everyone},
		"POST /views":                     {"/views", denied, keeper},
		"POST /views/{id}":                {"/views/x", denied, keeper},
		"POST /views/{id}/drop":           {"/views/x/drop", denied, keeper},
		"POST /links":                     {"/links", denied, keeper},
		"POST /links/{id}/revoke":         {"/links/x/revoke", denied, keeper},
		"GET /shared/{token}":             {"/shared/wrong", denied, everyone},
		"GET /shared/{token}/view.csv":    {"/shared/wrong/view.csv", denied, everyone},
		"GET /shared/{token}/view.xlsx":   {"/shared/wrong/view.xlsx", denied, everyone},
		"GET /customers":                  {"/customers", denied, everyone},
		"GET /customers/{id}":             {"/customers/a", denied, everyone},
		"GET /customers/{id}/next":        {"/customers/a/next", denied, everyone},
		"GET /standing":                   {"/standing", denied, everyone},
		"GET /trends":                     {"/trends", denied, everyone},
		"GET /trends.csv":                 {"/trends.csv", denied, everyone},
		"GET /trends.xlsx":                {"/trends.xlsx", denied, everyone},
		"GET /quartiles":                  {"/quartiles", denied, everyone},
		"GET /quartiles.csv":              {"/quartiles.csv", denied, everyone},
		"GET /quartiles.xlsx":             {"/quartiles.xlsx", denied, everyone},
		"GET /whitespace":                 {"/whitespace", denied, everyone},
		"GET /whitespace.csv":             {"/whitespace.csv", denied, everyone},
		"GET /whitespace.xlsx":            {"/whitespace.xlsx", denied, everyone},
		"GET /whitespace/cell":            {"/whitespace/cell?cell=none", denied, everyone},
		"GET /whitespace/proof":           {"/whitespace/proof", denied, books},
		"GET /triggers":                   {"/triggers", denied, everyone},
		"GET /triggers.csv":               {"/triggers.csv", denied, everyone},
		"GET /triggers.xlsx":              {"/triggers.xlsx", denied, everyone},
		"GET /triggers/open":              {"/triggers/open?trigger=none", denied, everyone},
		"GET /triggers/rows.csv":          {"/triggers/rows.csv?trigger=none", denied, everyone},
		"GET /moves":                      {"/moves", denied, everyone},
		"GET /moves.csv":                  {"/moves.csv", denied, everyone},
		"GET /moves.xlsx":                 {"/moves.xlsx", denied, everyone},
		"GET /moves.ics":                  {"/moves.ics", denied, everyone},
		"GET /moves/new":                  {"/moves/new", denied, planner},
		"POST /moves":                     {"/moves", denied, planner},
		"POST /moves/take":                {"/moves/take", denied, planner},
		"POST /moves/bulk":                {"/moves/bulk", denied, planner},
		"POST /moves/import":              {"/moves/import", denied, planner},
		"GET /moves/{id}":                 {"/moves/x", denied, everyone},
		"GET /moves/{id}/edit":            {"/moves/x/edit", denied, planner},
		"GET /moves/{id}/calendar.ics":    {"/moves/x/calendar.ics", denied, everyone},
		"POST /moves/{id}":                {"/moves/x", denied, planner},
		"GET /strategies":                 {"/strategies", denied, everyone},
		"GET /strategies.csv":             {"/strategies.csv", denied, everyone},
		"GET /strategies.xlsx":            {"/strategies.xlsx", denied, everyone},
		"GET /regions":                    {"/regions", denied, everyone},
		"POST /regions":                   {"/regions", denied, everyone},
		"GET /regions/offering":           {"/regions/offering?id=care", denied, everyone},
		"GET /regions/{id}":               {"/regions/x", denied, everyone},
		"POST /regions/{id}/fix":          {"/regions/x/fix", denied, everyone},
		"GET /regions/{id}/file":          {"/regions/x/file", denied, everyone},
		"GET /regions/{id}/report":        {"/regions/x/report", denied, everyone},
		"GET /self-assessment":            {"/self-assessment", denied, books},
		"POST /self-assessment":           {"/self-assessment", denied, decider},
		"GET /definition/{name}":          {"/definition/standard", denied, everyone},
		"GET /explain":                    {"/explain", denied, everyone},
		"GET /explain/{address}":          {"/explain/aaaaaa:1.total", denied, everyone},
		"GET /explain/{address}/rows.csv": {"/explain/aaaaaa:1.total/rows.csv", denied, everyone},
		"GET /imports":                    {"/imports", denied, books},
		"POST /imports":                   {"/imports", denied, importer},
		"POST /imports/path":              {"/imports/path", denied, importer},
		"GET /imports/{batch}":            {"/imports/01ABC", denied, books},
		"GET /imports/{batch}/rejects":    {"/imports/01ABC/rejects", denied, books},
		"POST /imports/{batch}/rejects":   {"/imports/01ABC/rejects", denied, importer},
		"POST /imports/{batch}/undo":      {"/imports/01ABC/undo", denied, importer},
		"GET /uploads/{upload}":           {"/uploads/x", denied, importer},
		"POST /uploads/{upload}":          {"/uploads/x", denied, importer},
		"GET /uploads/{upload}/map":       {"/uploads/x/map", denied, importer},
		"POST /uploads/{upload}/map":      {"/uploads/x/map", denied, importer},
		"GET /mappings/{name}":            {"/mappings/xero", denied, books},
		"GET /jobs/{job}":                 {"/jobs/x", denied, importer},
		"GET /jobs/{job}/events":          {"/jobs/x/events", denied, importer},
		"GET /review":                     {"/review", denied, books},
		"GET /review/{queue}":             {"/review/identity", denied, books},
		"POST /review/run":                {"/review/run", denied, decider},
		"GET /review/run/{job}":           {"/review/run/x", denied, decider},
		"POST /review/{queue}":            {"/review/identity", denied, decider},
		"GET /settings":                   {"/settings", denied, books},
		"POST /settings":                  {"/settings", denied, importer},
		"GET /people":                     {"/people", denied, "o"},
		"POST /people":                    {"/people", denied, "o"},
		"POST /people/{name}":             {"/people/nobody", denied, "o"},
		"POST /people/{name}/disable":     {"/people/nobody/disable", denied, "o"},
		"POST /people/{name}/enable":      {"/people/nobody/enable", denied, "o"},
		"POST /people/{name}/reset":       {"/people/nobody/reset", denied, "o"},
		"GET /audit":                      {"/audit", denied, "oa"},
		"GET /account":                    {"/account", denied, everyone},
		"POST /account/password":          {"/account/password", denied, everyone},
		"GET /account/codes":              {"/account/codes", denied, everyone},
		"POST /account/codes":             {"/account/codes", denied, everyone},
		"POST /account/codes/end":         {"/account/codes/end", denied, everyone},
		"POST /sessions/{id}/end":         {"/sessions/x/end", denied, everyone},
		"POST /signout":                   {"/signout", denied, everyone},
		"GET /signin":                     {"/signin", denied, everyone},
		"POST /signin":                    {"/signin", denied, everyone},
		"GET /join/{token}":               {"/join/wrong", denied, everyone},
		"POST /join/{token}":              {"/join/wrong", denied, everyone},
		"POST /preferences":               {"/preferences", http.StatusSeeOther, everyone},
		"GET /enter/{token}":              {"/enter/wrong", denied, everyone},
		"GET /healthz":                    {"/healthz", http.StatusOK, everyone},
		"GET /readyz":                     {"/readyz", http.StatusOK, everyone},
		"GET /asset/":                     {"/asset/none", http.StatusNotFound, everyone},
		"/":                               {"/nowhere", http.StatusNotFound, everyone},

		"GET /settings/definitions":                {"/settings/definitions", denied, books},
		"POST /settings/definitions":               {"/settings/definitions", denied, importer},
		"GET /settings/definitions/edit":           {"/settings/definitions/edit", denied, importer},
		"POST /settings/definitions/{name}/remove": {"/settings/definitions/none/remove", denied, importer},
		"GET /settings/references":                 {"/settings/references", denied, books},
		"GET /settings/references.csv":             {"/settings/references.csv", denied, books},
		"POST /settings/references":                {"/settings/references", denied, importer},
		"POST /settings/references/reset":          {"/settings/references/reset", denied, importer},
		"GET /settings/offerings":                  {"/settings/offerings", denied, books},
		"GET /settings/offerings.yaml":             {"/settings/offerings.yaml", denied, books},
		"GET /settings/rates":                      {"/settings/rates", denied, books},
		"GET /settings/rules":                      {"/settings/rules", denied, books},
		"GET /settings/rules/maturity.yaml":        {"/settings/rules/maturity.yaml", denied, books},
		"GET /settings/offerings.csv":              {"/settings/offerings.csv", denied, books},
		"GET /settings/offerings/edit":             {"/settings/offerings/edit", denied, importer},
		"POST /settings/offerings":                 {"/settings/offerings", denied, importer},
		"POST /settings/offerings/import":          {"/settings/offerings/import", denied, importer},
		"POST /settings/offerings/{id}/retire":     {"/settings/offerings/none/retire", denied, importer},

		"GET /customers/{id}/change":        {"/customers/a/change", denied, books},
		"POST /customers/{id}/change":       {"/customers/a/change", denied, decider},
		"POST /customers/{id}/notes":        {"/customers/a/notes", denied, noters},
		"POST /customers/{id}/notes/{note}": {"/customers/a/notes/x", denied, noters},
	}
}

// knock asks for a route.
func (h *house) knock(route Route, path string) (int, string, http.Header) {
	h.t.Helper()
	method, _, _ := strings.Cut(route.Pattern, " ")
	if method == route.Pattern {
		method = http.MethodGet
	}
	return h.do(method, path, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, "back=/")
}

func TestEveryRouteAsNobody(t *testing.T) {
	h := open(t, measuringtest.Sample(t))
	table := table()
	for _, route := range h.server.Routes() {
		row, known := table[route.Pattern]
		if !known {
			t.Errorf("%s is in no table: say in table() what it answers to whom", route.Pattern)
			continue
		}
		delete(table, route.Pattern)
		status, body, _ := h.knock(route, row.path)
		if status != row.nobody {
			t.Errorf("%s answers nobody with %d, not %d", route.Pattern, status, row.nobody)
		}
		if (status == http.StatusOK || status == http.StatusSeeOther) && route.Right != Anyone {
			t.Errorf("%s asks for the right %s and answers nobody with %d", route.Pattern, route.Right, status)
		}
		for _, secret := range []string{"Acme", "TAX-A", "111111111111"} {
			if strings.Contains(body, secret) {
				t.Errorf("%s shows %s to nobody", route.Pattern, secret)
			}
		}
	}
	for pattern := range table {
		t.Errorf("%s is in the table and no route", pattern)
	}
}

func TestWhatChangesSomethingIsAudited(t *testing.T) {
	h := open(t, measuringtest.Empty(t))
	for _, route := range h.server.Routes() {
		changes := !strings.HasPrefix(route.Pattern, "GET ") && route.Right != Anyone
		if changes != (route.Action != "") {
			t.Errorf("%s has the action %q in the audit log", route.Pattern, route.Action)
		}
	}
}

func TestALinkOpensOneSessionOnly(t *testing.T) {
	h := open(t, measuringtest.Sample(t))
	token := h.server.Gate.Issue()
	if status, _, header := h.get("/enter/" + token); status != http.StatusSeeOther || header.Get("Location") != "/" {
		t.Fatalf("the link answers %d", status)
	}
	cookie := h.client.Jar.Cookies(mustParse(t, h.http.URL))
	if len(cookie) != 1 {
		t.Fatalf("cookies: %v", cookie)
	}
	h.page("/")
	if status, _, _ := h.get("/enter/" + token); status != http.StatusSeeOther {
		t.Errorf("who is inside and follows the link again is answered %d", status)
	}
	h.leave()
	if status, _, _ := h.get("/enter/" + token); status != http.StatusForbidden {
		t.Errorf("the used link answers somebody else with %d", status)
	}
	if strings.Contains(h.log.String(), token) {
		t.Error("the log has the token")
	}
}

func TestTheSessionCookieIsOutOfReachForScriptsAndOtherSites(t *testing.T) {
	h := open(t, measuringtest.Empty(t))
	_, _, header := h.get("/enter/" + h.server.Gate.Issue())
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if got := header.Get("Set-Cookie"); !strings.Contains(got, want) {
			t.Errorf("%s is not in %q", want, got)
		}
	}
}
