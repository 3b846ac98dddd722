package region_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

func TestWhatWeKnowOfTheChinaRegions(t *testing.T) {
	c := region.Shipped()
	for _, w := range []struct {
		service region.ServiceID
		in      region.ID
		state   region.State
		reason  region.Reason
	}{
		{"s3", region.Beijing, region.StateAvailable, region.ReasonListed},
		{"bedrock", region.Beijing, region.StateUnavailable, region.ReasonNotListed},
		{"bedrock", "us-east-1", region.StateAvailable, region.ReasonListed},
		{"lightsail", "eu-south-1", region.StateUnavailable, region.ReasonNotListed},
		{"cognito", region.Beijing, region.StateAvailable, region.ReasonListed},
		{"cognito", region.Ningxia, region.StateUnavailable, region.ReasonNotListed},
		{"polly", region.Ningxia, region.StateAvailable, region.ReasonListed},
		{"polly", region.Beijing, region.StateUnavailable, region.ReasonNotListed},
		// Names of the China list are coarser: endpoints and types together decide.
		{"application-autoscaling", region.Beijing, region.StateAvailable, region.ReasonUnlisted},
		{"appconfig", region.Ningxia, region.StateAvailable, region.ReasonUnlisted},
		// A host name alone proves nothing, and so a listed one without types is not there.
		{"qbusiness", region.Beijing, region.StateUnavailable, region.ReasonNotListed},
		// Absent from all lists proves nothing.
		{"kiro", region.Beijing, region.StateUnknown, region.ReasonSilence},
		{"lex", region.Beijing, region.StateUnavailable, region.ReasonNotListed},
		{"forecast", region.Beijing, region.StateUnavailable, region.ReasonElsewhere},
		// Parts without evidence of their own are as their whole.
		{"rds-mysql", region.Beijing, region.StateAvailable, region.ReasonWhole},
		{"titan", region.Beijing, region.StateUnavailable, region.ReasonSuperseded},
		// A page about the service decides over types that are there.
		{"vpn", region.Beijing, region.StateUnavailable, region.ReasonDocument},
		{"vpn", "us-east-1", region.StateAvailable, region.ReasonListed},
	} {
		a := c.Available(w.service, w.in)
		if a.State != w.state || a.Reason != w.reason {
			t.Errorf("%s in %s is %s by %s (%v against %v), not %s by %s", w.service, w.in, a.State, a.Reason, a.Decided, a.Against, w.state, w.reason)
		}
	}
}

func TestConflictsStayVisible(t *testing.T) {
	c := region.Shipped()
	a := c.Available("qbusiness", region.Beijing)
	if len(a.Against) != 1 || a.Against[0].Kind != region.SourceEndpoints || a.Against[0].Says != region.StateAvailable {
		t.Errorf("the endpoint that lists qbusiness in Beijing is not shown: %+v", a)
	}
	if a := c.Available("vpn", region.Beijing); len(a.Against) == 0 {
		t.Errorf("the types of VPN that are registered in Beijing are not shown: %+v", a)
	}
}

func TestEveryKnownStateHasADatedSource(t *testing.T) {
	c := region.Shipped()
	for _, s := range c.Services() {
		for _, r := range c.Regions() {
			a := c.Available(s.ID, r.ID)
			e, ok := a.Source()
			if a.State != region.StateUnknown && (!ok || e.Date == "" || e.Source == "" || e.URL == "") {
				t.Errorf("%s in %s is %s without a source", s.ID, r.ID, a.State)
			}
		}
	}
}

func TestARegionNobodySpeaksOfIsUnknown(t *testing.T) {
	if a := region.Shipped().Available("s3", "mars-1"); a.State != region.StateUnknown || a.Reason != region.ReasonNoRegion {
		t.Errorf("S3 on Mars: %+v", a)
	}
}
