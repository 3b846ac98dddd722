package access

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// LocalActor is who works on the workspace's own machine without signing in.
const LocalActor = "local"

// Viewer is on whose behalf something is asked.
type Viewer struct {
	Actor string // the name under which decisions and the audit log have them
	Role  Role
	// Customers are those assigned to somebody whose role is limited: ids as they
	// were when assigned. Who reads books follows merges.
	Customers []customer.ID
	// Link is set for who has no account and holds a link: they look with the eyes
	// of the role that made it, and do nothing but look.
	Link bool
}

// Local is who has the workspace's folder, and with it everything in it.
func Local() Viewer { return Viewer{Actor: LocalActor, Role: RoleOwner} }

// May reports whether the viewer has a right.
func (v Viewer) May(right Right) bool {
	return v.Role.May(right) && (!v.Link || right == RightSee)
}

// Allow refuses what the viewer may not do. Fault: access.denied.
func (v Viewer) Allow(right Right) error {
	if v.May(right) {
		return nil
	}
	return fault.New(fault.KindDenied, "access.denied").With("right", string(right)).With("role", string(v.Role))
}

// Scope are the customers that the viewer is held to, sorted, each once. It is
// nil for who sees everybody, and empty but not nil for who sees nobody.
func (v Viewer) Scope() []customer.ID {
	if !v.Role.IsLimited() {
		return nil
	}
	own := append([]customer.ID{}, v.Customers...)
	slices.Sort(own)
	return slices.Compact(own)
}

// Sees reports whether the viewer may see a customer: everybody's, or one that
// was assigned, under whatever id it goes by after merges. Nobody sees a customer
// that is not in the book.
func (v Viewer) Sees(book *customer.Book, id customer.ID) bool {
	now := book.Survivor(id)
	if now == "" || !v.Role.IsLimited() {
		return now != ""
	}
	return slices.ContainsFunc(v.Customers, func(own customer.ID) bool { return book.Survivor(own) == now })
}

type viewerKey struct{}

// With gives a context in which things are asked on behalf of a viewer.
func With(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// From gives the viewer of a context, if there is one.
func From(ctx context.Context) (Viewer, bool) {
	v, ok := ctx.Value(viewerKey{}).(Viewer)
	return v, ok
}

// Guard says what a call without a viewer means to a job. Where one person
// works on their own folder it is that person's; a job that serves several
// refuses it, so that a page that forgets to say who asks shows nothing.
type Guard bool

// Guarded refuses calls without a viewer.
const Guarded Guard = true

// Viewer gives on whose behalf a call is made. Fault: access.viewer_missing, a
// defect of the caller.
func (g Guard) Viewer(ctx context.Context) (Viewer, error) {
	v, ok := From(ctx)
	switch {
	case ok:
		return v, nil
	case bool(g):
		return Viewer{}, fault.New(fault.KindInternal, "access.viewer_missing")
	}
	return Local(), nil
}

// Allow gives on whose behalf a call is made, if they have the right. Faults:
// access.denied, access.viewer_missing.
func (g Guard) Allow(ctx context.Context, right Right) (Viewer, error) {
	v, err := g.Viewer(ctx)
	if err != nil {
		return Viewer{}, err
	}
	return v, v.Allow(right)
}
