package admitting

import (
	"context"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state"
)

// SignInInput is what somebody gives to come in.
type SignInInput struct {
	Name, Password string
	Code           string // one-time or recovery; for who has set them up
	From           Origin
}

// How many failures are free, and what comes after. An address may be an
// office, so it has more of them.
const (
	freeOfName    = 5
	freeOfAddress = 30
	firstWait     = 30 * time.Second
	longestWait   = 15 * time.Minute
	forgetAfter   = 24 * time.Hour
)

// delay is how long a subject waits after so many failures in a row: twice as
// long after each.
func delay(subject string, failures int64) time.Duration {
	free := int64(freeOfName)
	if strings.HasPrefix(subject, "address:") {
		free = freeOfAddress
	}
	d := firstWait
	if failures < free {
		return 0
	}
	for n := free; n < failures && d < longestWait; n++ {
		d *= 2
	}
	return min(d, longestWait)
}

// SignIn gives the secret of a new session. Who there is and who not, and which
// part was wrong, cannot be told from answers or their time. Faults:
// auth.wrong, auth.throttled.
func (a *Admission) SignIn(ctx context.Context, in SignInInput) (token string, err error) {
	defer fault.Wrap(&err, "admitting.SignIn")
	name := normalName(in.Name)
	event := state.Event{Actor: unknownActor, Action: ActionSignIn, Address: in.From.Address}
	p, err := a.proven(ctx, name, in, &event)
	if err == nil {
		token, err = a.open(ctx, p.ID, in.From)
	}
	return token, a.finish(ctx, event, err)
}

// proven is who knows the password and has the code, throttled.
func (a *Admission) proven(ctx context.Context, name string, in SignInInput, event *state.Event) (state.Person, error) {
	p, err := a.State.FindPerson(ctx, name)
	if err != nil && fault.CodeOf(err) != "person.unknown" {
		return state.Person{}, err
	}
	if err == nil {
		event.Actor = p.Name
	}
	who := subjects(name, in.From)
	until, err := a.State.Attempt(ctx, who, a.Now(), forgetAfter, delay)
	if err != nil {
		return state.Person{}, err
	}
	if !until.IsZero() {
		wait := until.Sub(a.Now()).Round(time.Second)
		return state.Person{}, fault.New(fault.KindDenied, "auth.throttled").With("seconds", int(max(wait, time.Second).Seconds()))
	}
	wrong := fault.New(fault.KindDenied, "auth.wrong")
	hash := p.Password
	if p.Status != state.PersonActive {
		hash = ""
	}
	ok, err := a.matches(ctx, hash, in.Password)
	if err != nil {
		return state.Person{}, err
	}
	if !ok {
		return state.Person{}, wrong
	}
	if p.CodeSecret != "" {
		if ok, err = a.useCode(ctx, p, in.Code); err != nil {
			return state.Person{}, err
		}
		if !ok {
			return state.Person{}, wrong
		}
	}
	if a.Params.IsOutdated(p.Password) {
		if p, err = a.rehash(ctx, p, in.Password); err != nil {
			return state.Person{}, err
		}
	}
	return p, a.State.Succeeded(ctx, who[0], who[1], a.Now())
}

// useCode takes a one-time or a recovery code; the same one is good once.
func (a *Admission) useCode(ctx context.Context, p state.Person, code string) (bool, error) {
	if hash, ok := auth.ParseRecoveryCode(code); ok {
		return a.State.UseRecoveryCode(ctx, p.ID, hash)
	}
	used := false
	_, err := a.State.ChangePerson(ctx, p.Name, func(p *state.Person, _ []state.Person) error {
		secret, err := a.Keys.Open(p.ID, p.CodeSecret)
		if err != nil {
			return err
		}
		var step int64
		if step, used = auth.CheckCode(secret, code, a.Now(), p.CodeStep); used {
			p.CodeStep = step
		}
		return nil
	})
	return used, err
}

func (a *Admission) rehash(ctx context.Context, p state.Person, password string) (state.Person, error) {
	hash, err := a.hash(ctx, password)
	if err != nil {
		return p, err
	}
	return a.State.ChangePerson(ctx, p.Name, func(p *state.Person, _ []state.Person) error {
		p.Password = hash
		return nil
	})
}

// open makes a session and gives its secret.
func (a *Admission) open(ctx context.Context, person string, from Origin) (string, error) {
	id, err := a.newID()
	if err != nil {
		return "", err
	}
	token, now := auth.NewToken(), a.Now()
	agent := strings.ToValidUTF8(from.Agent[:min(len(from.Agent), mostAgent)], "")
	return token, a.State.OpenSession(ctx, auth.HashToken(token), state.Session{ID: id, PersonID: person, CreatedAt: now, SeenAt: now,
		Address: from.Address, Agent: strings.ReplaceAll(agent, "\x00", "")}, now.Add(-sessionIdle))
}

// Enter opens a session of the local user, who held a link that opens once.
// Fault: auth.link_used where several people share the server.
func (a *Admission) Enter(ctx context.Context, from Origin) (token string, err error) {
	defer fault.Wrap(&err, "admitting.Enter")
	if a.Team {
		return "", fault.New(fault.KindDenied, "auth.link_used")
	}
	token, err = a.open(ctx, "", from)
	return token, a.finish(ctx, state.Event{Actor: access.LocalActor, Action: ActionSignIn, Address: from.Address}, err)
}

// Inside is who has a session.
type Inside struct {
	Viewer  access.Viewer
	Session string // id
}

// Who gives who holds the secret of a session. Fault: auth.needed for one that
// ended, and for one of the other way to serve.
func (a *Admission) Who(ctx context.Context, token string) (_ Inside, err error) {
	defer fault.Wrap(&err, "admitting.Who")
	needed := fault.New(fault.KindDenied, "auth.needed")
	if token == "" {
		return Inside{}, needed
	}
	s, p, err := a.State.FindSession(ctx, auth.HashToken(token))
	if err != nil {
		return Inside{}, err
	}
	now := a.Now()
	over := now.Sub(s.SeenAt) > sessionIdle || now.Sub(s.CreatedAt) > sessionLife
	if over || a.Team != (s.PersonID != "") || a.Team && p.Status != state.PersonActive {
		return Inside{}, needed
	}
	if now.Sub(s.SeenAt) > sessionTouch {
		if err := a.State.TouchSession(ctx, s.ID, now); err != nil {
			return Inside{}, err
		}
	}
	in := Inside{Viewer: access.Local(), Session: s.ID}
	if a.Team {
		in.Viewer = viewerOf(p)
	}
	return in, nil
}

func viewerOf(p state.Person) access.Viewer {
	return access.Viewer{Actor: p.Name, Role: p.Role, Customers: p.Customers}
}

// SignOut ends the session one is in.
func (a *Admission) SignOut(ctx context.Context, in Inside, from Origin) (err error) {
	defer fault.Wrap(&err, "admitting.SignOut")
	err = a.State.EndSession(ctx, in.Session)
	return a.finish(ctx, state.Event{Actor: in.Viewer.Actor, Action: ActionSignOut, Address: from.Address}, err)
}
