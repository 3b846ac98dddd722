package web

import (
	"net/http"

	"github.com/sevenfold/sevenfold/internal/web/asset"
	"github.com/sevenfold/sevenfold/internal/web/customer"
	"github.com/sevenfold/sevenfold/internal/web/customers"
	"github.com/sevenfold/sevenfold/internal/web/definition"
	"github.com/sevenfold/sevenfold/internal/web/explain"
	"github.com/sevenfold/sevenfold/internal/web/explore"
	"github.com/sevenfold/sevenfold/internal/web/imports"
	"github.com/sevenfold/sevenfold/internal/web/overview"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/welcome"
)

// Access says who may use a route.
type Access string

const (
	AccessAnyone Access = "anyone" // without a session
	AccessInside Access = "inside"
)

// Route is one address and who may use it.
type Route struct {
	Pattern string // as net/http writes it: method and path
	Access  Access
	handler visit.Handler
}

// Routes is every route there is. Who adds a page adds its line here and to the
// table of TestEveryRouteAsNobody.
func (s *Server) Routes() []Route {
	overview := &overview.Handler{Desk: s.desk, Assessor: s.Assessor}
	welcome := &welcome.Handler{Importer: s.Importer, Config: s.Config, Uploads: s.Uploads, Jobs: s.jobs}
	imports := &imports.Handler{Importer: s.Importer, Config: s.Config, Uploads: s.Uploads, Jobs: s.jobs}
	definition := &definition.Handler{Desk: s.desk}
	explain := &explain.Handler{Desk: s.desk, Explainer: s.Explainer}
	explore := &explore.Handler{Desk: s.desk, Customers: s.Measurer.State.Customers}
	customers := &customers.Handler{Desk: s.desk}
	customer := &customer.Handler{Desk: s.desk, Explainer: s.Explainer, Customers: s.Measurer.State.Customers}
	return []Route{
		{"GET /{$}", AccessInside, welcome.Or(overview.Page)},
		{"POST /welcome/demo", AccessInside, welcome.Demo},
		{"GET /explore", AccessInside, explore.Page},
		{"GET /explore.csv", AccessInside, explore.CSV},
		{"GET /explore.xlsx", AccessInside, explore.XLSX},
		{"GET /customers", AccessInside, customers.Page},
		{"GET /customers/{id}", AccessInside, customer.Page},
		{"GET /definition/{name}", AccessInside, definition.Page},
		{"GET /explain", AccessInside, explain.Total},
		{"GET /explain/{address}", AccessInside, explain.Page},
		{"GET /explain/{address}/rows.csv", AccessInside, explain.Rows},
		{"GET /imports", AccessInside, imports.List},
		{"POST /imports", AccessInside, imports.Upload},
		{"GET /imports/{batch}", AccessInside, imports.Batch},
		{"POST /imports/{batch}/undo", AccessInside, imports.Undo},
		{"GET /uploads/{upload}", AccessInside, imports.Preview},
		{"POST /uploads/{upload}", AccessInside, imports.Commit},
		{"GET /jobs/{job}", AccessInside, imports.Job},
		{"POST /preferences", AccessAnyone, visit.SavePreference},
		{"GET /enter/{token}", AccessAnyone, s.enter},
		{"GET /healthz", AccessAnyone, s.healthy},
		{"GET /readyz", AccessAnyone, s.ready},
		{"GET " + asset.Prefix, AccessAnyone, s.asset},
		{"/", AccessAnyone, s.nowhere},
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
