#!/usr/bin/env bash
# Helix in a pseudo-terminal: it shows the findings, and its quick fixes change the right words. HELIX names another program than hx.
. "$(dirname "$0")/prepare.sh"
helix=${HELIX:-hx}
need "$helix"
echo "$("$helix" --version), configuration “helix”"
mkdir -p "$XDG_CONFIG_HOME/helix"
block helix > "$XDG_CONFIG_HOME/helix/languages.toml"
timeout 180 python3 "$here/hx.py" "$helix" "$report" || { echo "Helix failed"; exit 1; }
fixed "$report"
