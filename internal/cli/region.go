package cli

// regionCommands are what concerns the regions a thing can run in.
type regionCommands struct {
	Lint regionLintCommand `cmd:""`
}
