# Sourced by ./serve and ./test: collects what this machine lacks, then installs it in one go.

missing=()

# need COMMAND PACKAGE...: the Debian packages that bring a command, if it is not there.
need() {
  command -v "$1" >/dev/null 2>&1 || missing+=("${@:2}")
}

# install_missing: installs them with apt-get, as root or through sudo; says what to do otherwise.
install_missing() {
  [ ${#missing[@]} -gt 0 ] || return 0
  local become=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 && become=(sudo)
  fi
  if ! command -v apt-get >/dev/null 2>&1 || { [ "$(id -u)" -ne 0 ] && [ ${#become[@]} -eq 0 ]; }; then
    echo "Please install these (Debian's names), then run this again: ${missing[*]}" >&2
    exit 1
  fi
  echo "Installing: ${missing[*]}"
  local install=("${become[@]}" env DEBIAN_FRONTEND=noninteractive
    apt-get install --yes --quiet --no-install-recommends "${missing[@]}")
  # A package list that is too old, or was never fetched, is the usual reason for a failure.
  "${install[@]}" || { "${become[@]}" apt-get update --quiet && "${install[@]}"; } || {
    echo "apt-get could not install: ${missing[*]}" >&2
    exit 1
  }
  missing=()
}

# need_rust: Rust is not installed for you, its installer asks questions of its own.
need_rust() {
  command -v cargo >/dev/null 2>&1 && return
  if [ -x "$HOME/.cargo/bin/cargo" ]; then
    PATH="$HOME/.cargo/bin:$PATH"
    return
  fi
  echo "Ruche is built with Rust 1.95 or later: install it from https://rustup.rs, then run this again." >&2
  exit 1
}
