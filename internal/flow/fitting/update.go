package fitting

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/source/availability"
)

// listsDir is where a workspace keeps newer lists.
const listsDir = "region-lists"

// kept is a list as a workspace keeps it.
type kept struct {
	Sources   []region.Source   `json:"sources,omitempty"`
	Documents []region.Document `json:"documents,omitempty"`
}

// Catalogue gives the shipped catalogue with the newer lists of a workspace. A
// folder without any, or no folder, changes nothing.
//
// Faults: region.malformed, and those of a catalogue.
func Catalogue(workspace string) (_ *region.Catalogue, err error) {
	defer fault.Wrap(&err, "fitting.Catalogue(%s)", workspace)
	c := region.Shipped()
	files, err := filepath.Glob(filepath.Join(workspace, listsDir, "*.json"))
	if err != nil || workspace == "" {
		return c, err
	}
	for _, path := range files { // in the order of names: own facts come after lists
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		var k kept
		if err == nil {
			err = json.Unmarshal(data, &k)
		}
		if err != nil {
			return nil, fault.New(fault.KindInvalid, "region.malformed").At(fault.Place{File: path}).Because(err)
		}
		if c, err = c.With(k.Sources, k.Documents); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Changed is a service whose state in a region a newer list changes.
type Changed struct {
	Service       region.ServiceID
	Region        region.ID
	Before, After region.Availability
}

// Updated is what a newer list brings.
type Updated struct {
	Title   string
	Date    string
	Changed []Changed // by service, then region
	Unknown []string  // names that the catalogue does not have
	Path    string    // where it is kept
}

// Update reads a newer list, says what it changes, and keeps it in the workspace.
// A list of an earlier day than the one there is refused.
//
// Faults: region.list_older, and those of availability.Parse.
func Update(workspace, name string, data []byte, day string) (_ Updated, err error) {
	defer fault.Wrap(&err, "fitting.Update(%s)", name)
	before, err := Catalogue(workspace)
	if err != nil {
		return Updated{}, err
	}
	list, err := availability.Parse(name, data, day, before)
	if err != nil {
		return Updated{}, err
	}
	out := Updated{Title: filepath.Base(name), Date: day, Unknown: list.Unknown}
	k, id := kept{Documents: list.Documents}, "zz-own-"+strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	if s := list.Source; s != nil {
		for _, old := range before.Sources() {
			if old.ID == s.ID && old.Date > s.Date && slices.ContainsFunc(s.Regions, func(id region.ID) bool { return slices.Contains(old.Regions, id) }) {
				return Updated{}, fault.New(fault.KindConflict, "region.list_older").With("date", old.Date).With("given", s.Date)
			}
		}
		k.Sources, id, out.Title = []region.Source{*s}, s.ID, s.Title
	}
	after, err := before.With(k.Sources, k.Documents)
	if err != nil {
		return Updated{}, err
	}
	for _, s := range before.Services() {
		for _, r := range before.Regions() {
			was, is := before.Available(s.ID, r.ID), after.Available(s.ID, r.ID)
			if was.State != is.State {
				out.Changed = append(out.Changed, Changed{s.ID, r.ID, was, is})
			}
		}
	}
	out.Path = filepath.Join(workspace, listsDir, id+".json")
	return out, WriteFile(out.Path, func(w io.Writer) error { return WriteJSON(w, k) })
}
