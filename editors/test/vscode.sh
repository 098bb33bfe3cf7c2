#!/usr/bin/env bash
# The extension inside VS Code: code-server (CODE_SERVER names another program) with a headless Chromium (CHROMIUM) as its window.
. "$(dirname "$0")/prepare.sh"
server=${CODE_SERVER:-code-server}
browser=${CHROMIUM:-chromium}
need "$server"
need "$browser"
vsix=$(ls "$editors"/vscode/*.vsix 2>/dev/null | head -n 1)
scenes=$editors/vscode/dist/test/inside.js
[ -f "$vsix" ] && [ -f "$scenes" ] || { echo "run “npm run package” and “npm run build” in editors/vscode first"; exit 1; }

# A folder as a user has it, and the scenes as an extension of their own beside the packaged one.
folder=$work/folder
mkdir -p "$folder" "$work/data/User" "$work/extensions/fazhi.scenes-0.0.1"
cp "$report" "$FAZHI_EXPECTED" "$editors/../examples/青石镇2025.txt" "$editors/../tests/docx/messy.docx" "$folder"
cp -r "$editors/../examples/county" "$folder"
cp "$scenes" "$work/extensions/fazhi.scenes-0.0.1"
cat > "$work/extensions/fazhi.scenes-0.0.1/package.json" <<'JSON'
{"name": "scenes", "publisher": "fazhi", "version": "0.0.1", "engines": {"vscode": "^1.91.0"}, "main": "./inside.js", "activationEvents": ["onStartupFinished"]}
JSON
cat > "$work/data/User/settings.json" <<'JSON'
{"security.workspace.trust.enabled": false, "workbench.startupEditor": "none", "chat.disableAIFeatures": true}
JSON
# The host of extensions takes its PATH from a login shell, so that the program is named.
mkdir -p "$work/data/Machine"
printf '{"fazhi.path": "%s"}\n' "$work/bin/fazhi" > "$work/data/Machine/settings.json"
options=(--user-data-dir "$work/data" --extensions-dir "$work/extensions" --disable-telemetry --disable-update-check)
"$server" "${options[@]}" --install-extension "$vsix" > "$work/install.log" 2>&1 || { cat "$work/install.log"; exit 1; }
port=${FAZHI_PORT:-18097}
"$server" "${options[@]}" --auth none --bind-addr "127.0.0.1:$port" > "$work/server.log" 2>&1 &
started=("$!")
trap 'kill "${started[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 100); do
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
    sleep 0.2
done
"$browser" --headless=new --no-sandbox --disable-gpu --no-first-run --user-data-dir="$work/browser" --window-size=1400,900 \
    --remote-debugging-port=0 "http://127.0.0.1:$port/?folder=$folder" > "$work/browser.log" 2>&1 &
started+=("$!")
for _ in $(seq 300); do
    grep -qsxE 'PASSED|FAILED' "$work/seen" && break
    sleep 1
done
sed 's/^/    /' "$work/seen" || tail -n 20 "$work/server.log" "$work/browser.log"
grep -qsxE 'PASSED' "$work/seen" || { echo "VS Code: failed, or not finished"; exit 1; }
