#!/bin/sh
# Follows docs/deploy.md as far as a machine without systemd can: the units are checked where the checker is, a site is
# made, backed up with rotation, tried out, restored, brought up to date and verified. Takes the program's path.
set -eu
program=${1:-target/debug/ruche}
here=$(dirname "$0")
work=$(mktemp -d)
server=
trap 'test -n "$server" && kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM
say() { printf '%s\n' "- $*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

if command -v systemd-analyze >/dev/null 2>&1; then
    mkdir "$work/units"
    for unit in "$here"/*.service "$here"/*.timer; do
        sed "s|/usr/local/bin/ruche|$(realpath "$program")|" "$unit" >"$work/units/$(basename "$unit")"
    done
    systemd-analyze verify --man=no "$work"/units/*.service "$work"/units/*.timer || fail "a unit is not sound"
    say "systemd takes the units"
else
    say "no systemd-analyze here: the units are not checked"
fi
if command -v caddy >/dev/null 2>&1; then
    caddy validate --adapter caddyfile --config "$here/Caddyfile" >/dev/null 2>&1 || fail "the Caddyfile is not sound"
    say "Caddy takes its file"
fi

export RUCHE_DATA="$work/data" RUCHE_LOG=warn
"$program" user add marie --role administrator --api-key </dev/null >"$work/key" 2>/dev/null
"$program" sample --contacts 40 >/dev/null
"$program" serve --listen 127.0.0.1:0 --url https://crm.example.org --proxy >"$work/said" 2>"$work/log" &
server=$!
sleep 3
kill -0 "$server" || fail "the program does not serve"
say "it serves"

folder="$work/backups"
for night in 1 2 3; do
    "$program" backup --into "$folder" --keep 2 >/dev/null
    sleep 1.1
done
test "$(ls "$folder" | wc -l)" = 2 || fail "rotation keeps $(ls "$folder" | wc -l)"
say "two of three nights are kept, made while serving"
"$program" restore "$folder" --trial
before=$("$program" api Contact.get '{"select":["row_count"]}')

kill "$server"
wait "$server" || true
server=
say "it stopped"
"$program" restore "$folder" >/dev/null
"$program" migrate
after=$("$program" api Contact.get '{"select":["row_count"]}')
test "$before" = "$after" || fail "after the restore there is $after, before there was $before"
"$program" verify
test "$(stat -c %a "$RUCHE_DATA/secret.key")" = 600 || fail "others may read the key"
say "restored, up to date, verified"
