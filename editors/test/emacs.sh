#!/usr/bin/env bash
# Emacs without a window: Eglot with Flymake, and the lines of `short` in a compilation buffer. EMACS names another program than emacs.
. "$(dirname "$0")/prepare.sh"
emacs=${EMACS:-emacs}
need "$emacs"
version=$("$emacs" --batch --eval '(princ emacs-version)')
echo "Emacs $version, compilation"
{ block emacs-compile; cat "$here/compile.el"; } > "$work/compile.el"
FAZHI_FOUND="$work/found" timeout 60 "$emacs" --batch -l "$work/compile.el" 2> "$work/log" || { cat "$work/log"; echo "Emacs failed"; exit 1; }
# Findings at the same place are one stop, so that places are compared.
[ "$(wc -l < "$work/found")" = "$(cut -d' ' -f1,3- "$FAZHI_EXPECTED" | sort -u | wc -l)" ] || { echo "other places:"; cat "$work/found"; exit 1; }
while read -r line _ words; do
    grep -q "^$line ${words:-}" "$work/found" || { echo "no error of the compilation buffer goes to line $line, “${words:-}”"; cat "$work/found"; exit 1; }
done < "$FAZHI_EXPECTED"
echo "    every line leads to the words"

"$emacs" --batch --eval '(require (quote eglot))' 2>/dev/null || { echo "skipped: this Emacs has no Eglot"; exit 0; }
echo "Emacs $version, Eglot"
{ block eglot; cat "$here/eglot.el"; } > "$work/eglot.el"
FAZHI_FOUND="$work/found" timeout 120 "$emacs" --batch -l "$work/eglot.el" 2> "$work/log" || { cat "$work/log"; echo "Emacs failed"; exit 1; }
same "$work/found"
fixed "$report"
