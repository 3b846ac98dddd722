package measuring_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func TestThePipelineIsListedByItsCloseAndByRight(t *testing.T) {
	b := measuringtest.Empty(t)
	b.Customers("customer_id,name\na,Acme\nb,Beta Inc.\n")
	list := func(v access.Viewer, in measuring.PipelineInput) (string, error) {
		all, err := b.Measurer.Pipeline(access.With(context.Background(), v), in)
		var out []string
		for _, l := range all {
			out = append(out, fmt.Sprintf("%s:%s", l.ID, l.Customer))
		}
		return strings.Join(out, " "), err
	}
	if got, err := list(access.Local(), measuring.PipelineInput{}); got != "" || err != nil {
		t.Errorf("there is no pipeline: %q, %v", got, err)
	}
	b.Pipeline("id,customer_name,stage,close_date\nD1,Acme,prospect,\nD2,Beta Inc.,committed,2025-05-01\nD3,Who Knows,prospect,2025-04-01\nD4,Acme,launched,2025-04-01\n")
	manager := access.Viewer{Actor: "mia", Role: access.RoleAccountManager, Customers: []customer.ID{"a"}}
	for _, c := range []struct {
		who  access.Viewer
		in   measuring.PipelineInput
		want string
	}{
		{access.Local(), measuring.PipelineInput{}, "D3: D4:a D2:b D1:a"},
		{access.Local(), measuring.PipelineInput{Customer: "a"}, "D4:a D1:a"},
		{access.Local(), measuring.PipelineInput{Stages: opportunity.OpenStages()}, "D3: D2:b D1:a"},
		{manager, measuring.PipelineInput{}, "D4:a D1:a"},
	} {
		if got, err := list(c.who, c.in); got != c.want || err != nil {
			t.Errorf("%s, %+v: %q, %v; want %q", c.who.Role, c.in, got, err, c.want)
		}
	}
	for who, id := range map[*access.Viewer]customer.ID{&manager: "b", {Actor: "o", Role: access.RoleOwner}: "nobody"} {
		if _, err := list(*who, measuring.PipelineInput{Customer: id}); fault.CodeOf(err) != "customer.unknown" {
			t.Errorf("%s asks for %s: %v", who.Role, id, err)
		}
	}
	b.Measurer.Guard = access.Guarded
	if _, err := b.Measurer.Pipeline(context.Background(), measuring.PipelineInput{}); fault.CodeOf(err) != "access.viewer_missing" {
		t.Errorf("nobody asks: %v", err)
	}
}
