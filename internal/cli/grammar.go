// Package cli is the command line: grammar, help, output, errors, exit codes.
//
// It owns how a person or script talks to Sevenfold in a shell, and the one
// table from fault.Kind to exit code. It does not own what a command does
// (internal/flow), what it needs opened (internal/app) or how a document looks
// (internal/render). It is the only home of the argument parser and of the
// progress bars.
//
// # How to add a command
//
// One file with a struct and its Run, one line in the grammar below, and texts
// in both languages. Nothing else. For `sevenfold measure`, measure.go has:
//
//	// measureCommand prints the multiplier of a period.
//	type measureCommand struct {
//		Period string   `default:"all" placeholder:"PERIOD"`
//		By     []string `placeholder:"DIMENSION"`
//	}
//
//	func (c *measureCommand) Run(ctx context.Context, s *Session) error {
//		period, err := period.Parse(c.Period)
//		if err != nil {
//			return usage(err) // a bad flag: exit code 2, other faults keep their own
//		}
//		app, err := s.App(ctx) // the workspace, opened; closed by Run when the command ends
//		if err != nil {
//			return err
//		}
//		figure, err := app.Measuring().Measure(ctx, ..., s.Progress())
//		if err != nil {
//			return err
//		}
//		return s.Print(measureDocument(s.L, figure)) // honours --format, --output, width, colour
//	}
//
// A command takes what it knows of the outside from its Session: s.Process
// (clock, streams, folder), s.Config(), s.Workspace(), s.L for words,
// s.Path(p) for a path given by the user. It builds a report.Document whose
// labels come from s.L and whose keys are stable, and never writes to Stdout
// itself. It returns errors; it prints none.
//
// Texts are looked up by the command's path; a missing one fails the tests:
//
//	cli.measure.help            what it does, first sentence for lists
//	cli.measure.example         one or more lines to copy, starting with sevenfold
//	cli.measure.flag.period     a flag; the kong tag needs no help
//	cli.import.bill.arg.path    a positional argument of a nested command
//
// A command below another (import bill) is a line in the struct of its group;
// the group needs just cli.import.help.
package cli

// grammar is every command there is. The order is the order of help.
type grammar struct {
	Globals

	Init           initCommand           `cmd:"" group:"workspace"`
	Import         importCommands        `cmd:"" group:"books"`
	Demo           demoCommand           `cmd:"" group:"books"`
	Generate       generateCommand       `cmd:"" group:"books"`
	Match          matchCommands         `cmd:"" group:"customers"`
	Categorise     categoriseCommands    `cmd:"" group:"customers"`
	Attribution    attributionCommands   `cmd:"" group:"customers"`
	Measure        measureCommand        `cmd:"" group:"figures"`
	Assess         assessCommand         `cmd:"" group:"figures"`
	SelfAssessment selfAssessmentCommand `cmd:"" group:"figures"`
	Trigger        triggerCommands       `cmd:"" group:"figures"`
	Whitespace     whitespaceCommand     `cmd:"" group:"figures"`
	Backtest       backtestCommand       `cmd:"" group:"figures"`
	Trend          trendCommand          `cmd:"" group:"figures"`
	Quartile       quartileCommand       `cmd:"" group:"figures"`
	Move           moveCommands          `cmd:"" group:"figures"`
	Explain        explainCommand        `cmd:"" group:"figures"`
	Pipeline       pipelineCommand       `cmd:"" group:"figures"`
	Region         regionCommands        `cmd:"" group:"figures"`
	Serve          serveCommand          `cmd:"" group:"figures"`
	User           userCommands          `cmd:"" group:"workspace"`
	Doctor         doctorCommand         `cmd:"" group:"workspace"`
	Config         configCommands        `cmd:"" group:"workspace"`
	Completion     completionCommand     `cmd:"" group:"workspace"`
	Version        versionCommand        `cmd:"" group:"workspace"`
}

// Globals are the flags of every command.
type Globals struct {
	Workspace string            `short:"w" placeholder:"DIR"`
	Lang      string            `placeholder:"LANG"`
	Format    string            `placeholder:"FORMAT"`
	Output    string            `short:"o" placeholder:"FILE"`
	Set       map[string]string `placeholder:"KEY=VALUE" mapsep:"none"`
	JSON      bool              `name:"json"`
	Color     bool              `name:"color" negatable:"" default:"true"`
	Quiet     bool              `short:"q"`
	Help      helpFlag          `short:"h"`
}
