#!/usr/bin/env bash
# Neovim without a window: findings, columns, quick fixes, hover, outline. NVIM names another program than nvim.
. "$(dirname "$0")/prepare.sh"
nvim=${NVIM:-nvim}
need "$nvim"
version=$("$nvim" --version | sed -n '1s/^NVIM v//p')
case $version in
    0.[0-6].*) echo "skipped: Neovim $version is older than 0.7"; exit 0 ;;
    0.7.*) config=nvim-0.7 ;;
    0.8.*|0.9.*) echo "skipped: no configuration for Neovim $version"; exit 0 ;;
    0.10.*) config=nvim-0.10 ;;
    *) config=nvim ;;
esac
echo "Neovim $version, configuration “$config”"
block "$config" > "$work/init.lua"
FAZHI_FOUND="$work/found" timeout 120 "$nvim" --headless -n -i NONE -u "$work/init.lua" -c "luafile $here/nvim.lua" "$report" \
    || { echo "Neovim $version: failed"; exit 1; }
same "$work/found"
fixed "$report"
