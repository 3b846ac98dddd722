package web

import (
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/flow/noting"
	"github.com/sevenfold/sevenfold/internal/web/account"
	"github.com/sevenfold/sevenfold/internal/web/asset"
	"github.com/sevenfold/sevenfold/internal/web/audit"
	customerpage "github.com/sevenfold/sevenfold/internal/web/customer"
	"github.com/sevenfold/sevenfold/internal/web/customers"
	"github.com/sevenfold/sevenfold/internal/web/definition"
	"github.com/sevenfold/sevenfold/internal/web/explain"
	"github.com/sevenfold/sevenfold/internal/web/explore"
	"github.com/sevenfold/sevenfold/internal/web/imports"
	"github.com/sevenfold/sevenfold/internal/web/moves"
	"github.com/sevenfold/sevenfold/internal/web/overview"
	"github.com/sevenfold/sevenfold/internal/web/people"
	"github.com/sevenfold/sevenfold/internal/web/quartiles"
	regionspage "github.com/sevenfold/sevenfold/internal/web/regions"
	"github.com/sevenfold/sevenfold/internal/web/review"
	"github.com/sevenfold/sevenfold/internal/web/selfassessment"
	"github.com/sevenfold/sevenfold/internal/web/settings"
	"github.com/sevenfold/sevenfold/internal/web/signin"
	"github.com/sevenfold/sevenfold/internal/web/standing"
	"github.com/sevenfold/sevenfold/internal/web/strategies"
	"github.com/sevenfold/sevenfold/internal/web/trends"
	"github.com/sevenfold/sevenfold/internal/web/triggers"
	"github.com/sevenfold/sevenfold/internal/web/views"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/welcome"
	"github.com/sevenfold/sevenfold/internal/web/whitespace"
)

// Anyone is the right that a route asks for which needs no session.
const Anyone access.Right = ""

// byFlow stands for the action of a route whose flow or page writes the audit
// log itself, because it knows more of it than the address tells.
const byFlow = "flow"

// signInPath is where who is not inside is led to.
const signInPath = "/signin"

// Route is one address and who may use it.
type Route struct {
	Pattern string       // as net/http writes it: method and path
	Right   access.Right // asked for at the door; flow asks again
	Action  string       // in the audit log; of every route inside that changes something
	handler visit.Handler
}

// Routes is every route there is. Who adds a page adds its line here and to the
// table of TestEveryRouteAsEveryRole.
func (s *Server) Routes() []Route {
	overview := &overview.Handler{Desk: s.desk, Assessor: s.Assessor, Returning: s.Returning}
	welcome := &welcome.Handler{Importer: s.Importer, Settings: s.Settings, Uploads: s.Uploads, Jobs: s.jobs}
	imports := &imports.Handler{Importer: s.Importer, Settings: s.Settings, Uploads: s.Uploads, Roots: s.Roots, Jobs: s.jobs}
	definition := &definition.Handler{Desk: s.desk}
	explain := &explain.Handler{Desk: s.desk, Explainer: s.Explainer}
	explore := &explore.Handler{Desk: s.desk, Customers: s.Measurer.Customers, Sharing: s.Sharing, Did: s.did, Origin: s.origin}
	views := &views.Handler{Sharing: s.Sharing, Did: s.did, Base: s.base}
	customers := &customers.Handler{Desk: s.desk}
	customer := &customerpage.Handler{Desk: s.desk, Measurer: s.Measurer, Notebook: s.Notebook, Mover: s.Mover, Prospector: s.Prospector, Finder: s.Finder, Matching: s.Asking.Matching}
	signin := &signin.Handler{Admission: s.Admission, Origin: s.origin, Keep: s.keep}
	reviews := review.New(&review.Jobs{Makers: s.Asking, Measurer: s.Measurer}, s.jobs)
	settings := &settings.Handler{Settings: s.Settings, Assessor: s.Assessor, Desk: s.desk, Importer: s.Importer, Uploads: s.Uploads, Did: s.did,
		Categorising: s.Asking.Categorising}
	people := &people.Handler{Admission: s.Admission, Origin: s.origin, Base: s.base}
	audit := &audit.Handler{Admission: s.Admission}
	account := &account.Handler{Admission: s.Admission, Origin: s.origin}
	standing := &standing.Handler{Desk: s.desk, Assessor: s.Assessor}
	moves := &moves.Handler{Mover: s.Mover, Desk: s.desk, Settings: s.Settings, Bundle: s.Bundle, Uploads: s.Uploads, Now: s.Now, Did: s.did}
	strategies := &strategies.Handler{Mover: s.Mover, Desk: s.desk, Assessor: s.Assessor}
	self := &selfassessment.Handler{Desk: s.desk, Assessor: s.Assessor}
	triggers := &triggers.Handler{Finder: s.Finder}
	regions := &regionspage.Handler{Uploads: s.Uploads, Now: s.Now, Checker: s.checker, Desk: s.desk, Selling: s.Selling}
	trends := &trends.Handler{Trender: s.Trender}
	quartiles := &quartiles.Handler{Comparer: s.Comparer}
	whitespace := &whitespace.Handler{Prospector: s.Prospector, Mover: s.Mover}
	return []Route{
		{"GET /{$}", access.RightSee, "", welcome.Or(overview.Page)},
		{"POST /welcome/demo", access.RightImport, admitting.ActionDemo, welcome.Demo},
		{"GET /explore", access.RightSee, "", explore.Page},
		{"GET /explore.csv", access.RightSee, "", explore.CSV},
		{"GET /explore.xlsx", access.RightSee, "", explore.XLSX},
		{"GET /views", access.RightSee, "", views.Page},
		{"POST /views", access.RightKeep, byFlow, views.Keep},
		{"POST /views/{id}", access.RightKeep, byFlow, views.Change},
		{"POST /views/{id}/drop", access.RightKeep, byFlow, views.Drop},
		{"POST /links", access.RightShare, byFlow, views.Share},
		{"POST /links/{id}/revoke", access.RightShare, byFlow, views.Revoke},
		{"GET /customers", access.RightSee, "", customers.Page},
		{"GET /customers/{id}", access.RightSee, "", customer.Page},
		{"GET /customers/{id}/next", access.RightSee, "", customer.Next},
		{"GET /customers/{id}/change", access.RightBooks, "", customer.Changes},
		{"POST /customers/{id}/change", access.RightDecide, customerpage.ActionChange, customer.Decide},
		{"POST /customers/{id}/notes", access.RightNote, noting.ActionWrite, customer.Write},
		{"POST /customers/{id}/notes/{note}", access.RightNote, noting.ActionChange, customer.Change},
		{"GET /standing", access.RightSee, "", standing.Page},
		{"GET /trends", access.RightSee, "", trends.Page},
		{"GET /trends.csv", access.RightSee, "", trends.CSV},
		{"GET /trends.xlsx", access.RightSee, "", trends.XLSX},
		{"GET /quartiles", access.RightSee, "", quartiles.Page},
		{"GET /quartiles.csv", access.RightSee, "", quartiles.CSV},
		{"GET /quartiles.xlsx", access.RightSee, "", quartiles.XLSX},
		{"GET /whitespace", access.RightSee, "", whitespace.Page},
		{"GET /whitespace.csv", access.RightSee, "", whitespace.CSV},
		{"GET /whitespace.xlsx", access.RightSee, "", whitespace.XLSX},
		{"GET /whitespace/cell", access.RightSee, "", whitespace.Cell},
		{"GET /whitespace/proof", access.RightBooks, "", whitespace.Proof},
		{"GET /triggers", access.RightSee, "", triggers.Page},
		{"GET /triggers.csv", access.RightSee, "", triggers.CSV},
		{"GET /triggers.xlsx", access.RightSee, "", triggers.XLSX},
		{"GET /triggers/open", access.RightSee, "", triggers.Open},
		{"GET /triggers/rows.csv", access.RightSee, "", triggers.Rows},
		{"GET /moves", access.RightSee, "", moves.Page},
		{"GET /moves.csv", access.RightSee, "", moves.CSV},
		{"GET /moves.xlsx", access.RightSee, "", moves.XLSX},
		{"GET /moves.ics", access.RightSee, "", moves.ICS},
		{"GET /moves/new", access.RightPlan, "", moves.New},
		{"POST /moves", access.RightPlan, byFlow, moves.Open},
		{"POST /moves/take", access.RightPlan, byFlow, moves.Take},
		{"POST /moves/bulk", access.RightPlan, byFlow, moves.Bulk},
		{"POST /moves/import", access.RightPlan, byFlow, moves.Import},
		{"GET /moves/{id}", access.RightSee, "", moves.One},
		{"GET /moves/{id}/edit", access.RightPlan, "", moves.Edit},
		{"GET /moves/{id}/calendar.ics", access.RightSee, "", moves.Calendar},
		{"POST /moves/{id}", access.RightPlan, moving.ActionChange, moves.Change},
		{"GET /strategies", access.RightSee, "", strategies.Page},
		{"GET /strategies.csv", access.RightSee, "", strategies.CSV},
		{"GET /strategies.xlsx", access.RightSee, "", strategies.XLSX},
		{"GET /regions", access.RightSee, "", regions.Page},
		{"POST /regions", access.RightSee, regionspage.ActionCheck, regions.Upload},
		{"GET /regions/offering", access.RightSee, "", regions.Offering},
		{"GET /regions/{id}", access.RightSee, "", regions.One},
		{"POST /regions/{id}/fix", access.RightSee, regionspage.ActionFix, regions.Fix},
		{"GET /regions/{id}/file", access.RightSee, "", regions.File},
		{"GET /regions/{id}/report", access.RightSee, "", regions.Report},
		{"GET /self-assessment", access.RightBooks, "", self.Page},
		{"POST /self-assessment", access.RightDecide, selfassessment.ActionAnswer, self.Answer},
		{"GET /definition/{name}", access.RightSee, "", definition.Page},
		{"GET /explain", access.RightSee, "", explain.Total},
		{"GET /explain/{address}", access.RightSee, "", explain.Page},
		{"GET /explain/{address}/rows.csv", access.RightSee, "", explain.Rows},
		{"GET /imports", access.RightBooks, "", imports.List},
		{"POST /imports", access.RightImport, admitting.ActionUpload, imports.Upload},
		{"POST /imports/path", access.RightImport, admitting.ActionUpload, imports.Path},
		{"GET /imports/{batch}", access.RightBooks, "", imports.Batch},
		{"GET /imports/{batch}/rejects", access.RightBooks, "", imports.Rejects},
		{"POST /imports/{batch}/rejects", access.RightImport, admitting.ActionMend, imports.Mend},
		{"POST /imports/{batch}/undo", access.RightImport, admitting.ActionUndo, imports.Undo},
		{"GET /uploads/{upload}", access.RightImport, "", imports.Preview},
		{"POST /uploads/{upload}", access.RightImport, admitting.ActionImport, imports.Commit},
		{"GET /uploads/{upload}/map", access.RightImport, "", imports.Sketch},
		{"POST /uploads/{upload}/map", access.RightImport, admitting.ActionMapping, imports.SaveSketch},
		{"GET /mappings/{name}", access.RightBooks, "", imports.Mapping},
		{"GET /jobs/{job}", access.RightImport, "", imports.Job},
		{"GET /jobs/{job}/events", access.RightImport, "", imports.Events},
		{"GET /review", access.RightBooks, "", reviews.First},
		{"GET /review/{queue}", access.RightBooks, "", reviews.Page},
		{"POST /review/run", access.RightDecide, review.ActionRun, reviews.Run},
		{"GET /review/run/{job}", access.RightDecide, "", reviews.Running},
		{"POST /review/{queue}", access.RightDecide, review.ActionAnswer, reviews.Answer},
		{"GET /settings", access.RightBooks, "", settings.General},
		{"POST /settings", access.RightSettle, byFlow, settings.Change},
		{"GET /settings/definitions", access.RightBooks, "", settings.Definitions},
		{"POST /settings/definitions", access.RightSettle, byFlow, settings.SaveDefinition},
		{"GET /settings/definitions/edit", access.RightSettle, "", settings.EditDefinition},
		{"POST /settings/definitions/{name}/remove", access.RightSettle, byFlow, settings.RemoveDefinition},
		{"GET /settings/references", access.RightBooks, "", settings.References},
		{"GET /settings/references.csv", access.RightBooks, "", settings.ReferencesCSV},
		{"POST /settings/references", access.RightSettle, byFlow, settings.ReplaceReferences},
		{"POST /settings/references/reset", access.RightSettle, byFlow, settings.ResetReferences},
		{"GET /settings/rates", access.RightBooks, "", settings.Rates},
		{"GET /settings/rules", access.RightBooks, "", settings.Rules},
		{"GET /settings/rules/maturity.yaml", access.RightBooks, "", settings.MaturityYAML},
		{"GET /settings/offerings", access.RightBooks, "", settings.Offerings},
		{"GET /settings/offerings.yaml", access.RightBooks, "", settings.OfferingsYAML},
		{"GET /settings/offerings.csv", access.RightBooks, "", settings.OfferingsCSV},
		{"GET /settings/offerings/edit", access.RightImport, "", settings.EditOffering},
		{"POST /settings/offerings", access.RightImport, byFlow, settings.SaveOffering},
		{"POST /settings/offerings/import", access.RightImport, byFlow, settings.ImportOfferings},
		{"POST /settings/offerings/{id}/retire", access.RightImport, byFlow, settings.RetireOffering},
		{"GET /people", access.RightPeople, "", people.Page},
		{"POST /people", access.RightPeople, byFlow, people.Invite},
		{"POST /people/{name}", access.RightPeople, byFlow, people.Change},
		{"POST /people/{name}/disable", access.RightPeople, byFlow, people.Disable},
		{"POST /people/{name}/enable", access.RightPeople, byFlow, people.Enable},
		{"POST /people/{name}/reset", access.RightPeople, byFlow, people.Reset},
		{"GET /audit", access.RightAudit, "", audit.Page},
		{"GET /account", access.RightAccount, "", account.Page},
		{"POST /account/password", access.RightAccount, byFlow, account.Password},
		{"GET /account/codes", access.RightAccount, "", account.NewCodes},
		{"POST /account/codes", access.RightAccount, byFlow, account.Enrol},
		{"POST /account/codes/end", access.RightAccount, byFlow, account.EndCodes},
		{"POST /sessions/{id}/end", access.RightAccount, byFlow, account.EndSession},
		{"POST /signout", access.RightAccount, byFlow, signin.Out},
		{"GET " + signInPath, Anyone, "", signin.Page},
		{"POST " + signInPath, Anyone, "", signin.In},
		{"GET /join/{token}", Anyone, "", signin.Invitation},
		{"POST /join/{token}", Anyone, "", signin.Join},
		{"GET /shared/{token}", Anyone, "", explore.Shared},
		{"GET /shared/{token}/view.csv", Anyone, "", explore.SharedCSV},
		{"GET /shared/{token}/view.xlsx", Anyone, "", explore.SharedXLSX},
		{"POST /preferences", Anyone, "", visit.SavePreference},
		{"GET /enter/{token}", Anyone, "", s.enter},
		{"GET /healthz", Anyone, "", s.healthy},
		{"GET /readyz", Anyone, "", s.ready},
		{"GET " + asset.Prefix, Anyone, "", s.asset},
		{"/", Anyone, "", s.nowhere},
	}
}

// routes puts the list behind one multiplexer.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for _, route := range s.Routes() {
		mux.HandleFunc(route.Pattern, func(w http.ResponseWriter, r *http.Request) {
			recordOf(r.Context()).route = route.Pattern
			s.answer(w, r, route)
		})
	}
	return mux
}
