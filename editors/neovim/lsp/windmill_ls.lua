-- windmill-ls for Neovim. With this file in `lsp/` of your configuration, `vim.lsp.enable('windmill_ls')`
-- is all that Neovim 0.11 or later needs; `require('windmill_ls').setup()` works on 0.10, too.

-- The folder that a flow's paths start from, where no file says so: the one that holds its `f` or `u`.
-- A path there has a folder and a name: `f/billing/overdue.flow/flow.yaml`.
local function above_paths(folder)
  local below = 0
  for parent in vim.fs.parents(folder) do
    below = below + 1
    local name = vim.fs.basename(parent)
    if below >= 2 and (name == 'f' or name == 'u') then
      return vim.fs.dirname(parent)
    end
  end
end

--- The workspace that a file belongs to: the nearest folder with a `wmill.yaml`. Flows need none: theirs is
--- the repository, else the folder that their paths start from, else their own. Nil: not Windmill's, for
--- other YAML, Python and TypeScript files are left alone.
local function root(file)
  local folder = vim.fs.dirname(file)
  local function up(name)
    local found = vim.fs.find(name, { path = folder, upward = true })[1]
    return found and vim.fs.dirname(found)
  end
  local config, repository = up('wmill.yaml'), up('.git')
  if config and #config >= #(repository or '') then
    return config
  end
  local name = vim.fs.basename(file)
  if name == 'flow.yaml' or name == 'flow.json' then
    return repository or above_paths(folder) or folder
  end
end

---@type vim.lsp.Config
return {
  cmd = { 'windmill-ls' },
  -- stylua: ignore
  filetypes = {
    'yaml', 'yaml.windmill', 'json', 'python', 'typescript',
    'sh', 'bash', 'ps1', 'sql', 'graphql', 'go', 'php', 'rust',
    'javascript', 'javascriptreact', 'svelte', 'typescriptreact', 'vue',
  },
  -- Told that findings changed, Neovim 0.12 asks for those of the workspace where it can, and leaves open files
  -- as they are. Asked for one by one, they are right.
  on_init = function(client)
    local provider = client.server_capabilities.diagnosticProvider
    if type(provider) == 'table' then
      provider.workspaceDiagnostics = false
    end
  end,
  root_dir = function(buffer, on_dir)
    local dir = root(vim.api.nvim_buf_get_name(buffer))
    if dir then
      on_dir(dir)
    end
  end,
}
