package i18n

import (
	"context"
	"errors"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Args fill the template of a message.
type Args map[string]any

// Localizer says things in one language. It is safe for concurrent use.
type Localizer struct {
	lang      string
	localizer *goi18n.Localizer
	catalog   catalog
}

// Lang is the language: "en" or "zh-CN".
func (l *Localizer) Lang() string { return l.lang }

// Text gives the message of a key. The argument "count" chooses the plural
// form. A key that has no message, or whose template fails, shows as the key:
// a wrong label is better than no answer.
func (l *Localizer) Text(key string, args Args) string {
	t, ok := l.catalog[key]
	if !ok {
		return key
	}
	c := &goi18n.LocalizeConfig{MessageID: key, TemplateData: map[string]any(args)}
	if count, ok := args["count"]; ok && len(t.forms) > 1 {
		c.PluralCount = count
	}
	s, err := l.localizer.Localize(c)
	if err != nil {
		return key
	}
	return s
}

// Has reports whether the language has a message for the key.
func (l *Localizer) Has(key string) bool {
	_, ok := l.catalog[key]
	return ok
}

// Fault gives what a user may read about an error: what happened (with the
// reasons beneath it that are faults themselves), what to do, and where. Errors
// that are not faults are defects of ours and give the message of "internal".
func (l *Localizer) Fault(err error) (message, hint, place string) {
	f, ok := fault.As(err)
	switch {
	case ok:
	case errors.Is(err, context.Canceled):
		f = fault.New(fault.KindConflict, "interrupted")
	case errors.Is(err, context.DeadlineExceeded):
		f = fault.New(fault.KindUnavailable, "timed_out")
	default:
		f = fault.New(fault.KindInternal, "internal")
	}
	return l.message(f), l.hint(f), l.Place(l.where(f))
}

func (l *Localizer) message(f *fault.Error) string {
	s := l.Text("fault."+f.Code, Args(f.Args))
	if f.Err == nil || f.Kind == fault.KindInternal {
		return s
	}
	cause, ok := fault.As(f.Err)
	switch {
	case ok && cause.Code != f.Code:
		return l.Text("common.because", Args{"message": s, "cause": l.message(cause)})
	case !ok && f.Kind == fault.KindUnavailable:
		// The system's own words (permission denied, no space left) are what a
		// user of this machine can act on.
		return l.Text("common.because", Args{"message": s, "cause": f.Err.Error()})
	}
	return s
}

// hint takes the innermost fault that has one: it knows best what to mend.
func (l *Localizer) hint(f *fault.Error) string {
	if cause, ok := fault.As(f.Err); ok && f.Kind != fault.KindInternal {
		if h := l.hint(cause); h != "" {
			return h
		}
	}
	key := "fault." + f.Code + ".hint"
	if !l.Has(key) {
		return ""
	}
	return l.Text(key, Args(f.Args))
}

// where is the outermost place known.
func (l *Localizer) where(f *fault.Error) fault.Place {
	if f.Place.IsZero() {
		if cause, ok := fault.As(f.Err); ok {
			return l.where(cause)
		}
	}
	return f.Place
}

// Place words a place: file, row, column, value, as far as they are known.
func (l *Localizer) Place(p fault.Place) string {
	var parts []string
	if p.File != "" {
		parts = append(parts, p.File)
	}
	if p.Row > 0 {
		parts = append(parts, l.Text("common.place.row", Args{"row": l.Count(p.Row)}))
	}
	if p.Column != "" {
		parts = append(parts, l.Text("common.place.column", Args{"column": p.Column}))
	}
	if p.Value != "" {
		parts = append(parts, l.Text("common.place.value", Args{"value": p.Value}))
	}
	return strings.Join(parts, l.Text("common.place.separator", nil))
}
