package admitting

import (
	"context"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Person is somebody as lists show them: nothing secret.
type Person struct {
	Name      string
	Role      access.Role
	Status    state.PersonStatus
	Codes     bool // signs in with one-time codes
	Customers []customer.ID
	CreatedAt time.Time
}

func shown(p state.Person) Person {
	return Person{Name: p.Name, Role: p.Role, Status: p.Status, Codes: p.CodeSecret != "", Customers: p.Customers, CreatedAt: p.CreatedAt}
}

// People lists everybody by name. Fault: access.denied.
func (a *Admission) People(ctx context.Context) (_ []Person, err error) {
	defer fault.Wrap(&err, "admitting.People")
	if _, err := a.Guard.Allow(ctx, access.RightPeople); err != nil {
		return nil, err
	}
	all, err := a.State.People(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Person, len(all))
	for i, p := range all {
		out[i] = shown(p)
	}
	return out, nil
}

// InviteInput is who may come in, and as what.
type InviteInput struct {
	Name      string
	Role      access.Role
	Customers []customer.ID // of an account manager
	From      Origin
}

// Invite makes a person and gives the secret of the link by which they choose a
// password, once, within three days. Faults: access.denied,
// person.name_invalid, person.exists, person.customer_unknown,
// person.customers_unlimited.
func (a *Admission) Invite(ctx context.Context, in InviteInput) (token string, err error) {
	defer fault.Wrap(&err, "admitting.Invite")
	if _, err := a.Guard.Allow(ctx, access.RightPeople); err != nil {
		return "", err
	}
	name := normalName(in.Name)
	if err := checkName(name); err != nil {
		return "", err
	}
	in.Customers, err = a.assignable(ctx, in.Role, in.Customers)
	if err != nil {
		return "", err
	}
	id, err := a.newID()
	if err != nil {
		return "", err
	}
	err = a.State.AddPerson(ctx, state.Person{ID: id, Name: name, Role: in.Role, Status: state.PersonInvited, Customers: in.Customers, CreatedAt: a.Now()})
	if err == nil {
		token, err = a.link(ctx, id)
	}
	return token, a.did(ctx, ActionInvite, name, in.From, err)
}

// did records and gives the outcome.
func (a *Admission) did(ctx context.Context, action, subject string, from Origin, outcome error) error {
	if err := a.Did(ctx, action, subject, from, outcome); err != nil && outcome == nil {
		return err
	}
	return outcome
}

func (a *Admission) link(ctx context.Context, person string) (string, error) {
	token := auth.NewToken()
	return token, a.State.Invite(ctx, auth.HashToken(token), person, a.Now().Add(invitationLife))
}

// assignable checks the customers of a role: known, sorted, and only where the
// role is held to them.
func (a *Admission) assignable(ctx context.Context, role access.Role, ids []customer.ID) ([]customer.ID, error) {
	if _, err := access.ParseRole(string(role)); err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return nil, nil
	}
	if !role.IsLimited() {
		return nil, fault.New(fault.KindInvalid, "person.customers_unlimited").With("role", string(role))
	}
	book, err := a.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if book.Survivor(id) == "" {
			return nil, fault.New(fault.KindNotFound, "person.customer_unknown").With("customer", string(id))
		}
	}
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// Change gives somebody another role and the customers that go with it. It
// holds at once, in open sessions too. Faults: access.denied, person.unknown,
// person.last_owner, and those of Invite.
func (a *Admission) Change(ctx context.Context, in InviteInput) (err error) {
	defer fault.Wrap(&err, "admitting.Change")
	if _, err := a.Guard.Allow(ctx, access.RightPeople); err != nil {
		return err
	}
	ids, err := a.assignable(ctx, in.Role, in.Customers)
	if err == nil {
		_, err = a.State.ChangePerson(ctx, normalName(in.Name), func(p *state.Person, all []state.Person) error {
			p.Role, p.Customers = in.Role, ids
			return keepsOwner(*p, all)
		})
	}
	return a.did(ctx, ActionChange, normalName(in.Name)+" "+string(in.Role), in.From, err)
}

// keepsOwner refuses a change after which no owner could sign in.
func keepsOwner(changed state.Person, all []state.Person) error {
	was := false
	for _, p := range all {
		if p.ID == changed.ID {
			was = p.Role == access.RoleOwner && p.Status == state.PersonActive
			p = changed
		}
		if p.Role == access.RoleOwner && p.Status == state.PersonActive {
			return nil
		}
	}
	if !was {
		return nil
	}
	return fault.New(fault.KindConflict, "person.last_owner").With("name", changed.Name)
}

// SetDisabled keeps somebody out, and ends their sessions, or lets them in
// again. Faults: access.denied, person.unknown, person.last_owner.
func (a *Admission) SetDisabled(ctx context.Context, name string, disabled bool, from Origin) (err error) {
	defer fault.Wrap(&err, "admitting.SetDisabled")
	if _, err := a.Guard.Allow(ctx, access.RightPeople); err != nil {
		return err
	}
	action := ActionEnable
	if disabled {
		action = ActionDisable
	}
	p, err := a.State.ChangePerson(ctx, normalName(name), func(p *state.Person, all []state.Person) error {
		switch {
		case disabled:
			p.Status = state.PersonDisabled
		case p.Password == "":
			p.Status = state.PersonInvited
		default:
			p.Status = state.PersonActive
		}
		return keepsOwner(*p, all)
	})
	if err == nil && disabled {
		err = a.State.EndSessionsOf(ctx, p.ID, "")
	}
	return a.did(ctx, action, normalName(name), from, err)
}

// Reset takes somebody's password, codes and sessions and gives the secret of a
// link by which they choose a new password. Faults: access.denied,
// person.unknown, person.disabled.
func (a *Admission) Reset(ctx context.Context, name string, from Origin) (token string, err error) {
	defer fault.Wrap(&err, "admitting.Reset")
	if _, err := a.Guard.Allow(ctx, access.RightPeople); err != nil {
		return "", err
	}
	token, err = a.reset(ctx, normalName(name))
	return token, a.did(ctx, ActionReset, normalName(name), from, err)
}

func (a *Admission) reset(ctx context.Context, name string) (string, error) {
	p, err := a.State.ChangePerson(ctx, name, func(p *state.Person, _ []state.Person) error {
		if p.Status == state.PersonDisabled {
			return fault.New(fault.KindConflict, "person.disabled").With("name", p.Name)
		}
		p.Status, p.Password, p.CodeSecret, p.CodeStep = state.PersonInvited, "", "", 0
		return nil
	})
	if err != nil {
		return "", err
	}
	if err := a.State.SetRecoveryCodes(ctx, p.ID, nil); err != nil {
		return "", err
	}
	if err := a.State.EndSessionsOf(ctx, p.ID, ""); err != nil {
		return "", err
	}
	return a.link(ctx, p.ID)
}

// Invited gives the name of whose link this is. Fault: auth.invitation_used.
func (a *Admission) Invited(ctx context.Context, token string) (_ string, err error) {
	defer fault.Wrap(&err, "admitting.Invited")
	p, err := a.State.Invited(ctx, auth.HashToken(token), a.Now())
	return p.Name, err
}

// Join uses a link up: it sets the password and signs in. Faults:
// auth.invitation_used, auth.password_short and its like.
func (a *Admission) Join(ctx context.Context, token, password string, from Origin) (session string, err error) {
	defer fault.Wrap(&err, "admitting.Join")
	event := state.Event{Actor: unknownActor, Action: ActionJoin, Address: from.Address}
	p, err := a.State.Invited(ctx, auth.HashToken(token), a.Now())
	if err == nil {
		event.Actor = p.Name
		session, err = a.join(ctx, p.Name, token, password, from)
	}
	return session, a.finish(ctx, event, err)
}

func (a *Admission) join(ctx context.Context, name, token, password string, from Origin) (string, error) {
	if err := auth.CheckPassword(name, password); err != nil {
		return "", err
	}
	hash, err := a.hash(ctx, password)
	if err != nil {
		return "", err
	}
	p, err := a.State.AcceptInvitation(ctx, auth.HashToken(token), hash, a.Now())
	if err != nil {
		return "", err
	}
	if p.CodeSecret != "" {
		return "", fault.New(fault.KindDenied, "auth.needed") // the password alone is not enough
	}
	return a.open(ctx, p.ID, from)
}
