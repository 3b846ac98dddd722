package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
)

// userAddCommand invites somebody.
type userAddCommand struct {
	Name     string   `arg:"" name:"name"`
	Role     string   `required:"" placeholder:"ROLE"`
	Customer []string `placeholder:"ID" sep:"none"`
	Public   string   `default:"http://127.0.0.1:7130" placeholder:"URL"`
}

// Run prints the link, once.
func (c *userAddCommand) Run(ctx context.Context, s *Session) error {
	role, err := access.ParseRole(c.Role)
	if err != nil {
		return usage(err)
	}
	if _, err := publicURL(c.Public); err != nil {
		return err
	}
	ctx, a, err := admission(ctx, s)
	if err != nil {
		return err
	}
	token, err := a.Invite(ctx, admitting.InviteInput{Name: c.Name, Role: role, Customers: customerIDs(c.Customer)})
	if err != nil {
		return err
	}
	link, err := joinLink(c.Public, token)
	if err != nil {
		return err
	}
	return s.Print(linkDocument(s, c.Name, link))
}
