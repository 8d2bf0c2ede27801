-- A user's sessions in Neovim: this Neovim types into another one, which has read the configuration that
-- the README tells of. Every wait is for a condition; a failed one ends the test with what there was.

local work = '/root/test'
local flow = 'f/billing/collect_overdue.flow/flow.yaml'

local child

local function lua(code, ...)
  return vim.rpcrequest(child, 'nvim_exec_lua', code, { ... })
end

local function type_keys(keys)
  vim.rpcrequest(child, 'nvim_input', keys)
end

local function fail(message)
  io.stderr:write('FAILED: ' .. message .. '\n')
  local ran, messages = pcall(lua, "return vim.fn.execute('messages')")
  io.stderr:write(ran and messages .. '\n' or '')
  local log = io.open(vim.fn.stdpath('state') .. '/lsp.log')
  io.stderr:write(log and log:read('a') or '')
  vim.cmd('cquit 1')
end

--- Waits until the other Neovim gives something other than nil and false.
local function wait(what, code, ...)
  local found
  local arguments = { ... }
  if not vim.wait(60000, function()
    found = lua(code, unpack(arguments))
    return found and found ~= vim.NIL
  end, 10) then
    fail('waited for ' .. what .. '; last: ' .. vim.inspect(found))
  end
  io.stdout:write('ok: ' .. what .. '\n')
  return found
end

local function equal(what, is, want)
  if not vim.deep_equal(is, want) then
    fail(what .. ' is ' .. vim.inspect(is) .. ', not ' .. vim.inspect(want))
  end
  io.stdout:write('ok: ' .. what .. '\n')
end

local function contains(what, text, wanted)
  if not text:find(wanted, 1, true) then
    fail(what .. ' has no ' .. wanted .. ':\n' .. text)
  end
  io.stdout:write('ok: ' .. what .. '\n')
end

local function start(folder, environment)
  child = vim.fn.jobstart({ vim.v.progpath, '--embed', '--headless' }, { rpc = true, cwd = folder, env = environment })
  -- Without a screen nobody presses a key at a message that fills it.
  lua("vim.o.more = false; vim.o.swapfile = false")
end

local function stop()
  pcall(vim.rpcrequest, child, 'nvim_command', 'qall!')
  vim.fn.jobwait({ child }, 60000)
end

local function open(file)
  lua('vim.cmd.edit(...)', file)
end

--- Puts the cursor on the first place of a text; says the line (from 1) and its text.
local function go_to(text)
  local found = lua([[
    for i, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
      local column = line:find(..., 1, true)
      if column then
        vim.api.nvim_win_set_cursor(0, { i, column - 1 })
        return { i, line, column - 1 }
      end
    end
  ]], text)
  if found == vim.NIL then
    fail('no line with ' .. text)
  end
  return unpack(found)
end

local function line()
  return lua('return vim.api.nvim_get_current_line()')
end

local CLIENTS = [[return vim.tbl_map(function(c) return c.config.root_dir end, vim.lsp.get_clients({ bufnr = 0 }))]]

local function attached(what, root)
  wait(what, CLIENTS:gsub('return', 'local roots =', 1) .. ' return #roots > 0')
  equal('the root of ' .. what, lua(CLIENTS), { root })
end

local CODES = [[return vim.tbl_map(function(d) return d.code end, vim.diagnostic.get(0))]]

local function in_a_workspace()
  start(work .. '/ws')
  open(flow)
  equal('the type of a flow', lua('return vim.bo.filetype'), 'yaml.windmill')
  attached('a flow', work .. '/ws')

  -- A finding, where it is, and its fix.
  local row, before, column = go_to('results.group_by_customer')
  type_keys('f.lcwgroup_by_custmer<Esc>')
  wait('the misspelt step', CODES:gsub('return', 'local codes =', 1) .. " return vim.deep_equal(codes, { 'unknown-step' })")
  local found = lua('return vim.diagnostic.get(0)[1]')
  equal('its place', { found.lnum + 1, found.col }, { row, column })
  contains('its message', found.message, 'group_by_custmer')
  lua('vim.api.nvim_win_set_cursor(0, ...)', { row, column })
  lua("vim.lsp.buf.code_action({ apply = true, filter = function(a) return vim.startswith(a.title, 'Change to ') end })")
  wait('the quick fix', 'return vim.api.nvim_get_current_line() == ...', before)
  wait('no finding', 'return #vim.diagnostic.get(0) == 0')

  -- Half typed, the list opened, an entry taken.
  local start = before:sub(1, column)
  type_keys('f.lC<C-x><C-o>')
  wait('the list of completions', 'return vim.fn.pumvisible() == 1')
  local words = lua("return vim.tbl_map(function(i) return i.abbr end, vim.fn.complete_info({ 'items' }).items)")
  local at = vim.fn.index(words, 'group_by_customer')
  if at < 0 then
    fail('completion gave ' .. vim.inspect(words))
  end
  -- The first entry is selected already, but for who sets `noselect`.
  local selected = lua("return vim.fn.complete_info({ 'selected' }).selected")
  type_keys(('<C-n>'):rep(at - selected) .. '<C-y><Esc>')
  wait('the end of typing', "return vim.api.nvim_get_mode().mode == 'n'")
  equal('the completed line', line(), start .. 'results.group_by_customer')
  lua('vim.api.nvim_buf_set_lines(0, ...)', row - 1, row, false, { before })

  -- Hover.
  go_to('results.group_by_customer')
  type_keys('f.lK')
  local hover = wait('a hover', [[
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
      end
    end
  ]])
  contains('the hover', hover, 'Step `group_by_customer`')

  -- Every place of a step, and its rename, there and back.
  go_to('results.group_by_customer')
  type_keys('<Esc>f.l')
  lua("vim.lsp.buf.references(nil, { on_list = function(found) vim.g.uses = #found.items end })")
  local uses = wait('the uses of a step', "return (vim.g.uses or 0) > 1 and vim.g.uses")
  local has_keys = lua('return vim.fn.has("nvim-0.11") == 1')
  if has_keys then
    type_keys('grr')
    local listed = "local n = #vim.fn.getqflist() + #vim.fn.getloclist(0) return n > 1 and n"
    equal('the uses by their key', wait('the list of uses', listed), uses)
    lua("vim.cmd('lclose | cclose') vim.fn.setqflist({}) vim.fn.setloclist(0, {})")
  end
  local named = "return select(2, table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n'):gsub(..., ''))"
  equal('the new name before', lua(named, 'by_payer'), 0)
  lua("vim.lsp.buf.rename('by_payer')")
  wait('the renamed step', named:gsub('return', 'local count =', 1) .. ' return count > 0', 'by_payer')
  equal('the places that are renamed', lua(named, 'by_payer'), uses)
  if has_keys then
    -- The question for the name has the old one in it.
    type_keys('grn')
    wait('the question for a name', "return vim.api.nvim_get_mode().mode == 'c'")
    type_keys('<C-u>group_by_customer<CR>')
  else
    lua("vim.lsp.buf.rename('group_by_customer')")
  end
  wait('the old name', named:gsub('return', 'local count =', 1) .. ' return count == 0', 'by_payer')
  wait('no finding after it', 'return #vim.diagnostic.get(0) == 0')
  lua('vim.bo.modified = false')

  -- The outline: by its key, where this Neovim has one.
  if lua('return vim.fn.has("nvim-0.11") == 1') then
    type_keys('gO')
  else
    lua('vim.lsp.buf.document_symbol()')
  end
  -- 0.10 puts it into the quickfix list, later ones into the window's own.
  local outline = wait('the outline', [[
    for _, list in ipairs({ vim.fn.getloclist(0), vim.fn.getqflist() }) do
      local texts = vim.tbl_map(function(item) return item.text end, list)
      if table.concat(texts):find('group_by_customer', 1, true) then
        return texts
      end
    end
  ]])
  for _, wanted in ipairs({ 'group_by_customer', 'each_customer', 'pick_tone', 'min_days' }) do
    contains('the outline', table.concat(outline, '\n'), wanted)
  end
  lua("vim.cmd('lclose | cclose')")

  -- From a step's path to the script it runs, which is the same server's.
  go_to('f/billing/list_overdue_invoices')
  type_keys('<C-]>')
  wait('the script', "return vim.api.nvim_buf_get_name(0):find('list_overdue_invoices.py', 1, true)")
  attached('a script', work .. '/ws')
  equal('the servers', #lua('return vim.tbl_map(function(c) return c.id end, vim.lsp.get_clients())'), 1)

  -- Beside another server that renames, Neovim asks one after the other; or the one that it is told of, as the README says.
  lua([[
    vim.g.asked = 0
    local answers = {
      initialize = { capabilities = { renameProvider = { prepareProvider = true } } },
      ['textDocument/prepareRename'] = { defaultBehavior = true },
    }
    vim.lsp.start({
      name = 'other',
      root_dir = vim.fn.getcwd(),
      cmd = function(dispatchers)
        local closing = false
        return {
          request = function(method, _, callback)
            if method == 'textDocument/rename' then
              vim.g.asked = vim.g.asked + 1
            end
            vim.schedule(function() callback(nil, answers[method]) end)
            return true, 1
          end,
          notify = function(method)
            if method == 'exit' then
              closing = true
              dispatchers.on_exit(0, 15)
            end
            return true
          end,
          is_closing = function() return closing end,
          terminate = function() closing = true end,
        }
      end,
    })
  ]])
  wait('a second server', "return #vim.lsp.get_clients({ bufnr = 0 }) == 2")
  go_to('column = ')
  lua("vim.lsp.buf.rename('zz_first', { name = 'windmill_ls' })")
  wait('a rename beside another server', "return vim.fn.expand('<cword>') == 'zz_first'")
  equal('what the other server was asked', lua('return vim.g.asked'), 0)
  lua("vim.lsp.buf.rename('column', { name = 'other' })")
  wait('what the other server is asked', 'return vim.g.asked == 1')
  equal('the name that it left', lua("return vim.fn.expand('<cword>')"), 'zz_first')
  lua("vim.lsp.buf.rename('column')")
  wait('a rename by whoever comes first', "return vim.fn.expand('<cword>') == 'column'")
  lua("for _, c in ipairs(vim.lsp.get_clients({ name = 'other' })) do vim.lsp.stop_client(c.id) end vim.bo.modified = false")
  wait('one server again', "return #vim.lsp.get_clients({ bufnr = 0 }) == 1")

  -- Another program takes the code of a step away, and gives it back.
  lua('vim.cmd.edit(...)', flow)
  local script = work .. '/ws/f/billing/collect_overdue.flow/group_by_customer.inline_script.py'
  vim.fn.rename(script, script .. '.away')
  wait('a script that is gone', [[
    return vim.iter(vim.diagnostic.get(0)):any(function(d) return d.message:find('group_by_customer.inline_script.py', 1, true) end)
  ]])
  vim.fn.rename(script .. '.away', script)
  wait('a script that is back', 'return #vim.diagnostic.get(0) == 0')

  -- A step that is not there is marked in its token, the others are not.
  local marked = [[
    local row, column = unpack(vim.api.nvim_win_get_cursor(0))
    for _, token in ipairs(vim.lsp.semantic_tokens.get_at_pos(0, row - 1, column) or {}) do
      return token.modifiers.unresolved and 'unresolved' or token.type
    end
  ]]
  go_to('results.group_by_customer')
  lua("vim.fn.search([[\\.]])")
  lua('vim.cmd.normal({ "l", bang = true })')
  equal('the token of a step', wait('a token', marked) ~= 'unresolved', true)
  lua('vim.cmd.normal({ "ciwzz_gone", bang = true })')
  wait('the token of a step that is not there', 'return (function() ' .. marked .. " end)() == 'unresolved'")
  lua('vim.cmd.undo()')
  lua('vim.bo.modified = false')

  -- The flow's parser is in use.
  equal('the language of the tree', lua('return vim.treesitter.get_parser(0):lang()'), 'flow')
  equal('colours are on', lua('return vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()] ~= nil'), true)

  -- The health check.
  lua("vim.cmd('checkhealth windmill_ls')")
  local health = lua("return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n')")
  io.stdout:write(health .. '\n')
  for _, wanted in ipairs({ 'OK windmill-ls ', 'OK the server runs for ' .. work .. '/ws', 'yaml.windmill',
    'OK the parser of flows', 'OK queries/flow/highlights.scm', 'OK queries/flow/injections.scm' }) do
    contains('the health: ' .. wanted, health, wanted)
  end
  if health:find('ERROR', 1, true) or health:find('WARNING', 1, true) then
    fail('the health check finds faults')
  end
  stop()
end

--- A flow of five steps from an empty file, by keys alone, as `written.yaml` keeps it.
local function from_nothing()
  start(work .. '/ws')
  -- Neovim takes proposals as snippets from 0.11 on.
  if lua('return vim.lsp.completion == nil or vim.fn.has("nvim-0.11") == 0') then
    return stop()
  end
  vim.fn.mkdir(work .. '/ws/f/billing/written.flow', 'p')
  open('f/billing/written.flow/flow.yaml')
  attached('an empty flow', work .. '/ws')
  lua([[
    vim.lsp.completion.enable(true, vim.lsp.get_clients({ bufnr = 0 })[1].id, 0)
    vim.o.completeopt = 'menuone,noinsert'
  ]])

  --- Opens the list, narrows it down with a few letters, and takes the entry.
  local function take(label, letters)
    type_keys('<C-x><C-o>')
    wait('a list with ' .. label, 'return vim.fn.pumvisible() == 1')
    type_keys(letters or '')
    local at = wait('the entry ' .. label, [[
      for i, item in ipairs(vim.fn.complete_info({ 'items' }).items) do
        if item.abbr == ... then
          return i
        end
      end
    ]], label)
    local selected = lua("return vim.fn.complete_info({ 'selected' }).selected")
    type_keys(('<C-n>'):rep(at - 1 - selected) .. '<C-y>')
    wait('the end of the list', 'return vim.fn.pumvisible() == 0')
  end
  local text = "return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n')"
  local function has(what, wanted)
    wait(what, 'local text = (function() ' .. text .. ' end)() return text:find(..., 1, true) ~= nil', wanted)
  end
  --- Fills in the id, which is right as it stands, and the summary.
  local function summary(words)
    type_keys('<Tab>')
    wait('the place of the summary', [[
      return vim.api.nvim_get_mode().mode == 'i' and vim.trim(vim.api.nvim_get_current_line()) == 'summary:'
    ]])
    type_keys(words .. '<Esc>')
    has('the summary', words)
    lua('vim.snippet.stop()')
  end
  local function step(label, letters, words, sign)
    type_keys('o<C-u>    ')
    take(label, letters)
    has('the step', sign)
    summary(words)
    type_keys('G')
  end

  type_keys('i')
  take('value')
  has('the list of steps', 'value:\n  modules:\n    - ')
  take('Python')
  has('a step in Python', 'language: python3')
  summary('List the invoices')
  type_keys('G')
  step('PostgreSQL', '', 'Who is late', 'language: postgresql')
  step('Bash', '', 'Say so', 'language: bash')
  step('TypeScript (Bun)', '', 'Add it up', 'language: bun')
  step('Identity', '', 'The result', 'type: identity')
  type_keys('Go<C-u>')
  take('summary')
  has('the key', '\nsummary: ')
  type_keys('Chase late payers<Esc>:w<CR>')
  wait('the saved flow', 'return not vim.bo.modified')
  local written = table.concat(vim.fn.readfile(work .. '/ws/f/billing/written.flow/flow.yaml'), '\n')
  equal('what is written', written, table.concat(vim.fn.readfile(work .. '/written.yaml'), '\n'))
  wait('no finding', 'return #vim.diagnostic.get(0) == 0')
  stop()
end

--- Roots of files that no `wmill.yaml` stands above.
local function without_a_workspace()
  start(work)
  open(work .. '/bare/f/billing/one.flow/flow.yaml')
  attached('a flow below f/', work .. '/bare')
  open(work .. '/repository/some/one.flow/flow.yaml')
  attached('a flow in a repository', work .. '/repository')
  open(work .. '/alone/one.flow/flow.yaml')
  attached('a flow alone', work .. '/alone/one.flow')
  for _, file in ipairs({ 'docker-compose.yaml', 'tool.py' }) do
    open(work .. '/alone/' .. file)
    equal(file .. ' is left alone', lua(CLIENTS), {})
  end
  stop()
end

--- What a user reads when the binary is missing.
local function without_the_binary()
  start(work .. '/ws', { PATH = '/nothing' })
  open(flow)
  open('f/shared/db.py')
  local messages = wait('a message without a binary', "local m = vim.fn.execute('messages') return m ~= '' and m")
  equal('the only message', messages, "\nwindmill-ls: 'windmill-ls' is not in the PATH; :checkhealth windmill_ls says more")
  lua("vim.cmd('checkhealth windmill_ls')")
  local health = lua("return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n')")
  contains('the health without a binary', health, "ERROR 'windmill-ls' is not in the PATH of Neovim: /nothing")
  stop()
end

in_a_workspace()
from_nothing()
without_a_workspace()
without_the_binary()
io.stdout:write('Neovim: all passed\n')
vim.cmd('qall!')
