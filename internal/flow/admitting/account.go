package admitting

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state"
)

// issuer is what authenticator apps show beside the name.
const issuer = "Sevenfold"

// Account is oneself.
type Account struct {
	Person   Person
	Recovery int // codes that are left
	Sessions []Session
}

// Session is a browser that is inside.
type Session struct {
	state.Session
	Name    string // whose
	Current bool
}

// me is the person of the context. Fault: auth.no_account for the local user.
func (a *Admission) me(ctx context.Context) (state.Person, error) {
	viewer, err := a.Guard.Allow(ctx, access.RightAccount)
	if err != nil {
		return state.Person{}, err
	}
	if !a.Team || viewer.Actor == access.LocalActor {
		return state.Person{}, fault.New(fault.KindNotFound, "auth.no_account")
	}
	return a.State.FindPerson(ctx, viewer.Actor)
}

// Account shows oneself and one's sessions. Fault: auth.no_account.
func (a *Admission) Account(ctx context.Context, current string) (_ Account, err error) {
	defer fault.Wrap(&err, "admitting.Account")
	p, err := a.me(ctx)
	if err != nil {
		return Account{}, err
	}
	out := Account{Person: shown(p)}
	if out.Recovery, err = a.State.RecoveryCodes(ctx, p.ID); err != nil {
		return Account{}, err
	}
	out.Sessions, err = a.sessions(ctx, current, []state.Person{p})
	return out, err
}

// Sessions lists everybody's. Fault: access.denied.
func (a *Admission) Sessions(ctx context.Context, current string) (_ []Session, err error) {
	defer fault.Wrap(&err, "admitting.Sessions")
	if _, err := a.Guard.Allow(ctx, access.RightPeople); err != nil {
		return nil, err
	}
	all, err := a.State.People(ctx)
	if err != nil {
		return nil, err
	}
	return a.sessions(ctx, current, all)
}

func (a *Admission) sessions(ctx context.Context, current string, of []state.Person) ([]Session, error) {
	all, err := a.State.Sessions(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, p := range of {
		names[p.ID] = p.Name
	}
	var out []Session
	for _, s := range all {
		if name, mine := names[s.PersonID]; mine {
			out = append(out, Session{s, name, s.ID == current})
		}
	}
	return out, nil
}

// EndSession ends one of one's own sessions, or anybody's for who has the right
// over people. Fault: auth.session_unknown, also for a session of others.
func (a *Admission) EndSession(ctx context.Context, id string, from Origin) (err error) {
	defer fault.Wrap(&err, "admitting.EndSession")
	viewer, err := a.Guard.Allow(ctx, access.RightAccount)
	if err != nil {
		return err
	}
	var whose []state.Person
	if viewer.May(access.RightPeople) {
		whose, err = a.State.People(ctx)
	} else {
		var p state.Person
		p, err = a.me(ctx)
		whose = []state.Person{p}
	}
	if err != nil {
		return err
	}
	all, err := a.sessions(ctx, "", whose)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.ID == id {
			return a.did(ctx, ActionSession, s.Name, from, a.State.EndSession(ctx, id))
		}
	}
	return fault.New(fault.KindNotFound, "auth.session_unknown")
}

// again asks for the password once more before something that a borrowed
// browser must not do; it is throttled like a sign-in.
func (a *Admission) again(ctx context.Context, password, code string, from Origin) (state.Person, error) {
	p, err := a.me(ctx)
	if err != nil {
		return state.Person{}, err
	}
	return a.proven(ctx, p.Name, SignInInput{Password: password, Code: code, From: from}, &state.Event{})
}

// PasswordInput is a change of one's own password.
type PasswordInput struct {
	Old, Code, New string
	Session        string // the one that stays; all others end
	From           Origin
}

// ChangePassword sets a new password. Faults: auth.wrong, auth.throttled,
// auth.password_short and its like.
func (a *Admission) ChangePassword(ctx context.Context, in PasswordInput) (err error) {
	defer fault.Wrap(&err, "admitting.ChangePassword")
	return a.did(ctx, ActionPassword, "", in.From, a.changePassword(ctx, in))
}

func (a *Admission) changePassword(ctx context.Context, in PasswordInput) error {
	me, err := a.me(ctx)
	if err != nil {
		return err
	}
	if err := auth.CheckPassword(me.Name, in.New); err != nil {
		return err
	}
	if _, err := a.again(ctx, in.Old, in.Code, in.From); err != nil {
		return err
	}
	hash, err := a.hash(ctx, in.New)
	if err != nil {
		return err
	}
	p, err := a.State.ChangePerson(ctx, me.Name, func(p *state.Person, _ []state.Person) error {
		p.Password = hash
		return nil
	})
	if err != nil {
		return err
	}
	return a.State.EndSessionsOf(ctx, p.ID, in.Session)
}

// Enrolment is what an authenticator app needs.
type Enrolment struct {
	Secret  string
	Address string // as a QR code holds it
}

// NewCodes begins with one-time codes; nothing is kept before Enrol.
func (a *Admission) NewCodes(ctx context.Context) (_ Enrolment, err error) {
	defer fault.Wrap(&err, "admitting.NewCodes")
	p, err := a.me(ctx)
	secret := auth.NewSecret()
	return Enrolment{secret, auth.Enrolment(issuer, p.Name, secret)}, err
}

// EnrolInput proves that the app has the secret and the asker the password.
type EnrolInput struct {
	Secret, Code, Password string
	From                   Origin
}

// Enrol makes sign-ins ask for one-time codes from now on and gives the recovery
// codes, which are never shown again. Faults: auth.wrong, auth.throttled,
// auth.code_wrong, auth.codes_on.
func (a *Admission) Enrol(ctx context.Context, in EnrolInput) (codes []string, err error) {
	defer fault.Wrap(&err, "admitting.Enrol")
	codes, err = a.enrol(ctx, in)
	return codes, a.did(ctx, ActionCodes, "", in.From, err)
}

func (a *Admission) enrol(ctx context.Context, in EnrolInput) ([]string, error) {
	me, err := a.me(ctx)
	if err != nil {
		return nil, err
	}
	if me.CodeSecret != "" {
		return nil, fault.New(fault.KindConflict, "auth.codes_on")
	}
	step, ok := auth.CheckCode(in.Secret, in.Code, a.Now(), 0)
	if !ok || !auth.IsSecret(in.Secret) {
		return nil, fault.New(fault.KindInvalid, "auth.code_wrong")
	}
	if _, err := a.again(ctx, in.Password, "", in.From); err != nil {
		return nil, err
	}
	sealed, err := a.Keys.Seal(me.ID, in.Secret)
	if err != nil {
		return nil, err
	}
	codes := auth.NewRecoveryCodes()
	hashes := make([]string, len(codes))
	for i, c := range codes {
		hashes[i], _ = auth.ParseRecoveryCode(c)
	}
	_, err = a.State.ChangePerson(ctx, me.Name, func(p *state.Person, _ []state.Person) error {
		if p.CodeSecret != "" { // set up from another browser meanwhile
			return fault.New(fault.KindConflict, "auth.codes_on")
		}
		p.CodeSecret, p.CodeStep = sealed, step
		return nil
	})
	if err != nil {
		return nil, err
	}
	return codes, a.State.SetRecoveryCodes(ctx, me.ID, hashes)
}

// SealSecrets encrypts with the first key what was kept in the open, or under
// an older key. What no key opens stays as it is: its owner cannot sign in until
// the key is back or an owner of the workspace resets them.
func (a *Admission) SealSecrets(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "admitting.SealSecrets")
	all, err := a.State.People(ctx)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.CodeSecret == "" || a.Keys.IsCurrent(p.CodeSecret) {
			continue
		}
		_, err := a.State.ChangePerson(ctx, p.Name, func(p *state.Person, _ []state.Person) (err error) {
			secret := p.CodeSecret
			if auth.IsSealed(secret) {
				if secret, err = a.Keys.Open(p.ID, secret); err != nil {
					return err
				}
			}
			p.CodeSecret, err = a.Keys.Seal(p.ID, secret)
			return err
		})
		if err != nil && fault.CodeOf(err) != "auth.keys_missing" {
			return err
		}
	}
	return nil
}

// EndCodes stops asking for one-time codes. Faults: auth.wrong, auth.throttled.
func (a *Admission) EndCodes(ctx context.Context, password, code string, from Origin) (err error) {
	defer fault.Wrap(&err, "admitting.EndCodes")
	return a.did(ctx, ActionCodesOff, "", from, a.endCodes(ctx, password, code, from))
}

func (a *Admission) endCodes(ctx context.Context, password, code string, from Origin) error {
	p, err := a.again(ctx, password, code, from)
	if err != nil {
		return err
	}
	if err := a.State.SetRecoveryCodes(ctx, p.ID, nil); err != nil {
		return err
	}
	_, err = a.State.ChangePerson(ctx, p.Name, func(p *state.Person, _ []state.Person) error {
		p.CodeSecret, p.CodeStep = "", 0
		return nil
	})
	return err
}
