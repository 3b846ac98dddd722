package cli

// regionCommands are what concerns the regions a thing can run in.
type regionCommands struct {
	Check    regionCheckCommand    `cmd:""`
	Lint     regionLintCommand     `cmd:""`
	Bill     regionBillCommand     `cmd:""`
	Services regionServicesCommand `cmd:""`
	Index    regionIndexCommand    `cmd:""`
	Update   regionUpdateCommand   `cmd:""`
}
