-- Says what colours a flow has, with the parsers and queries that are installed.

vim.cmd.source('/root/.config/nvim/init.lua')
vim.cmd.edit('/root/colours/collect_overdue.flow/flow.yaml')
local buffer = vim.api.nvim_get_current_buf()
vim.bo.filetype = 'yaml.windmill'
vim.treesitter.get_parser(buffer):parse(true)

local failed = false
local function expect(text, word, language, capture)
  for i, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local from = line:find(text, 1, true)
    if from then
      local column = line:find(word, from, true) - 1
      local found = vim.treesitter.get_captures_at_pos(buffer, i - 1, column)
      for _, c in ipairs(found) do
        if c.lang == language and c.capture == capture then
          io.stdout:write(('ok: %s is @%s of %s'):format(word, capture, language) .. '\n')
          return
        end
      end
      io.stdout:write(('FAILED: %s in line %d: %s'):format(word, i, vim.inspect(found)) .. '\n')
      failed = true
      return
    end
  end
  io.stdout:write('FAILED: no line with ' .. text .. '\n')
  failed = true
end

expect('summary: Chase', 'summary', 'flow', 'property')
expect('type: script', 'script', 'flow', 'string')
expect('def main(', 'def', 'python', 'keyword')
expect('return {', 'return', 'python', 'keyword')
expect('expr: result.customers.length === 0', '===', 'javascript', 'operator')
expect('expr: result.customers.length === 0', '0', 'javascript', 'number')
vim.cmd(failed and 'cquit 1' or 'qall!')
