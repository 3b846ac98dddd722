package invoicebook

import (
	"bytes"
	"embed"
	"io/fs"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

//go:embed presets/*.yaml
var presetFiles embed.FS

// Presets gives the mappings shipped with the product, by name. They are files
// like those a user writes; `sevenfold import services --map` takes a copy.
func Presets() []Mapping {
	names, err := fs.Glob(presetFiles, "presets/*.yaml")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	slices.Sort(names)
	var all []Mapping
	for _, path := range names {
		text, err := presetFiles.ReadFile(path)
		if err != nil {
			panic(err) // embedded
		}
		name := strings.TrimSuffix(strings.TrimPrefix(path, "presets/"), ".yaml")
		m, err := ParseMapping(bytes.NewReader(text), name)
		if err != nil {
			panic(err) // a preset is as much code as the Go beside it; the tests read them all
		}
		all = append(all, m)
	}
	return all
}

// FindPreset gives a preset by name, and its file's text for users to copy.
func FindPreset(name string) (Mapping, string, error) {
	for _, m := range Presets() {
		if m.Name == name {
			text, err := presetFiles.ReadFile("presets/" + name + ".yaml")
			return m, string(text), err
		}
	}
	return Mapping{}, "", fault.New(fault.KindNotFound, "invoicebook.preset_unknown").With("name", name).With("presets", presetNames())
}

func presetNames() string {
	var names []string
	for _, m := range Presets() {
		names = append(names, m.Name)
	}
	return strings.Join(names, ", ")
}
