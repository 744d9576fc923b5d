# shellcheck shell=sh
# Sourced by the commands; ROOT is the checkout. Brings the machine and .local/venv to
# what a command needs. POSIX sh, because nothing else can be taken for granted yet.

set -eu
cd "$ROOT"
LOCAL=$ROOT/.local
VENV=$LOCAL/venv
mkdir -p "$LOCAL"

# Some machines set it; without compiled files every process starts seconds later.
unset PYTHONDONTWRITEBYTECODE || :
# uv's own list of authorities doesn't know a company's proxy.
export UV_SYSTEM_CERTS=1 UV_NO_PROGRESS=1 PIP_DISABLE_PIP_VERSION_CHECK=1

say() {
    printf '%s\n' "$*" >&2
}

die() {
    say "error: $*"
    exit 3
}

# Sets PY to a Python that is new enough. Debian's own comes first: it runs faster than
# the builds of version managers.
find_python() {
    for candidate in ${PYTHON:-} /usr/bin/python3 \
        python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c \
            'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
            2>/dev/null; then
            PY=$(command -v "$candidate")
            return 0
        fi
    done
    PY=
    return 1
}

# Sets CHROMIUM_PATH.
find_chromium() {
    for candidate in ${CHROMIUM_PATH:-} \
        chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$candidate" >/dev/null 2>&1; then
            CHROMIUM_PATH=$(command -v "$candidate")
            export CHROMIUM_PATH
            return 0
        fi
    done
    return 1
}

has_library() {
    if [ -n "$PY" ]; then
        "$PY" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null
    elif [ -x /sbin/ldconfig ]; then
        /sbin/ldconfig -p | grep -q "$1"
    fi
}

want_library() { # library, package
    has_library "$1" || missing="$missing $2"
}

want_program() { # program, package
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}

# Sets `missing` to the packages that the machine lacks for: run, or tests.
look_for_missing() {
    missing=
    find_python || missing="$missing python3 python3-venv"
    if [ -n "$PY" ] && ! [ -x "$VENV/bin/python" ]; then
        "$PY" -c 'import venv, ensurepip' 2>/dev/null || missing="$missing python3-venv"
    fi
    if [ "$(uname)" = Linux ]; then
        [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -e /etc/pki/tls ] ||
            missing="$missing ca-certificates"
        want_library libpango-1.0.so.0 libpango-1.0-0
        want_library libpangoft2-1.0.so.0 libpangoft2-1.0-0
        want_library libharfbuzz-subset.so.0 libharfbuzz-subset0
    fi
    if [ "$1" = tests ]; then
        want_program pdftoppm poppler-utils
        if [ "${SKIP_BROWSER:-}" != 1 ]; then
            find_chromium || missing="$missing chromium"
            [ "$(uname)" != Linux ] || want_library libatomic.so.1 libatomic1
        fi
    fi
}

setup_machine() { # run | tests
    look_for_missing "$1"
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing$missing"
        install_packages
        look_for_missing "$1"
        [ -n "$missing" ] || return 0
    fi
    say "This machine lacks something. Run this once as root, then start again:"
    say "    apt-get install --no-install-recommends$missing"
    [ "$1" = run ] || say "(SKIP_BROWSER=1 does without Chromium, and skips its tests.)"
    exit 3
}

install_packages() {
    # Words are meant to be split here: one package each.
    # shellcheck disable=SC2086
    {
        apt-get update -qq -o DPkg::Lock::Timeout=300 ||
            say "the package lists can't be renewed; going on with those here"
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends -o DPkg::Lock::Timeout=300 $missing
    } >"$LOCAL/apt.log" 2>&1 || tail -n 5 "$LOCAL/apt.log" >&2
}

setup_python() { # demo | dev
    up_to_date "$1" && return 0
    exec 9>"$LOCAL/setup.lock"
    ! command -v flock >/dev/null 2>&1 || flock 9
    if ! up_to_date "$1"; then
        install_python_packages "$1" 9>&-
    fi
    exec 9>&-
}

fingerprint() { # demo | dev
    "$PY" -c 'import hashlib, pathlib, sys
lock = pathlib.Path(sys.argv[1]).read_bytes()
print(hashlib.sha256(sys.version.encode() + lock).hexdigest())' "requirements/$1.txt"
}

up_to_date() { # demo | dev; dev holds all of demo
    [ -x "$VENV/bin/python" ] && [ -e "$VENV/stamp" ] || return 1
    stamp=$(cat "$VENV/stamp")
    [ "$stamp" = "dev $(fingerprint dev)" ] || [ "$stamp" = "$1 $(fingerprint "$1")" ]
}

install_python_packages() { # demo | dev
    if ! [ -x "$LOCAL/uv/bin/uv" ]; then
        "$PY" -m venv --clear "$LOCAL/uv"
        "$LOCAL/uv/bin/pip" install -q --require-hashes --only-binary :all: \
            -r requirements/uv.txt || die "uv can't be installed (see above)"
    fi
    say "installing the Python packages of requirements/$1.txt"
    if ! "$VENV/bin/python" -c 'import sys; sys.exit(sys.version != sys.argv[1])' \
        "$("$PY" -c 'import sys; print(sys.version)')" 2>/dev/null; then
        "$LOCAL/uv/bin/uv" venv -q --clear --python "$PY" "$VENV"
    fi
    rm -f "$VENV/stamp"
    VIRTUAL_ENV=$VENV "$LOCAL/uv/bin/uv" pip sync -q \
        --require-hashes --only-binary :all: "requirements/$1.txt" ||
        die "the Python packages can't be installed (see above)"
    printf '%s %s\n' "$1" "$(fingerprint "$1")" >"$VENV/stamp"
}
