package auth

import "net/netip"

// oneSubscriber is how much of an IPv6 address a network gives to one
// subscriber, who can change the rest as often as they like.
const oneSubscriber = 64

// Network is what tries from an address are counted under: an IPv4 address is
// itself, an IPv6 address its network of 64 bits. What is no address stays as
// it is.
func Network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.WithZone("").Unmap()
	if ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip, oneSubscriber).Masked().String()
}
