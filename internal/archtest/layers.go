package archtest

import (
	"slices"
	"strings"
)

// Layer is one folder of the import table.
type Layer struct {
	Dir      string
	May      []string // other layers it may import; its own is ruled by siblings
	Shared   []string // its folders that every package of the layer may import
	TestsMay []string // layers that only its tests may import
	Because  string
}

// Layers is the import table. A folder that is not in it is a violation, so a
// new one starts here with a reason.
func Layers() []Layer {
	const core = "internal/core"
	below := []string{core, "internal/engine", "internal/state", "internal/source", "internal/render", "internal/i18n", "internal/config"}
	return []Layer{
		{Dir: core, Shared: []string{core},
			Because: "core says what the business is; it must be true without any technology around it"},
		{Dir: "internal/i18n", May: []string{core},
			Because: "words need to know faults and money, and nothing that could need words"},
		{Dir: "internal/config", May: []string{core},
			Because: "settings are read before anything that they set exists"},
		// A mapping is SQL: only the engine that runs it can prove it, on either side.
		{Dir: "internal/engine", May: []string{core}, Shared: []string{"internal/engine/sql", "internal/engine/compile"}, TestsMay: []string{"internal/source"},
			Because: "an engine answers questions of core; who asks, in which language, is not its business"},
		{Dir: "internal/state", May: []string{core},
			Because: "the state remembers core's nouns; flow decides when"},
		{Dir: "internal/source", May: []string{core}, Shared: []string{"internal/source/xmldoc", "internal/source/hcldepth"}, TestsMay: []string{"internal/engine"},
			Because: "a reader turns a file into core's nouns and knows nothing of where they go"},
		// What a table looks like in Chinese is proven with the real words.
		{Dir: "internal/render", May: []string{core}, TestsMay: []string{"internal/i18n"},
			Because: "a renderer gets a finished report in the reader's words; it looks nothing up"},
		{Dir: "internal/flow", May: append(below, "internal/auth"),
			Because: "a job uses what is below it and never the face that started it"},
		{Dir: "internal/auth", May: []string{core},
			Because: "who may come in is decided without knowing how they ask"},
		{Dir: "internal/web", May: []string{core, "internal/flow", "internal/render", "internal/i18n", "internal/config", "internal/auth"},
			Shared:  []string{"internal/web/visit", "internal/web/component", "internal/web/layout", "internal/web/asset", "internal/web/answer", "internal/web/wording", "internal/web/ladder", "internal/web/job"},
			Because: "a face asks flow; pages share the frame, the pieces and the words, and know nothing of each other"},
		{Dir: "internal/app", May: append(below, "internal/flow", "internal/auth", "internal/web"),
			Because: "app is the only package that knows how the parts are put together"},
		{Dir: "internal/cli", May: []string{core, "internal/app", "internal/flow", "internal/render", "internal/i18n", "internal/config", "internal/auth", "internal/web"},
			Because: "a face asks app and flow; it opens no database and reads no bill itself"},
		{Dir: "cmd", May: []string{"internal/cli"},
			Because: "main hands the machine over and gives the exit code, in under 40 lines"},
		{Dir: "internal/archtest",
			Because: "the rules must not depend on what they judge"},
		{Dir: "e2e", May: append(below, "internal/flow", "internal/app", "internal/cli", "internal/auth", "internal/web"), Shared: []string{"e2e"},
			Because: "end-to-end tests may look at everything"},
		{Dir: "bench", May: append(below, "internal/flow", "internal/app"),
			Because: "a benchmark asks what a face would ask, and runs the program itself"},
	}
}

// isSuite reports a package of test support, such as state/statetest: tests of
// any layer may use it, programs may not.
func isSuite(path string) bool {
	last := path[strings.LastIndex(path, "/")+1:]
	return strings.HasSuffix(last, "test") && last != "archtest"
}

const siblingReason = "siblings never import each other: what two of them need belongs in the folder above them, or below in core"

const suiteReason = "a test suite is imported by tests only"

// CheckLayers applies the import table.
func CheckLayers(packages []Package) []Violation {
	var found []Violation
	for _, p := range packages {
		layer, ok := layerOf(p.Path())
		if !ok {
			found = append(found, Violation{p.Path(), "stands in no known layer",
				"the tree is small and named in internal/archtest/layers.go; a new folder starts there"})
			continue
		}
		for _, imported := range sorted(p.Imports) {
			found = append(found, checkImport(layer, p.Path(), within(imported), false)...)
		}
		for _, imported := range sorted(p.AllTestImports()) {
			found = append(found, checkImport(layer, p.Path(), within(imported), true)...)
		}
	}
	return found
}

func checkImport(layer Layer, from, to string, test bool) []Violation {
	if to == "" || to == from {
		return nil
	}
	verb := "imports "
	if test {
		verb = "imports in its tests "
	}
	target, ok := layerOf(to)
	switch {
	case !ok:
		return nil // reported where it stands
	case isSuite(to) && !isSuite(from) && !test:
		return []Violation{{from, verb + to, suiteReason}}
	case target.Dir != layer.Dir && !slices.Contains(layer.May, target.Dir) && !(test && slices.Contains(layer.TestsMay, target.Dir)):
		return []Violation{{from, verb + to, layer.Because}}
	case target.Dir == layer.Dir && !test && !isSuite(from) && !layer.shares(to) && !under(from, to) && !under(to, from):
		return []Violation{{from, verb + to, siblingReason}}
	}
	return nil
}

// shares reports a folder that the whole layer may use: nouns of core are made
// of nouns, SQL is written once for every engine, XML is walked one way.
func (l Layer) shares(path string) bool {
	return slices.ContainsFunc(l.Shared, func(dir string) bool { return under(path, dir) })
}

func layerOf(path string) (Layer, bool) {
	for _, l := range Layers() {
		if under(path, l.Dir) {
			return l, true
		}
	}
	return Layer{}, false
}

func sorted(paths []string) []string { return slices.Compact(slices.Sorted(slices.Values(paths))) }
