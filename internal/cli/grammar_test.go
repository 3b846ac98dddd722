package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/checking"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

func localizer(t *testing.T, lang string) *i18n.Localizer {
	t.Helper()
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	return b.For(lang)
}

func model(t *testing.T, l *i18n.Localizer) *kong.Node {
	t.Helper()
	k, err := newParser(&grammar{}, l)
	if err != nil {
		t.Fatal(err)
	}
	return k.Model.Node
}

// each visits a node and all below it.
func each(n *kong.Node, visit func(*kong.Node)) {
	visit(n)
	for _, c := range n.Children {
		each(c, visit)
	}
}

func TestEveryCommandFlagAndArgumentHasHelpInBothLanguages(t *testing.T) {
	for _, lang := range i18n.Languages() {
		l := localizer(t, lang)
		each(model(t, l), func(n *kong.Node) {
			path := messagePath(n)
			keys := []string{path + ".help"}
			if len(n.Children) == 0 {
				keys = append(keys, path+".example")
			}
			for _, f := range n.Flags {
				keys = append(keys, path+".flag."+f.Name)
			}
			for _, a := range n.Positional {
				keys = append(keys, path+".arg."+a.Name)
			}
			if n.Group != nil {
				keys = append(keys, "cli.group."+n.Group.Key)
			}
			for _, key := range keys {
				if !l.Has(key) {
					t.Errorf("%s: no text %s", lang, key)
				}
			}
		})
	}
}

func TestEveryExampleIsACommandThatParses(t *testing.T) {
	for _, lang := range i18n.Languages() {
		l := localizer(t, lang)
		each(model(t, l), func(n *kong.Node) {
			key := messagePath(n) + ".example"
			if !l.Has(key) {
				return
			}
			for line := range strings.SplitSeq(l.Text(key, nil), "\n") {
				_, command, found := strings.Cut(line, "sevenfold ")
				if !found {
					t.Errorf("%s %s: %q has no sevenfold in it", lang, key, line)
					continue
				}
				k, err := newParser(&grammar{}, l)
				if err != nil {
					t.Fatal(err)
				}
				command, _, _ = strings.Cut(command, " | ")
				if _, err := k.Parse(shellWords(strings.TrimSuffix(command, ")"))); err != nil {
					t.Errorf("%s %s: %q: %v", lang, key, line, err)
				}
			}
		})
	}
}

// shellWords splits as a shell does, as far as examples need it.
func shellWords(s string) []string {
	var words []string
	var word strings.Builder
	quote, open := rune(0), false
	for _, r := range s + " " {
		switch {
		case quote == 0 && (r == '"' || r == '\''):
			quote, open = r, true
		case r == quote:
			quote = 0
		case r == ' ' && quote == 0:
			if open || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
		}
	}
	return words
}

func TestEverySettingCheckAndUnitHasWords(t *testing.T) {
	var keys []string
	for _, key := range config.Keys() {
		keys = append(keys, "config."+key)
	}
	for _, s := range []config.Source{config.SourceDefault, config.SourceFile, config.SourceEnv, config.SourceFlag} {
		keys = append(keys, "config.origin."+string(s))
	}
	for _, s := range []checking.Status{checking.StatusOK, checking.StatusWarn, checking.StatusFail} {
		keys = append(keys, "check.status."+string(s))
	}
	for _, u := range []progress.Unit{progress.UnitRows, progress.UnitFiles, progress.UnitSteps} {
		keys = append(keys, "cli.unit."+string(u))
	}
	for _, e := range exitCodes() {
		keys = append(keys, "cli.exit."+e.name)
	}
	for _, p := range phrases() {
		keys = append(keys, "fault."+p.code, "fault."+p.code+".hint")
	}
	for _, lang := range i18n.Languages() {
		for _, key := range keys {
			if !localizer(t, lang).Has(key) {
				t.Errorf("%s: no text %s", lang, key)
			}
		}
	}
}

func TestEveryKindOfFaultHasItsOwnExitCode(t *testing.T) {
	seen := map[int]fault.Kind{}
	for _, kind := range fault.Kinds() {
		code := exitOf(fmt.Errorf("wrapped: %w", fault.New(kind, "x")))
		if other, ok := seen[code]; ok || code == exitOK || code == exitUsage {
			t.Errorf("%s exits with %d, as %s does", kind, code, other)
		}
		seen[code] = kind
	}
	for want, err := range map[int]error{exitOK: nil, exitInternal: errors.New("x"), exitUsage: usage(fault.New(fault.KindNotFound, "x")),
		exitInterrupted: fmt.Errorf("x: %w", context.Canceled)} {
		if got := exitOf(err); got != want {
			t.Errorf("%v: %d, want %d", err, got, want)
		}
	}
}

func process(t *testing.T, args ...string) (Process, *bytes.Buffer, *bytes.Buffer) {
	t.Helper()
	var out, errs bytes.Buffer
	return Process{Args: args, Env: func(string) string { return "" }, Dir: t.TempDir(), Now: func() time.Time { return time.Unix(0, 0).UTC() },
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs}, &out, &errs
}

func TestAnInterruptedCommandExitsWith130AndSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p, _, errs := process(t, "doctor")
	if code := Run(ctx, p); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	if !strings.Contains(errs.String(), "Stopped before the work was finished") || strings.Contains(errs.String(), "context canceled") {
		t.Errorf("it says %q", errs.String())
	}
}

func TestADefectIsReportedWithItsDetailsAndExitCodeOne(t *testing.T) {
	p, _, errs := process(t)
	s := &Session{Process: p, L: localizer(t, i18n.English)}
	s.report(panicked("impossible"))
	if got := errs.String(); !strings.Contains(got, "not your fault") || !strings.Contains(got, "impossible") || !strings.Contains(got, "grammar_test.go") {
		t.Errorf("it says %q", got)
	}
	if code := exitOf(panicked("impossible")); code != exitInternal {
		t.Errorf("exit code %d", code)
	}
}

func TestProgressLinesAreThrottledAndSayHowLong(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(100, 0)
	p := &progressLines{w: &out, now: func() time.Time { return now }}
	for done := range int64(101) {
		p.show(progress.Event{Stage: "import.read", Item: "bill.csv", Done: done, Total: 200, Unit: progress.UnitRows})
		now = now.Add(10 * time.Millisecond)
	}
	p.show(progress.Event{Stage: "import.read", Done: 200, Total: 200, Unit: progress.UnitRows, Finished: true})
	p.show(progress.Event{Stage: "import.write", Done: 1, Unit: progress.UnitFiles})
	var lines []progressLine
	for line := range strings.Lines(out.String()) {
		var l progressLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, l)
	}
	one := int64(1)
	want := []progressLine{
		{Type: "progress", Stage: "import.read", Item: "bill.csv", Done: 0, Total: 200, Unit: "rows", ElapsedMS: 0},
		{Type: "progress", Stage: "import.read", Item: "bill.csv", Done: 25, Total: 200, Unit: "rows", ElapsedMS: 250, SecondLeft: &one},
		{Type: "progress", Stage: "import.read", Item: "bill.csv", Done: 50, Total: 200, Unit: "rows", ElapsedMS: 500, SecondLeft: &one},
		{Type: "progress", Stage: "import.read", Item: "bill.csv", Done: 75, Total: 200, Unit: "rows", ElapsedMS: 750, SecondLeft: &one},
		{Type: "progress", Stage: "import.read", Item: "bill.csv", Done: 100, Total: 200, Unit: "rows", ElapsedMS: 1000, SecondLeft: &one},
		{Type: "progress", Stage: "import.read", Done: 200, Total: 200, Unit: "rows", ElapsedMS: 1010, Finished: true},
		{Type: "progress", Stage: "import.write", Done: 1, Unit: "files"},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

func TestBarsEndCleanlyWhateverTheEventsWere(t *testing.T) {
	for name, events := range map[string][]progress.Event{
		"none":          nil,
		"unfinished":    {{Stage: "a", Done: 1, Total: 10, Unit: progress.UnitRows}},
		"unknown total": {{Stage: "a", Done: 1, Unit: progress.UnitBytes}, {Stage: "a", Done: 5, Unit: progress.UnitBytes, Finished: true}},
		"two stages":    {{Stage: "a", Done: 1, Total: 2, Unit: progress.UnitRows}, {Stage: "b", Done: 1, Total: 1, Unit: progress.UnitFiles, Finished: true}},
		"more than all": {{Stage: "a", Done: 7, Total: 2, Unit: progress.UnitSteps}},
	} {
		t.Run(name, func(t *testing.T) {
			p, _, _ := process(t)
			bars := newProgressBars(&Session{Process: p, L: localizer(t, i18n.English)})
			for _, e := range events {
				bars.show(e)
			}
			bars.close() // must return
		})
	}
}

func TestFirstSentenceEndsAtAStopOfEitherLanguage(t *testing.T) {
	for s, want := range map[string]string{"One. Two.": "One", "One.": "One", "One\nTwo.": "One", "一。二。": "一", "v1.5 is out. Yes": "v1.5 is out"} {
		if got := firstSentence(s); got != want {
			t.Errorf("%q: %q", s, got)
		}
	}
}
