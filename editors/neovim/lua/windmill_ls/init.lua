-- Everything that windmill-ls is for Neovim 0.10 and later: `require('windmill_ls').setup()`.

local M = {}

--- The configuration of the client, as `lsp/windmill_ls.lua` has it.
function M.config()
  local file = vim.api.nvim_get_runtime_file('lsp/windmill_ls.lua', false)[1]
  return assert(file and dofile(file), 'windmill-ls: lsp/windmill_ls.lua is not in the runtime path')
end

--- Starts the server for a buffer, or attaches the one that runs. Does nothing where the file is not
--- Windmill's, nor where the binary is missing.
function M.start(buffer)
  local config = M.config()
  if vim.fn.executable(config.cmd[1]) == 0 then
    return
  end
  config.root_dir(buffer, function(dir)
    vim.lsp.start({ name = 'windmill_ls', cmd = config.cmd, root_dir = dir }, { bufnr = buffer })
  end)
end

--- A flow is `yaml.windmill`: what is set for YAML files holds, and servers for any YAML stay away.
function M.filetypes()
  vim.filetype.add({
    pattern = {
      ['.*%.flow/flow%.yaml'] = 'yaml.windmill',
      ['.*__flow/flow%.yaml'] = 'yaml.windmill',
    },
  })
end

--- Colours flows, and the code in them, where the parser is installed.
function M.colours()
  vim.treesitter.language.register('flow', 'yaml.windmill')
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('windmill_ls.colours', {}),
    pattern = 'yaml.windmill',
    callback = function(event)
      pcall(vim.treesitter.start, event.buf, 'flow')
    end,
  })
end

--- Says once, at the first flow, that the binary is missing: Neovim writes it into a log at most.
local function tell_of_the_binary()
  local command = M.config().cmd[1]
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('windmill_ls.binary', {}),
    pattern = 'yaml.windmill',
    callback = function()
      if vim.fn.executable(command) == 0 then
        local text = "windmill-ls: '%s' is not in the PATH; :checkhealth windmill_ls says more"
        vim.notify_once(text:format(command), vim.log.levels.WARN)
      end
    end,
  })
end

--- File types, colours and the server.
function M.setup()
  M.filetypes()
  M.colours()
  tell_of_the_binary()
  if vim.lsp.enable then
    vim.lsp.enable('windmill_ls')
    return
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('windmill_ls.server', {}),
    pattern = M.config().filetypes,
    callback = function(event)
      M.start(event.buf)
    end,
  })
end

return M
