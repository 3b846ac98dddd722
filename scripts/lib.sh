# Shared by the scripts of this folder: say, and install a Debian package.
# Sourced, never run.

say() { printf '%s\n' "$*" >&2; }

# apt_install PACKAGE...: true when the packages are there afterwards. Needs
# Debian and root or a password-less sudo; anything else is a plain "no".
apt_install() {
	command -v apt-get >/dev/null || return 1
	local as=()
	if [ "$(id -u)" -ne 0 ]; then
		sudo -n true 2>/dev/null || return 1
		as=(sudo -n)
	fi
	say "installing $* with apt-get"
	local apt=("${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=2)
	{ "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "$@"; } >/dev/null
}
