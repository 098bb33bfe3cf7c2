# Sourced by the scripts beside it: the program under test on PATH, a folder to work in, and the configurations of the README.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
editors=$(dirname "$here")
export LC_ALL=C.UTF-8

fazhi=${FAZHI:-$(command -v fazhi || true)}
[ -x "$fazhi" ] || { echo "set FAZHI to the built program, or put fazhi on PATH"; exit 1; }
work=$(mktemp -d)
# What an editor leaves running may still write; that is no failure.
trap 'rm -rf "$work" 2>/dev/null || true' EXIT
mkdir "$work/bin" "$work/home"
ln -s "$(realpath "$fazhi")" "$work/bin/fazhi"
export PATH="$work/bin:$PATH" HOME="$work/home" XDG_CONFIG_HOME="$work/home/.config" XDG_DATA_HOME="$work/home/.data"
export XDG_STATE_HOME="$work/home/.state" XDG_CACHE_HOME="$work/home/.cache"
unset FAZHI_LANG FAZHI_PACK FAZHI_PROFILE

# The report every editor opens, and what the command line finds in it: rule, line, and the marked words.
report="$work/石桥镇2025.txt"
cp "$here/fixtures/石桥镇2025.txt" "$report"
export FAZHI_REPORT=$report FAZHI_EXPECTED="$work/expected"
fazhi check --format json --no-config "$report" > "$work/answer.json" || true
python3 - "$work/answer.json" "$report" > "$FAZHI_EXPECTED" <<'PY'
import json, sys
text = open(sys.argv[2], "rb").read()
lines = []
for found in json.load(open(sys.argv[1], encoding="utf-8"))["documents"][0]["diagnostics"]:
    start, end = found["span"]["start"], found["span"]["end"]
    lines.append(f'{start["line"]} {found["rule"]} {text[start["byte"]:end["byte"]].decode()}'.rstrip())
print("\n".join(sorted(lines)))
PY
grep -q '^11 res-placeholder XX次$' "$FAZHI_EXPECTED" || { echo "the report has lost its slip behind 𠮷"; exit 1; }

# `need PROGRAM`: ends the script, visibly, where the editor is not installed.
need() { command -v "$1" >/dev/null || { echo "skipped: $1 is not installed"; exit 0; }; }

# `block NAME`: the configuration under <!-- NAME --> in the README.
block() {
    awk -v mark="<!-- $1 -->" '$0 == mark { found = 1; next } found && /^```/ { if (inside) exit; inside = 1; next } inside' "$editors/README.md" > "$work/block"
    [ -s "$work/block" ] || { echo "the README has no configuration “$1”" >&2; exit 1; }
    cat "$work/block"
}

# `same FILE`: what an editor found (rule, line, words; one a line, sorted) is what the command line finds.
same() {
    sed 's/ *$//' "$1" | sort | diff "$FAZHI_EXPECTED" - || { echo "the editor shows other findings than the command line (<) "; exit 1; }
    sed 's/^/    /' "$FAZHI_EXPECTED"
}

# `fixed FILE`: the quick fixes of the doubled comma behind 𠮷 and of the wrong year have been applied, and nothing else.
# `fixed FILE safe`: only what is safe, which is the comma.
fixed() {
    local year='s/^四、2025年/四、2026年/'
    [ "${2:-}" != safe ] || year=
    sed "s/XX次，，作出/XX次，作出/; $year" "$here/fixtures/石桥镇2025.txt" | diff - "$1" || { echo "the fixes have changed something else"; exit 1; }
    echo "    fixed: “，，” behind 𠮷${year:+, “2025年” in the heading}; everything else as it was"
}
