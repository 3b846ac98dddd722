package state

import (
	"context"
	"database/sql"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// PersonStatus is whether somebody may sign in.
type PersonStatus string

const (
	PersonInvited  PersonStatus = "invited" // has no password yet
	PersonActive   PersonStatus = "active"
	PersonDisabled PersonStatus = "disabled"
)

// Person is somebody who may come in.
type Person struct {
	ID         string // ULID
	Name       string // to sign in with; nobody else has it
	Role       access.Role
	Status     PersonStatus
	Password   string // hashed, see internal/auth; empty before one is chosen
	CodeSecret string // of one-time codes; empty where there are none
	CodeStep   int64  // the last code that was used
	Customers  []customer.ID
	CreatedAt  time.Time
}

// AddPerson keeps a new person. Fault: person.exists for a name that is taken.
func (s *DB) AddPerson(ctx context.Context, p Person) (err error) {
	defer wrap(&err, "state.AddPerson(%s)", p.ID)
	return s.within(ctx, func(q *statedb.Queries) error {
		err := q.InsertPerson(ctx, statedb.InsertPersonParams{ID: p.ID, Name: p.Name, Role: string(p.Role), Status: string(p.Status), Password: p.Password,
			CodeSecret: p.CodeSecret, CodeStep: p.CodeStep, CreatedAt: instant(p.CreatedAt)})
		if isTaken(err) {
			return fault.New(fault.KindConflict, "person.exists").With("name", p.Name).Because(err)
		}
		if err != nil {
			return err
		}
		return saveCustomers(ctx, q, p)
	})
}

// ChangePerson changes one person in one transaction, all others at hand for
// rules that are about all. A name and id stay what they are. Fault:
// person.unknown, and what change gives.
func (s *DB) ChangePerson(ctx context.Context, name string, change func(p *Person, all []Person) error) (_ Person, err error) {
	defer wrap(&err, "state.ChangePerson")
	var changed Person
	err = s.within(ctx, func(q *statedb.Queries) error {
		all, err := people(ctx, q)
		if err != nil {
			return err
		}
		for _, p := range all {
			if p.Name == name {
				changed = p
			}
		}
		if changed.ID == "" {
			return unknownPerson(name)
		}
		if err := change(&changed, all); err != nil {
			return err
		}
		return updatePerson(ctx, q, changed)
	})
	return changed, err
}

func updatePerson(ctx context.Context, q *statedb.Queries, p Person) error {
	if err := q.UpdatePerson(ctx, statedb.UpdatePersonParams{ID: p.ID, Role: string(p.Role), Status: string(p.Status), Password: p.Password,
		CodeSecret: p.CodeSecret, CodeStep: p.CodeStep}); err != nil {
		return err
	}
	return saveCustomers(ctx, q, p)
}

func saveCustomers(ctx context.Context, q *statedb.Queries, p Person) error {
	if err := q.DeletePersonCustomers(ctx, p.ID); err != nil {
		return err
	}
	for _, id := range p.Customers {
		if err := q.InsertPersonCustomer(ctx, statedb.InsertPersonCustomerParams{PersonID: p.ID, CustomerID: string(id)}); err != nil {
			return err
		}
	}
	return nil
}

func unknownPerson(name string) error {
	return fault.New(fault.KindNotFound, "person.unknown").With("name", name)
}

// People lists everybody by name.
func (s *DB) People(ctx context.Context) (_ []Person, err error) {
	defer wrap(&err, "state.People")
	return people(ctx, s.q)
}

func people(ctx context.Context, q *statedb.Queries) ([]Person, error) {
	rows, err := q.ListPeople(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Person, len(rows))
	for i, r := range rows {
		if all[i], err = toPerson(ctx, q, r); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// FindPerson gives somebody by name. Fault: person.unknown.
func (s *DB) FindPerson(ctx context.Context, name string) (_ Person, err error) {
	defer wrap(&err, "state.FindPerson")
	rows, err := s.q.FindPersonByName(ctx, name)
	if err != nil {
		return Person{}, err
	}
	if len(rows) == 0 {
		return Person{}, unknownPerson(name)
	}
	return toPerson(ctx, s.q, rows[0])
}

func personByID(ctx context.Context, q *statedb.Queries, id string) (Person, error) {
	rows, err := q.FindPerson(ctx, id)
	if err != nil {
		return Person{}, err
	}
	if len(rows) == 0 {
		return Person{}, unknownPerson(id)
	}
	return toPerson(ctx, q, rows[0])
}

func toPerson(ctx context.Context, q *statedb.Queries, r statedb.Person) (Person, error) {
	at, err := time.Parse(time.RFC3339Nano, r.CreatedAt)
	if err != nil {
		return Person{}, err
	}
	ids, err := q.ListPersonCustomers(ctx, r.ID)
	if err != nil {
		return Person{}, err
	}
	p := Person{ID: r.ID, Name: r.Name, Role: access.Role(r.Role), Status: PersonStatus(r.Status), Password: r.Password,
		CodeSecret: r.CodeSecret, CodeStep: r.CodeStep, CreatedAt: at}
	for _, id := range ids {
		p.Customers = append(p.Customers, customer.ID(id))
	}
	return p, nil
}

// Invite keeps the hash of a link by which a person may choose a password until
// it expires. An earlier link of the same person opens nothing any more.
func (s *DB) Invite(ctx context.Context, hash, person string, expires time.Time) (err error) {
	defer wrap(&err, "state.Invite(%s)", person)
	return s.within(ctx, func(q *statedb.Queries) error {
		if _, err := q.DeleteInvitations(ctx, person); err != nil {
			return err
		}
		return q.InsertInvitation(ctx, statedb.InsertInvitationParams{Hash: hash, PersonID: person, ExpiresAt: instant(expires)})
	})
}

// Invited gives whose link this is. Fault: auth.invitation_used for one that
// expired, was used, or never was, so that nothing is told.
func (s *DB) Invited(ctx context.Context, hash string, now time.Time) (_ Person, err error) {
	defer wrap(&err, "state.Invited")
	return invited(ctx, s.q, hash, now)
}

func invited(ctx context.Context, q *statedb.Queries, hash string, now time.Time) (Person, error) {
	used := fault.New(fault.KindDenied, "auth.invitation_used")
	rows, err := q.FindInvitation(ctx, hash)
	if err != nil {
		return Person{}, err
	}
	if len(rows) == 0 {
		return Person{}, used
	}
	expires, err := time.Parse(time.RFC3339Nano, rows[0].ExpiresAt)
	if err != nil {
		return Person{}, err
	}
	p, err := personByID(ctx, q, rows[0].PersonID)
	if err == nil && (!now.Before(expires) || p.Status == PersonDisabled) {
		err = used
	}
	return p, err
}

// AcceptInvitation uses a link up: it sets the password, makes the person
// active and ends the sessions that there were. Fault: auth.invitation_used.
func (s *DB) AcceptInvitation(ctx context.Context, hash, password string, now time.Time) (_ Person, err error) {
	defer wrap(&err, "state.AcceptInvitation")
	var p Person
	err = s.within(ctx, func(q *statedb.Queries) error {
		if p, err = invited(ctx, q, hash, now); err != nil {
			return err
		}
		if _, err := q.DeleteInvitations(ctx, p.ID); err != nil {
			return err
		}
		p.Password, p.Status = password, PersonActive
		if err := q.DeleteSessionsOfPerson(ctx, statedb.DeleteSessionsOfPersonParams{PersonID: sql.NullString{String: p.ID, Valid: true}}); err != nil {
			return err
		}
		return updatePerson(ctx, q, p)
	})
	return p, err
}

// SetRecoveryCodes replaces the hashes of a person's recovery codes.
func (s *DB) SetRecoveryCodes(ctx context.Context, person string, hashes []string) (err error) {
	defer wrap(&err, "state.SetRecoveryCodes(%s)", person)
	return s.within(ctx, func(q *statedb.Queries) error {
		if err := q.DeleteRecoveryCodes(ctx, person); err != nil {
			return err
		}
		for _, hash := range hashes {
			if err := q.InsertRecoveryCode(ctx, statedb.InsertRecoveryCodeParams{PersonID: person, Hash: hash}); err != nil {
				return err
			}
		}
		return nil
	})
}

// UseRecoveryCode takes a code away and reports whether it was there: of two who
// try the same one, one gets in.
func (s *DB) UseRecoveryCode(ctx context.Context, person, hash string) (_ bool, err error) {
	defer wrap(&err, "state.UseRecoveryCode(%s)", person)
	n, err := s.q.DeleteRecoveryCode(ctx, statedb.DeleteRecoveryCodeParams{PersonID: person, Hash: hash})
	return n == 1, err
}

// RecoveryCodes counts those that are left.
func (s *DB) RecoveryCodes(ctx context.Context, person string) (_ int, err error) {
	defer wrap(&err, "state.RecoveryCodes(%s)", person)
	hashes, err := s.q.ListRecoveryCodes(ctx, person)
	return len(hashes), err
}

// stamp is instants as text that sorts as time does.
const stamp = "2006-01-02T15:04:05.000000000Z"

func instant(t time.Time) string { return t.UTC().Format(stamp) }
