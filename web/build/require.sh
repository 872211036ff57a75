#!/bin/sh
# Says in one line what is missing, and how to get it: `require.sh go node cc
# chromium`. As root on Debian it installs what Debian has.
set -u

fail() {
	echo "$1" >&2
	exit 1
}

# install PACKAGE... as root on Debian; otherwise it fails with the last argument.
install() {
	advice=$1
	shift
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then fail "$advice"; fi
	echo "installing $*"
	{ apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"; } >/dev/null || fail "$advice"
}

require_go() {
	advice="Go 1.26 or newer is needed: https://go.dev/dl"
	command -v go >/dev/null || fail "$advice"
	# An older one fetches the toolchain that go.mod asks for, unless it is told not to.
	go list -m >/dev/null 2>&1 || fail "$advice (found: $(go version 2>/dev/null | cut -d ' ' -f 3))"
}

require_node() {
	advice="Node.js 20 or newer, with npm, is needed: https://nodejs.org"
	command -v node >/dev/null && command -v npm >/dev/null || fail "$advice"
	node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || fail "$advice (found: $(node --version))"
}

# The race detector is linked by a C compiler, except on macOS.
require_cc() {
	[ "$(uname)" = Darwin ] && return
	command -v "$(go env CC)" >/dev/null && return
	install "A C compiler is needed for the race detector: apt-get install gcc libc6-dev" gcc libc6-dev
}

require_chromium() {
	advice=$(bin/browserexec -browser chromium -which 2>&1 >/dev/null) && return
	install "Chromium is needed for the tests in a browser: ${advice#*installed: }" chromium
}

for what in "$@"; do
	"require_$what"
done
