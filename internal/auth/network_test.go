package auth_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/auth"
)

func TestAddressesOfOneSubscriberAreOne(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2::1": "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff:ffff:ffff:ffff": "2001:db8:1:2::/64", "2001:db8:1:3::1": "2001:db8:1:3::/64", "fe80::1%eth0": "fe80::/64",
		"pipe": "pipe", "": "",
	} {
		if got := auth.Network(address); got != want {
			t.Errorf("%q is counted under %q, not %q", address, got, want)
		}
	}
}
