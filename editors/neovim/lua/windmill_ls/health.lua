-- `:checkhealth windmill_ls`: what is there, what is missing, and what to do about it.

local M = {}

local function binary(health)
  local name = require('windmill_ls').config().cmd[1]
  local path = vim.fn.exepath(name)
  if path == '' then
    health.error(("'%s' is not in the PATH of Neovim: %s"):format(name, vim.env.PATH or '(empty)'), {
      'Install windmill-ls, or write its full path into `cmd` of `lsp/windmill_ls.lua`.',
    })
    return
  end
  local ran, done = pcall(function()
    return vim.system({ path, '--version' }, { text = true }):wait(10000)
  end)
  if not ran then
    health.error(('%s does not start: %s'):format(path, done))
  elseif done.code ~= 0 then
    health.error(('%s --version ends with %d: %s'):format(path, done.code, vim.trim(done.stderr or '')))
  else
    health.ok(('%s (%s)'):format(vim.trim(done.stdout), path))
  end
end

local function server(health)
  local clients = vim.lsp.get_clients({ name = 'windmill_ls' })
  if #clients > 0 then
    for _, client in ipairs(clients) do
      local root = client.config.root_dir or 'no folder'
      health.ok(('the server runs for %s, in %d buffers'):format(root, vim.tbl_count(client.attached_buffers or {})))
    end
    return
  end
  local enabled = vim.lsp.is_enabled and vim.lsp.is_enabled('windmill_ls')
    or pcall(vim.api.nvim_get_autocmds, { group = 'windmill_ls.server' })
  if enabled or not vim.lsp.is_enabled then
    health.info('the server does not run: it starts with the first file of a workspace')
  else
    health.warn('the server is not enabled', { "Say `require('windmill_ls').setup()` in your `init.lua`." })
  end
end

local function filetype(health)
  local found = vim.filetype.match({ filename = '/w/f/billing/overdue.flow/flow.yaml' })
  if found == 'yaml.windmill' then
    health.ok('flows are files of the type yaml.windmill')
  else
    health.warn(('flows are files of the type %s: other YAML servers look at them as well'):format(found), {
      "Say `require('windmill_ls').setup()` in your `init.lua`.",
    })
  end
end

local INSTALL = 'Run `editors/neovim/install.sh` in a checkout of windmill-ls.'

local function parses(language)
  local ran, found = pcall(vim.treesitter.language.add, language)
  -- Neovim 0.10 gives nothing, and an error where there is none; 0.11 and later give true.
  return ran and (found == true or (found == nil and vim.fn.has('nvim-0.11') == 0))
end

local function colours(health)
  if not parses('flow') then
    health.warn('the parser of flows is not installed: flows are coloured as YAML', { INSTALL })
    return
  end
  health.ok('the parser of flows is installed')
  for _, kind in ipairs({ 'highlights', 'injections' }) do
    local ran, query = pcall(vim.treesitter.query.get, 'flow', kind)
    if ran and query then
      health.ok(('queries/flow/%s.scm is read'):format(kind))
    elseif ran then
      health.warn(('queries/flow/%s.scm is missing'):format(kind), { INSTALL })
    else
      health.error(('queries/flow/%s.scm: %s'):format(kind, query), { INSTALL })
    end
  end
  for _, language in ipairs({ 'javascript', 'python', 'typescript', 'bash', 'sql' }) do
    if parses(language) then
      health.ok(('%s in a flow is coloured'):format(language))
    else
      health.info(('%s in a flow has no colours: no parser (nvim-treesitter has one)'):format(language))
    end
  end
end

--- What `:checkhealth windmill_ls` shows.
function M.check()
  local health = vim.health
  health.start('windmill-ls: server')
  binary(health)
  server(health)
  health.start('windmill-ls: flows')
  filetype(health)
  colours(health)
end

return M
