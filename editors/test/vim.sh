#!/usr/bin/env bash
# Vim without a terminal: `:make` with the errorformat of `short`, and ALE where it is installed. VIM_PROGRAM names another program than vim.
. "$(dirname "$0")/prepare.sh"
vim=${VIM_PROGRAM:-vim}
need "$vim"
"$vim" --version | grep -q '+quickfix' || { echo "skipped: $vim is built without quickfix"; exit 0; }
echo "$("$vim" --version | sed -n '1s/ (.*//p'), errorformat"
block vim > "$work/vimrc"
cat > "$work/make.vim" <<'V'
set encoding=utf-8
silent make
let s:found = map(getqflist(), {_, e -> e.lnum . ' ' . e.module . ' ' . strpart(getbufline(e.bufnr, e.lnum)[0], e.col - 1)})
call writefile(s:found, $FAZHI_FOUND)
qall!
V
FAZHI_FOUND="$work/found" timeout 60 "$vim" -N -u "$work/vimrc" -i NONE -n -es -S "$work/make.vim" "$report" || { echo "Vim failed"; exit 1; }
# A line of `short` has a start and no end: the words of the command line must begin the rest of the line.
[ "$(wc -l < "$work/found")" = "$(wc -l < "$FAZHI_EXPECTED")" ] || { echo "other findings:"; cat "$work/found"; exit 1; }
while IFS= read -r expected; do
    found=0
    while IFS= read -r line; do case $line in "$expected"*) found=1 ;; esac; done < "$work/found"
    [ $found = 1 ] || { echo "not in the list of Vim: $expected"; cat "$work/found"; exit 1; }
    echo "    $expected"
done < "$FAZHI_EXPECTED"

ale=${ALE:-}
for folder in /usr/share/vim-ale /usr/share/vim/vimfiles/pack/*/*/ale /usr/share/vim/vimfiles; do
    [ -n "$ale" ] || { [ -f "$folder/autoload/ale.vim" ] && ale=$folder; } || true
done
[ -n "$ale" ] || { echo "skipped: ALE is not installed (ALE names its folder)"; exit 0; }
echo "ALE, from $ale"
{ echo "set nocompatible encoding=utf-8 runtimepath^=$ale"; echo "filetype plugin on"; echo "runtime plugin/ale.vim"; block ale; } > "$work/alerc"
FAZHI_FOUND="$work/found" timeout 120 "$vim" -N -u "$work/alerc" -i NONE -n -es -S "$here/ale.vim" "$report" || { cat "$work/found" 2>/dev/null; echo "ALE failed"; exit 1; }
same "$work/found"
fixed "$report" safe
