package admitting

import (
	"context"
	"errors"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Actions of the audit log that this package makes; pages name theirs.
const (
	ActionSignIn    = "sign_in"
	ActionSignOut   = "sign_out"
	ActionJoin      = "join"
	ActionInvite    = "person.invite"
	ActionReset     = "person.reset"
	ActionChange    = "person.change"
	ActionDisable   = "person.disable"
	ActionEnable    = "person.enable"
	ActionPassword  = "account.password"
	ActionCodes     = "account.codes"
	ActionCodesOff  = "account.codes_off"
	ActionSession   = "account.session"
	ActionDemo      = "import.demo"
	ActionUpload    = "import.upload"
	ActionImport    = "import.commit"
	ActionUndo      = "import.undo"
	ActionMapping   = "import.map"    // what the columns of a book mean was kept
	ActionMend      = "import.mend"   // rejected rows were corrected
	ActionDecide    = "decision.make" // about a customer or a line
	ActionTakeBack  = "decision.undo"
	OutcomeOK       = "ok"
	OutcomeInternal = "internal"
	unknownActor    = "?" // a name that nobody has is not kept: it may be a password
	mostEvents      = 200
	mostSubject     = 300
)

// Actions lists them.
func Actions() []string {
	return []string{ActionSignIn, ActionSignOut, ActionJoin, ActionInvite, ActionReset, ActionChange, ActionDisable, ActionEnable,
		ActionPassword, ActionCodes, ActionCodesOff, ActionSession, ActionDemo, ActionUpload, ActionImport, ActionUndo, ActionMapping, ActionMend, ActionDecide, ActionTakeBack}
}

// Did appends to the audit log what the viewer of the context tried, and how it
// ended.
func (a *Admission) Did(ctx context.Context, action, subject string, from Origin, outcome error) error {
	viewer, err := a.Guard.Viewer(ctx)
	if err != nil {
		return err
	}
	return a.record(ctx, state.Event{Actor: viewer.Actor, Action: action, Subject: subject, Address: from.Address}, outcome)
}

// record notes how something ended. It is written even when the asker has gone
// away in the middle.
func (a *Admission) record(ctx context.Context, e state.Event, outcome error) (err error) {
	e.At, e.Outcome = a.Now(), OutcomeOK
	if f, ok := fault.As(outcome); ok {
		e.Outcome = f.Code
	} else if outcome != nil {
		e.Outcome = OutcomeInternal
	}
	e.Subject = e.Subject[:min(len(e.Subject), mostSubject)]
	if e.ID, err = a.newID(); err != nil {
		return err
	}
	return a.State.Record(context.WithoutCancel(ctx), e)
}

// finish records and gives the outcome back. What cannot be recorded has not
// gone well.
func (a *Admission) finish(ctx context.Context, e state.Event, outcome error) error {
	return errors.Join(outcome, a.record(ctx, e, outcome))
}

// Events gives a page of the audit log before an entry ("" for the end), newest
// first. Fault: access.denied.
func (a *Admission) Events(ctx context.Context, before string) (_ []state.Event, err error) {
	defer fault.Wrap(&err, "admitting.Events")
	if _, err := a.Guard.Allow(ctx, access.RightAudit); err != nil {
		return nil, err
	}
	return a.State.Events(ctx, before, mostEvents)
}
