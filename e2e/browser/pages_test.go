package browser

import "time"

// settle is what a chart may take to be drawn before a picture is taken.
const settle = 300 * time.Millisecond

// nowhere is an address that no page has.
const nowhere = "/nowhere"

// pages are those that pictures are taken of.
var pages = []struct{ name, path, click string }{
	{"overview", "/", ""},
	{"explain", "/", ".hero a"},
	{"explore", "/explore?compare=year", ""},
	{"explore-two", "/explore?by=customer&and=quarter&period=all", ""},
	{"customers", "/customers", ""},
	{"customer", "/customers/C0001", ""},
	{"imports", "/imports", ""},
	{"review", "/review/identity", ""},
	{"review-categories", "/review/categories", ""},
	{"definition", "/definition/standard", ""},
	{"error", nowhere, ""},
}
