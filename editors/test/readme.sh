#!/usr/bin/env bash
# Both READMEs show the same configurations, and every one of them is run by a script.
set -euo pipefail
cd "$(dirname "$0")/.."
blocks() { awk '/^<!-- .* -->$/ { print; getline; print; inside = 1; next } inside { print } /^```$/ { inside = 0 }' "$1"; }
[ -n "$(blocks README.md)" ]
diff <(blocks README.md) <(blocks README.zh-CN.md) || { echo "the READMEs show different configurations"; exit 1; }
for name in $(sed -n 's/^<!-- \(.*\) -->$/\1/p' README.md); do
    grep -qE "(block |config=)$name( |;|$)" test/*.sh || { echo "no script runs the configuration “$name”"; exit 1; }
done
echo "both READMEs show the configurations that are run"
