#!/usr/bin/env bash
# Kate in a window (of a virtual screen): quick fixes typed with the keyboard. FAZHI_SCREENSHOT names a PNG to be written.
. "$(dirname "$0")/prepare.sh"
for program in kate xvfb-run xdotool openbox dbus-run-session; do need "$program"; done
echo "$(QT_QPA_PLATFORM=offscreen kate --version 2>/dev/null), configuration “kate”"
export XDG_RUNTIME_DIR=$work/run
mkdir -p -m 700 "$XDG_RUNTIME_DIR"
mkdir -p "$XDG_CONFIG_HOME/kate/lspclient"
block kate > "$XDG_CONFIG_HOME/kate/lspclient/settings.json"
cat > "$XDG_CONFIG_HOME/katerc" <<KDE
[General]
Show welcome view for new window=false
[Kate Plugins]
lspclientplugin=true
[lspclient]
AllowedServerCommandLines=$work/bin/fazhi lsp
[KTextEditor View]
Dynamic Word Wrap=true
KDE
export FAZHI_REPORT
cat > "$work/type" <<'X'
set -e
openbox > /dev/null 2>&1 &
kate -n -b "$FAZHI_REPORT" > /dev/null 2>&1 &
kate=$!
for _ in $(seq 60); do window=$(xdotool search --name 'Kate$' 2>/dev/null | tail -n 1) && [ -n "$window" ] && break; sleep 0.5; done
xdotool windowactivate --sync "$window"
sleep 8
# Line, characters to the right: the year stands behind 2, the doubled comma behind 37, one of them 𠮷. The menu has the quick
# fix first, and the repair of everything below it.
for place in "25 2" "11 37"; do
    set -- $place
    xdotool key --clearmodifiers ctrl+g; sleep 1
    xdotool type --delay 60 "$1"; xdotool key Return; sleep 1
    xdotool key Home Home; sleep 0.3
    xdotool key --repeat "$2" --delay 30 Right; sleep 1
    xdotool key --clearmodifiers ctrl+period; sleep 3
    [ -z "${FAZHI_SCREENSHOT:-}" ] || import -window root "$FAZHI_SCREENSHOT"
    xdotool key Down; sleep 0.5; xdotool key Return; sleep 2
    xdotool key --clearmodifiers ctrl+s; sleep 2
done
kill "$kate"
wait "$kate" || true
X
timeout 120 xvfb-run -a -s "-screen 0 1400x900x24" dbus-run-session bash "$work/type" > "$work/log" 2>&1 || { tail -n 5 "$work/log"; echo "Kate failed"; exit 1; }
fixed "$report"
