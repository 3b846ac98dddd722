package cli

import (
	"context"
	"os"

	"github.com/sevenfold/sevenfold/internal/app"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/checking"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// doctorCommand says what is wrong with this workspace or machine.
type doctorCommand struct {
	Fix bool
}

// Run prints every check; a failed one makes the exit code that of a conflict.
func (c *doctorCommand) Run(ctx context.Context, s *Session) error {
	dir := s.Workspace()
	cfg, cfgErr := s.Config()
	checks, err := checking.Inspect(ctx, checking.Input{Dir: dir, Config: cfg, ConfigErr: cfgErr,
		State: app.StateLocation(cfg, dir), Lake: app.LakeDir(dir), TempDir: os.TempDir(), Fix: c.Fix})
	if err != nil {
		return err
	}
	label := func(key string) string { return s.L.Text("cli.doctor.column."+key, nil) }
	t := report.Table{ID: "checks", Columns: []report.Column{
		{Key: "check", Label: label("check"), Kind: report.KindText},
		{Key: "status", Label: label("status"), Kind: report.KindText},
		{Key: "finding", Label: label("finding"), Kind: report.KindText},
		{Key: "mend", Label: label("mend"), Kind: report.KindText},
	}}
	for _, check := range checks {
		finding, mend := wordCheck(s.L, check)
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{
			report.Word(check.ID, s.L.Text("check."+check.ID, nil)),
			report.Word(string(check.Status), s.L.Text("check.status."+string(check.Status), nil)).WithTone(checkTone(check.Status)),
			report.Text(finding), report.Text(mend),
		}})
	}
	if err := s.Print(report.Document{Blocks: []report.Block{t}}); err != nil {
		return err
	}
	if checking.Worst(checks) == checking.StatusFail {
		return fault.New(fault.KindConflict, "doctor.failed")
	}
	return nil
}

func checkTone(status checking.Status) report.Tone {
	switch status {
	case checking.StatusFail:
		return report.ToneBad
	case checking.StatusWarn:
		return report.ToneWarning
	case checking.StatusOK:
	}
	return report.ToneGood
}

// wordCheck says what was found and how to mend it. A fault brings its own
// words; other errors are the system's and follow ours.
func wordCheck(l *i18n.Localizer, c checking.Check) (finding, mend string) {
	key := "check." + c.ID + "." + c.Finding
	args := i18n.Args{}
	for name, value := range c.Args {
		if bytes, ok := value.(int64); ok {
			value = l.Bytes(bytes)
		}
		args[name] = value
	}
	finding = l.Text(key, args)
	if l.Has(key + ".mend") {
		mend = l.Text(key+".mend", args)
	}
	if c.Err == nil {
		return finding, mend
	}
	cause := c.Err.Error()
	if _, ok := fault.As(c.Err); ok {
		message, hint, place := l.Fault(c.Err)
		cause, mend = message, hint
		if place != "" {
			cause += " (" + place + ")"
		}
	}
	return l.Text("common.because", i18n.Args{"message": finding, "cause": cause}), mend
}
