#!/usr/bin/env bash
# The extension inside VS Code: code-server (CODE_SERVER names another program) with a headless Chromium (CHROMIUM) as its window.
. "$(dirname "$0")/prepare.sh"
server=${CODE_SERVER:-code-server}
browser=${CHROMIUM:-chromium}
need "$server"
need "$browser"
extension=$editors/vscode
[ -f "$extension/dist/test/inside.js" ] || { echo "run npm run build in editors/vscode first"; exit 1; }

folder=$work/folder
mkdir -p "$folder" "$work/data/User"
cp "$report" "$FAZHI_EXPECTED" "$editors/../examples/青石镇2025.txt" "$editors/../tests/docx/messy.docx" "$folder"
cp -r "$editors/../examples/county" "$folder"
echo '{"security.workspace.trust.enabled": false, "workbench.startupEditor": "none"}' > "$work/data/User/settings.json"
port=${FAZHI_PORT:-18097}
export FAZHI_RESULT="$work/result"
"$server" --auth none --bind-addr "127.0.0.1:$port" --user-data-dir "$work/data" --extensions-dir "$work/extensions" \
    --disable-telemetry --disable-update-check > "$work/server.log" 2>&1 &
started=("$!")
trap 'kill "${started[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 100); do
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
    sleep 0.2
done

encode() { python3 -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.argv[1]))' "$1"; }
remote="vscode-remote://127.0.0.1:$port"
payload="[[\"extensionDevelopmentPath\",\"$remote$extension\"],[\"extensionTestsPath\",\"$remote$extension/dist/test/inside.js\"]]"
"$browser" --headless=new --no-sandbox --disable-gpu --no-first-run --user-data-dir="$work/browser" --window-size=1400,900 \
    --lang="${FAZHI_DISPLAY_LANGUAGE:-en}" --remote-debugging-port=0 \
    "http://127.0.0.1:$port/?folder=$(encode "$folder")&payload=$(encode "$payload")" > "$work/browser.log" 2>&1 &
started+=("$!")
for _ in $(seq 300); do
    [ -s "$FAZHI_RESULT" ] && break
    sleep 1
done
[ -s "$FAZHI_RESULT" ] || { tail -20 "$work/server.log" "$work/browser.log"; echo "VS Code has not finished"; exit 1; }
sed 's/^/    /' "$FAZHI_RESULT"
grep -qx PASSED "$FAZHI_RESULT"
