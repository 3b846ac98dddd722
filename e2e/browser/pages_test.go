package browser

import "time"

// settle is what a chart may take to be drawn before a picture is taken.
const settle = 300 * time.Millisecond

// nowhere is an address that no page has.
const nowhere = "/nowhere"

// page is one that a picture is taken of; what it clicks opens a side sheet.
type page struct{ name, path, click string }

// pages are those of somebody who is signed in to a team's books.
var pages = []page{
	{"overview", "/", ""},
	{"explain", "/", ".hero a"},
	{"explore", "/explore?compare=year", ""},
	{"explore-two", "/explore?by=customer&and=quarter&period=all", ""},
	{"explore-line", "/explore?by=month&measure=services&compare=year", ""},
	{"explore-areas", "/explore?by=customer&measure=cloud&show=tree", ""},
	{"explore-areas-two", "/explore?by=customer&and=category&measure=services&show=tree&where=category%3Dbuild&where=category%3Dmanage", ""},
	{"explore-steps", "/explore?by=category&measure=services&show=fall", ""},
	{"explore-steps-year", "/explore?by=customer&measure=services&show=fall&compare=year", ""},
	{"customers", "/customers", ""},
	{"customer", "/customers/C0001", ""},
	{"customer-change", "/customers/C0001/change?q=C000", ""},
	{"whitespace", "/whitespace", ""},
	{"whitespace-cell", "/whitespace/cell?cell=C0001/manage", ""},
	{"whitespace-proof", "/whitespace/proof", ""},
	{"regions", "/regions", ""},
	{"regions-customer", "/regions?customer=C0001", ""},
	{"moves", "/moves", ""},
	{"moves-list", "/moves?show=list", ""},
	{"moves-proposals", "/moves?show=proposals", ""},
	{"moves-new", "/moves/new", ""},
	{"strategies", "/strategies", ""},
	{"imports", "/imports", ""},
	{"review", "/review/identity", ""},
	{"review-categories", "/review/categories", ""},
	{"review-pairs", "/review/pairs", ""},
	{"standing", "/standing", ""},
	{"trends", "/trends", ""},
	{"quartiles", "/quartiles", ""},
	{"triggers", "/triggers", ""},
	{"trigger", "/triggers", "#table-triggers tbody td.number a"},
	{"self-assessment", "/self-assessment", ""},
	{"definition", "/definition/standard", ""},
	{"settings", "/settings", ""},
	{"settings-definitions", "/settings/definitions", ""},
	{"settings-definition", "/settings/definitions/edit?from=standard", ""},
	{"settings-references", "/settings/references", ""},
	{"settings-rates", "/settings/rates", ""},
	{"settings-rules", "/settings/rules", ""},
	{"settings-offerings", "/settings/offerings", ""},
	{"settings-offering", "/settings/offerings/edit", ""},
	{"people", "/people", ""},
	{"audit", "/audit", ""},
	{"account", "/account", ""},
	{"codes", "/account/codes", ""},
	{"error", nowhere, ""},
}
