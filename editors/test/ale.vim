" Runs inside Vim: writes what ALE shows to FAZHI_FOUND, applies the quick fixes, writes the report.
function! s:GiveUp(why) abort
  call writefile([a:why], $FAZHI_FOUND)
  cquit
endfunction
function! s:Wait(what, Ready) abort
  for l:i in range(600)
    if a:Ready() | return | endif
    sleep 50m
  endfor
  call s:GiveUp('waited in vain for ' . a:what)
endfunction
function! s:Of(code) abort
  return filter(copy(ale#engine#GetLoclist(bufnr(''))), {_, e -> get(e, 'code', '') ==# a:code})
endfunction
function! s:Fix(code) abort
  let l:found = s:Of(a:code)[0]
  let l:before = getline(l:found.lnum)
  call cursor(l:found.lnum, l:found.col)
  ALECodeAction quickfix
  call s:Wait('the quick fix of ' . a:code, {-> getline(l:found.lnum) !=# l:before})
  call ale#Queue(0)
  call s:Wait(a:code . ' to go', {-> empty(s:Of(a:code))})
endfunction

set filetype=text
call ale#Queue(0)
call s:Wait('findings', {-> !empty(ale#engine#GetLoclist(bufnr('')))})
let s:found = map(copy(ale#engine#GetLoclist(bufnr(''))), {_, e -> e.lnum . ' ' . e.code . ' ' . strpart(getline(e.lnum), e.col - 1, get(e, 'end_col', e.col) - e.col + 1)})
call s:Fix('lang-punct-malformed')
call s:Fix('plan-year-wrong')
write
call writefile(s:found, $FAZHI_FOUND)
qall!
