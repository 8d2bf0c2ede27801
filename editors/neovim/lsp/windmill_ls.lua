-- windmill-ls for Neovim: put this file into `lsp/` of your configuration and say
-- `vim.lsp.enable('windmill_ls')` (Neovim 0.11 or later; the README says what to do on 0.10).

--- The folder of the synced workspace that a file belongs to, or nil: other YAML and Python files
--- are left alone.
local function root(file)
  local found = vim.fs.find('wmill.yaml', { path = vim.fs.dirname(file), upward = true })[1]
  if found then
    return vim.fs.dirname(found)
  end
  local flow = vim.fs.basename(file) == 'flow.yaml'
  return flow and vim.fs.dirname(file) or nil
end

---@type vim.lsp.Config
return {
  cmd = { 'windmill-ls' },
  filetypes = { 'yaml', 'python', 'typescript' },
  root_dir = function(buffer, on_dir)
    local dir = root(vim.api.nvim_buf_get_name(buffer))
    if dir then
      on_dir(dir)
    end
  end,
}
