-- One session of a user, inside Neovim. Every wait is for a condition; a failed one ends the session.

local work = '/root/test'
local flow = work .. '/ws/f/billing/collect_overdue.flow/flow.yaml'
local log = vim.lsp.get_log_path()

local function fail(message)
  io.stderr:write('FAILED: ' .. message .. '\n')
  local file = io.open(log)
  if file then
    io.stderr:write(file:read('a'))
  end
  vim.cmd('cquit 1')
end

local function wait(what, condition)
  if not vim.wait(60000, condition, 20) then
    fail('waited for ' .. what)
  end
  print('ok: ' .. what)
end

vim.cmd.edit(flow)
vim.bo.filetype = 'yaml'
local buffer = vim.api.nvim_get_current_buf()

-- The configuration as it ships; Neovim 0.10 has no vim.lsp.enable to read it.
local config = dofile(work .. '/windmill_ls.lua')
if not vim.tbl_contains(config.filetypes, 'yaml') then
  fail('the configuration names no YAML')
end
local dir
config.root_dir(buffer, function(found) dir = found end)
if dir ~= work .. '/ws' then
  fail('the root is ' .. tostring(dir))
end
local id = vim.lsp.start({ name = 'windmill_ls', cmd = config.cmd, root_dir = dir })
local client = vim.lsp.get_client_by_id(id)
wait('the handshake', function() return client.initialized end)

local function diagnostics() return vim.diagnostic.get(buffer) end

local function line_of(text)
  for i, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then
      return i - 1, column - 1, line
    end
  end
  fail('no line with ' .. text)
end

local function request(method, row, column)
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(buffer),
    position = { line = row, character = column },
  }
  local answer = client.request_sync(method, params, 60000, buffer)
  if not answer or answer.err then
    fail(method .. ': ' .. vim.inspect(answer))
  end
  return answer.result
end

-- Clean: a first round of diagnostics came, and they are none.
local row, column, line = line_of('results.group_by_customer')
vim.api.nvim_buf_set_lines(buffer, row, row + 1, false, { (line:gsub('group_by_customer', 'group_by_custmer')) })
wait('the misspelt step', function()
  local found = diagnostics()
  return #found == 1 and found[1].code == 'unknown-step' and found[1].lnum == row and found[1].col == column
end)

-- Half typed: the steps before are offered.
local half = line:sub(1, column) .. 'results.'
vim.api.nvim_buf_set_lines(buffer, row, row + 1, false, { half })
local items = request('textDocument/completion', row, #half)
items = items.items or items
local labels = vim.tbl_map(function(item) return item.label end, items)
if not (vim.tbl_contains(labels, 'group_by_customer') and vim.tbl_contains(labels, 'list_invoices')) then
  fail('completion gave ' .. vim.inspect(labels))
end
print('ok: completion')

-- Mended: nothing is left.
vim.api.nvim_buf_set_lines(buffer, row, row + 1, false, { line })
wait('a clean file', function() return #diagnostics() == 0 end)

local hover = request('textDocument/hover', row, column + 10)
if not hover or not hover.contents.value:find('Step `group_by_customer`', 1, true) then
  fail('hover gave ' .. vim.inspect(hover))
end
print('ok: hover')

local places = request('textDocument/definition', row, column + 10)
if #places ~= 1 then
  fail('definition gave ' .. vim.inspect(places))
end
print('ok: definition')

client.stop()
wait('the end of the server', function() return client.is_stopped() end)
print('Neovim: all passed')
vim.cmd('qall!')
