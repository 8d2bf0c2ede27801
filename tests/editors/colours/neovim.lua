-- Colours a flow with its own grammar. `check` as argument: says what stands where, and ends.

vim.opt.runtimepath:append('/root/colours/rt')
vim.opt.termguicolors = true
vim.treesitter.language.register('flow', 'yaml')

if arg[1] ~= 'check' then
  vim.api.nvim_create_autocmd('BufWinEnter', {
    callback = function(event) vim.treesitter.start(event.buf, 'flow') end,
  })
  vim.treesitter.start(0, 'flow')
  return
end

vim.cmd.edit('/root/colours/flow.yaml')
local buffer = vim.api.nvim_get_current_buf()
vim.treesitter.start(buffer, 'flow')
vim.treesitter.get_parser(buffer, 'flow'):parse(true)

local failed = false
local function expect(text, word, language, capture)
  for i, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local from = line:find(text, 1, true)
    if from then
      local column = line:find(word, from, true) - 1
      local found = vim.treesitter.get_captures_at_pos(buffer, i - 1, column)
      for _, c in ipairs(found) do
        if c.lang == language and c.capture == capture then
          print(('ok: %s is @%s of %s'):format(word, capture, language))
          return
        end
      end
      print(('FAILED: %s in line %d: %s'):format(word, i, vim.inspect(found)))
      failed = true
      return
    end
  end
  print('FAILED: no line with ' .. text)
  failed = true
end

expect('summary: Chase', 'summary', 'flow', 'property')
expect('type: script', 'script', 'flow', 'string')
expect('def main(', 'def', 'python', 'keyword')
expect('return {', 'return', 'python', 'keyword')
expect('expr: result.customers.length === 0', '===', 'javascript', 'operator')
expect('expr: result.customers.length === 0', '0', 'javascript', 'number')
vim.cmd(failed and 'cquit 1' or 'qall!')
