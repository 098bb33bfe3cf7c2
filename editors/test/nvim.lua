-- Runs inside Neovim: writes the findings to FAZHI_FOUND, applies the quick fixes, writes the report.
local function give_up(why)
  io.stderr:write(why .. '\n')
  vim.cmd('cquit 1')
end
local function wait(what, ready)
  if not vim.wait(30000, ready, 20) then give_up('waited in vain for ' .. what) end
end
local function of(code)
  for _, found in ipairs(vim.diagnostic.get(0)) do
    if found.code == code then return found end
  end
end
local function line(number) return vim.api.nvim_buf_get_lines(0, number, number + 1, true)[1] end

local ok, why = pcall(function()
  wait('findings', function() return #vim.diagnostic.get(0) > 0 end)
  local lines = {}
  for _, found in ipairs(vim.diagnostic.get(0)) do
    -- Columns of Neovim are bytes.
    local words = line(found.lnum):sub(found.col + 1, found.end_col)
    lines[#lines + 1] = ((found.lnum + 1) .. ' ' .. found.code .. ' ' .. words):gsub('%s+$', '')
  end
  vim.fn.writefile(lines, vim.env.FAZHI_FOUND)

  local clients = (vim.lsp.get_clients or vim.lsp.get_active_clients)({ bufnr = 0 })
  local client = clients[1] or (vim.lsp.buf_get_clients and vim.lsp.buf_get_clients(0)[1])
  local encoding = client.offset_encoding
  io.stdout:write('    positions: ' .. tostring(encoding) .. '\n')

  local function position(found)
    local character = found.col
    if encoding ~= 'utf-8' then character = vim.str_utfindex and select(2, vim.str_utfindex(line(found.lnum), found.col)) end
    return { line = found.lnum, character = character }
  end
  local function ask(method, params)
    params.textDocument = vim.lsp.util.make_text_document_params()
    local answers = vim.lsp.buf_request_sync(0, method, params, 30000)
    for _, answer in pairs(answers or {}) do
      if answer.error then give_up(method .. ': ' .. vim.inspect(answer.error)) end
      return answer.result
    end
    give_up('no answer to ' .. method)
  end

  for _, code in ipairs({ 'lang-punct-malformed', 'plan-year-wrong' }) do
    local found = of(code)
    local before = line(found.lnum)
    vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
    if vim.fn.has('nvim-0.8') == 1 then
      -- What the key for code actions does, taking the only one there is.
      vim.lsp.buf.code_action({ context = { only = { 'quickfix' } }, apply = true })
    else
      local actions = ask('textDocument/codeAction', {
        range = { start = position(found), ['end'] = position(found) },
        context = { diagnostics = { found.user_data.lsp and vim.tbl_extend('force', found.user_data.lsp, {
          range = { start = position(found), ['end'] = position(found) }, message = found.message,
        }) }, only = { 'quickfix' } },
      })
      vim.lsp.util.apply_workspace_edit(actions[1].edit, encoding)
    end
    wait('the quick fix of ' .. code, function() return line(found.lnum) ~= before end)
    wait(code .. ' to go', function() return of(code) == nil end)
  end

  -- Typing a number over the placeholder takes the finding away; undoing it brings the finding back to the same place.
  local found = of('res-placeholder')
  vim.api.nvim_buf_set_text(0, found.lnum, found.col, found.lnum, found.col + 2, { '12' })
  wait('the placeholder to go', function() return of('res-placeholder') == nil end)
  vim.api.nvim_buf_set_text(0, found.lnum, found.col, found.lnum, found.col + 2, { 'XX' })
  wait('the placeholder to come back', function() return of('res-placeholder') ~= nil end)
  local again = of('res-placeholder')
  assert(again.lnum == found.lnum and again.col == found.col, 'at the same place')

  local hover = ask('textDocument/hover', { position = position(again) })
  assert(vim.inspect(hover):find('res%-placeholder'), 'hover names the rule: ' .. vim.inspect(hover))
  local symbols = ask('textDocument/documentSymbol', {})
  assert(#symbols > 0, 'the outline is empty')
  io.stdout:write('    hover and outline (' .. #symbols .. ' at the top) answered\n')
  vim.cmd('write')
end)
if not ok then give_up(tostring(why)) end
vim.cmd('qall!')
