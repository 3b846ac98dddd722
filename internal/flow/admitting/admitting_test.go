package admitting_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

const password = "correct horse battery"

// clock is a time that tests move; requests read it side by side.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time { return time.Unix(0, c.at.Load()).UTC() }

func (c *clock) pass(d time.Duration) { c.at.Add(int64(d)) }

var from = admitting.Origin{Address: "192.0.2.7", Agent: "Browser"}

// house is an admission and the means to open it again, as after a restart.
type house struct {
	*admitting.Admission
	clock  *clock
	owner  context.Context
	reopen func() *admitting.Admission
}

// both runs a test on every database.
func both(t *testing.T, test func(t *testing.T, h house)) {
	t.Helper()
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		c, keys := &clock{}, auth.NewKeys()
		c.at.Store(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC).UnixNano())
		again := func() *admitting.Admission {
			a := admitting.New(open(), access.Guarded, true, auth.Params{MemoryKiB: 64, Passes: 1, Lanes: 1}, c.now)
			a.Keys = keys
			return a
		}
		test(t, house{again(), c, access.With(t.Context(), access.Local()), again})
	})
}

// add makes a person who has chosen the password and gives their context.
func (h house) add(t *testing.T, name string, role access.Role) context.Context {
	t.Helper()
	token, err := h.Invite(h.owner, admitting.InviteInput{Name: name, Role: role})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Join(h.owner, token, password, from); err != nil {
		t.Fatal(err)
	}
	return access.With(t.Context(), access.Viewer{Actor: name, Role: role})
}

func (h house) signIn(name, password, code string) (string, error) {
	return h.SignIn(context.Background(), admitting.SignInInput{Name: name, Password: password, Code: code, From: from})
}

func is(t *testing.T, err error, code string) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Errorf("%v, not %s", err, code)
	}
}

func TestSignInAndTheEndsOfASession(t *testing.T) {
	both(t, func(t *testing.T, h house) {
		h.add(t, "ann", access.RoleFinance)
		token, err := h.signIn(" Ann ", password, "")
		if err != nil {
			t.Fatal(err)
		}
		in, err := h.reopen().Who(t.Context(), token)
		if err != nil || in.Viewer.Actor != "ann" || in.Viewer.Role != access.RoleFinance {
			t.Fatalf("after a restart: %+v, %v", in, err)
		}
		for _, wrong := range []string{"", "x", token[1:], token + "x"} {
			_, err := h.Who(t.Context(), wrong)
			is(t, err, "auth.needed")
		}
		for range 6 {
			h.clock.pass(20 * time.Hour)
			if _, err := h.Who(t.Context(), token); err != nil {
				t.Fatalf("in use: %v", err)
			}
		}
		h.clock.pass(25 * time.Hour)
		_, err = h.Who(t.Context(), token)
		is(t, err, "auth.needed")
		token, err = h.signIn("ann", password, "")
		if err != nil {
			t.Fatal(err)
		}
		if in, err = h.Who(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		if err := h.SignOut(t.Context(), in, from); err != nil {
			t.Fatal(err)
		}
		_, err = h.Who(t.Context(), token)
		is(t, err, "auth.needed")
	})
}

func TestThrottlingOutlivesARestartAndCountsTriesAtOnce(t *testing.T) {
	both(t, func(t *testing.T, h house) {
		h.add(t, "ann", access.RoleFinance)
		var tried atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if _, err := h.signIn("ann", "wrong password", ""); fault.CodeOf(err) == "auth.wrong" {
					tried.Add(1)
				} else if fault.CodeOf(err) != "auth.throttled" {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if tried.Load() != 5 {
			t.Errorf("%d of 20 at once were tried", tried.Load())
		}
		again := h.reopen()
		_, err := again.SignIn(t.Context(), admitting.SignInInput{Name: "ann", Password: password, From: from})
		is(t, err, "auth.throttled")
		h.clock.pass(31 * time.Second)
		if _, err := again.SignIn(t.Context(), admitting.SignInInput{Name: "ann", Password: password, From: from}); err != nil {
			t.Errorf("after waiting: %v", err)
		}
		_, err = h.signIn("ann", "wrong password", "")
		is(t, err, "auth.wrong") // the count began again
	})
}

func TestAnAddressThatTriesManyNamesWaits(t *testing.T) {
	both(t, func(t *testing.T, h house) {
		for n := range 30 {
			_, err := h.signIn(fmt.Sprint("name", n), "wrong password", "")
			is(t, err, "auth.wrong")
		}
		_, err := h.signIn("another", "wrong password", "")
		is(t, err, "auth.throttled")
		_, err = h.SignIn(t.Context(), admitting.SignInInput{Name: "another", Password: "wrong password", From: admitting.Origin{Address: "192.0.2.8"}})
		is(t, err, "auth.wrong")
	})
}

// Who has an IPv6 network of their own has more addresses in it than anybody
// could count.
func TestAnotherAddressOfTheSameNetworkWaitsToo(t *testing.T) {
	both(t, func(t *testing.T, h house) {
		try := func(n int) error {
			_, err := h.SignIn(t.Context(), admitting.SignInInput{Name: fmt.Sprint("name", n), Password: "wrong password",
				From: admitting.Origin{Address: fmt.Sprintf("2001:db8::%x", n+1)}})
			return err
		}
		for n := range 30 {
			is(t, try(n), "auth.wrong")
		}
		is(t, try(30), "auth.throttled")
	})
}

// secretOf is what the state keeps of somebody's codes.
func (h house) secretOf(t *testing.T, name string) string {
	t.Helper()
	p, err := h.State.FindPerson(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return p.CodeSecret
}

func TestTheStateKeepsNoSecretOfCodesInTheOpen(t *testing.T) {
	both(t, func(t *testing.T, h house) {
		ann, bo := h.add(t, "ann", access.RoleAuditor), h.add(t, "bo", access.RoleAuditor)
		e, err := h.NewCodes(ann)
		if err != nil {
			t.Fatal(err)
		}
		code := func(secret string) string { c, _ := auth.Code(secret, h.clock.now()); return c }
		const weak = "AAAA"
		_, err = h.Enrol(ann, admitting.EnrolInput{Secret: weak, Code: code(weak), Password: password, From: from})
		is(t, err, "auth.code_wrong")
		if _, err := h.Enrol(ann, admitting.EnrolInput{Secret: e.Secret, Code: code(e.Secret), Password: password, From: from}); err != nil {
			t.Fatal(err)
		}
		sealed := h.secretOf(t, "ann")
		if strings.Contains(sealed, e.Secret) || !h.Keys.IsCurrent(sealed) {
			t.Fatalf("the state has %q", sealed)
		}
		// What one person's secret is sealed as, does not open for another.
		if _, err := h.State.ChangePerson(t.Context(), "bo", func(p *state.Person, _ []state.Person) error { p.CodeSecret = sealed; return nil }); err != nil {
			t.Fatal(err)
		}
		h.clock.pass(time.Minute)
		_, err = h.signIn("bo", password, code(e.Secret))
		is(t, err, "auth.keys_missing")

		// An older version kept it as it is, and a new key is put before the old one.
		open := auth.NewSecret()
		if _, err := h.State.ChangePerson(t.Context(), "bo", func(p *state.Person, _ []state.Person) error { p.CodeSecret = open; return nil }); err != nil {
			t.Fatal(err)
		}
		h.Keys = append(auth.NewKeys(), h.Keys...)
		if err := h.SealSecrets(t.Context()); err != nil {
			t.Fatal(err)
		}
		for name, secret := range map[string]string{"ann": e.Secret, "bo": open} {
			if kept := h.secretOf(t, name); strings.Contains(kept, secret) || !h.Keys.IsCurrent(kept) {
				t.Errorf("%s has %q", name, kept)
			}
			if _, err := h.signIn(name, password, code(secret)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.Keys = auth.NewKeys()
		if err := h.SealSecrets(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err = h.signIn("ann", password, "")
		is(t, err, "auth.keys_missing")
		is(t, h.EndCodes(bo, password, "", from), "auth.keys_missing")
	})
}

func TestCodesAreAskedForOnceTheyAreSetUp(t *testing.T) {
	both(t, func(t *testing.T, h house) {
		ann := h.add(t, "ann", access.RoleAuditor)
		e, err := h.NewCodes(ann)
		if err != nil {
			t.Fatal(err)
		}
		code := func() string { c, _ := auth.Code(e.Secret, h.clock.now()); return c }
		_, err = h.Enrol(ann, admitting.EnrolInput{Secret: e.Secret, Code: code(), Password: "wrong password", From: from})
		is(t, err, "auth.wrong")
		recovery, err := h.Enrol(ann, admitting.EnrolInput{Secret: e.Secret, Code: code(), Password: password, From: from})
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.signIn("ann", password, "")
		is(t, err, "auth.wrong")
		_, err = h.signIn("ann", password, code())
		is(t, err, "auth.wrong") // the code that set it up is used
		h.clock.pass(time.Minute)
		if _, err := h.signIn("ann", password, code()); err != nil {
			t.Error(err)
		}
		if _, err := h.signIn("ann", password, strings.ToLower(recovery[0])); err != nil {
			t.Error(err)
		}
		_, err = h.signIn("ann", password, recovery[0])
		is(t, err, "auth.wrong")
		is(t, h.EndCodes(ann, password, "", from), "auth.wrong")
		if err := h.EndCodes(ann, password, recovery[1], from); err != nil {
			t.Error(err)
		}
		if _, err := h.signIn("ann", password, ""); err != nil {
			t.Error(err)
		}
	})
}

func TestAnInvitationOpensOnceUntilItExpires(t *testing.T) {
	both(t, func(t *testing.T, h house) {
		token, err := h.Invite(h.owner, admitting.InviteInput{Name: "ann", Role: access.RoleOwner})
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.signIn("ann", "", "")
		is(t, err, "auth.wrong")
		_, err = h.Join(t.Context(), token, "short", from)
		is(t, err, "auth.password_short")
		var in atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := h.Join(context.Background(), token, password, from); err == nil {
					in.Add(1)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 {
			t.Errorf("%d joined by one link", in.Load())
		}
		session, err := h.signIn("ann", password, "")
		if err != nil {
			t.Fatal(err)
		}
		first, err := h.Reset(h.owner, "ann", from)
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.Who(t.Context(), session)
		is(t, err, "auth.needed")
		_, err = h.signIn("ann", password, "")
		is(t, err, "auth.wrong")
		second, err := h.Reset(h.owner, "ann", from)
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.Invited(t.Context(), first)
		is(t, err, "auth.invitation_used")
		h.clock.pass(73 * time.Hour)
		_, err = h.Join(t.Context(), second, password, from)
		is(t, err, "auth.invitation_used")
	})
}

func TestPeopleAreTheOwnersMatter(t *testing.T) {
	both(t, func(t *testing.T, h house) {
		owner := h.add(t, "ann", access.RoleOwner)
		for _, role := range access.Roles()[1:] {
			ctx := access.With(t.Context(), access.Viewer{Actor: "eve", Role: role})
			_, err := h.Invite(ctx, admitting.InviteInput{Name: "mallory", Role: access.RoleOwner})
			is(t, err, "access.denied")
			_, err = h.Reset(ctx, "ann", from)
			is(t, err, "access.denied")
			_, err = h.People(ctx)
			is(t, err, "access.denied")
			is(t, h.Change(ctx, admitting.InviteInput{Name: "eve", Role: access.RoleOwner}), "access.denied")
			is(t, h.SetDisabled(ctx, "ann", true, from), "access.denied")
		}
		_, err := h.People(t.Context())
		is(t, err, "access.viewer_missing")
		is(t, h.SetDisabled(owner, "ann", true, from), "person.last_owner")
		is(t, h.Change(owner, admitting.InviteInput{Name: "ann", Role: access.RoleFinance}), "person.last_owner")
		_, err = h.Invite(owner, admitting.InviteInput{Name: "ANN", Role: access.RoleFinance})
		is(t, err, "person.exists")
		h.add(t, "bo", access.RoleOwner)
		if err := h.SetDisabled(owner, "ann", true, from); err != nil {
			t.Error(err)
		}
		_, err = h.signIn("ann", password, "")
		is(t, err, "auth.wrong")
	})
}

func TestAChangedPasswordEndsOtherSessions(t *testing.T) {
	both(t, func(t *testing.T, h house) {
		ann := h.add(t, "ann", access.RoleFinance)
		bo := h.add(t, "bo", access.RoleFinance)
		kept, _ := h.signIn("ann", password, "")
		other, _ := h.signIn("ann", password, "")
		in, err := h.Who(t.Context(), kept)
		if err != nil {
			t.Fatal(err)
		}
		is(t, h.EndSession(bo, in.Session, from), "auth.session_unknown")
		if err := h.ChangePassword(ann, admitting.PasswordInput{Old: password, New: "another long password", Session: in.Session, From: from}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Who(t.Context(), kept); err != nil {
			t.Error(err)
		}
		_, err = h.Who(t.Context(), other)
		is(t, err, "auth.needed")
		_, err = h.signIn("ann", password, "")
		is(t, err, "auth.wrong")
		if err := h.EndSession(ann, in.Session, from); err != nil {
			t.Error(err)
		}
		_, err = h.Who(t.Context(), kept)
		is(t, err, "auth.needed")
	})
}

func TestTheAuditLogHasEverySignInAndNoSecret(t *testing.T) {
	both(t, func(t *testing.T, h house) {
		h.add(t, "ann", access.RoleOwner)
		for range 6 {
			h.clock.pass(time.Millisecond)
			h.signIn("ann", "wrong password", "") // the log says how it ended
		}
		h.signIn("my secret password", "x", "")
		events, err := h.Events(h.owner, "")
		if err != nil {
			t.Fatal(err)
		}
		counts := map[string]int{}
		for _, e := range events {
			counts[e.Action+" "+e.Outcome+" "+e.Actor]++
			if line := fmt.Sprint(e); strings.Contains(line, "secret") || strings.Contains(line, password) {
				t.Errorf("%s", line)
			}
		}
		want := map[string]int{"person.invite ok local": 1, "join ok ann": 1, "sign_in auth.wrong ann": 5, "sign_in auth.throttled ann": 1, "sign_in auth.wrong ?": 1}
		for k, n := range want {
			if counts[k] != n {
				t.Errorf("%s: %d, not %d: %v", k, counts[k], n, counts)
			}
		}
		_, err = h.Events(access.With(t.Context(), access.Viewer{Actor: "bo", Role: access.RoleFinance}), "")
		is(t, err, "access.denied")
	})
}

func TestEveryActionHasWordsInBothLanguages(t *testing.T) {
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages() {
		l := bundle.For(lang)
		for _, a := range admitting.Actions() {
			if !l.Has("audit.action." + a) {
				t.Errorf("%s: no words for %s", lang, a)
			}
		}
		for _, r := range access.Roles() {
			if !l.Has("access.role." + string(r)) {
				t.Errorf("%s: no words for %s", lang, r)
			}
		}
	}
}
