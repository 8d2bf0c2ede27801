// The scopes that VS Code's own engine gives to code inside a flow, without any server: grammar.mjs CODE-SERVER

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const code = path.join(path.resolve(process.argv[2]), "node_modules/code-server/lib/vscode");
const require = createRequire(path.join(code, "package.json"));
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");
const { OnigScanner, OnigString, loadWASM } = require("vscode-oniguruma");

const client = path.join(import.meta.dirname, "../../../editors/vscode");
const grammars = new Map();
const extensions = path.join(code, "extensions");
const folders = fs.readdirSync(extensions).map((name) => path.join(extensions, name));
for (const folder of [...folders, client]) {
  const file = path.join(folder, "package.json");
  const manifest = fs.statSync(folder).isDirectory() && fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  for (const { scopeName, path: at } of manifest.contributes?.grammars ?? []) {
    grammars.set(scopeName, path.join(folder, at));
  }
}
await loadWASM(new Uint8Array(fs.readFileSync(path.join(code, "node_modules/vscode-oniguruma/release/onig.wasm"))).buffer);
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new OnigScanner(patterns),
    createOnigString: (text) => new OnigString(text),
  }),
  loadGrammar: async (scope) => {
    const file = grammars.get(scope);
    return file === undefined ? null : parseRawGrammar(fs.readFileSync(file, "utf8"), file);
  },
});
const grammar = await registry.loadGrammar("source.yaml.windmill");

/** The scopes of the first place of `word`, and of the line `after`. */
function scopes(text, word) {
  let stack = INITIAL;
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    const at = line.indexOf(word);
    if (at !== -1) {
      return tokens.find((token) => token.startIndex <= at && at < token.endIndex).scopes.join(" ");
    }
  }
  throw new Error(`no '${word}' in the text`);
}

const step = (lines) => `value:\n  modules:\n    - id: a\n      value:\n        type: rawscript\n${lines.map((l) => `        ${l}\n`).join("")}    - id: after\n`;

// [what, lines of the step, a word, a scope that it has]
const rows = [
  ["Python, the language below", ["content: |", "  # requests", "  import wmill", "", "  def main(x):", "      return x", "language: python3"], "def", "storage.type.function.python"],
  ["Python, the language above", ["language: python3", "content: |", "  x = 1", "  return x"], "return", "keyword.control.flow.python"],
  ["Python below a comment", ["content: |", "  # c", "  import a"], "import", "meta.embedded.block.python"],
  ["folded", ["content: >-", "  import a"], "import", "meta.embedded.block.python"],
  ["TypeScript", ["content: |", "  import * as wmill from 'windmill-client'", "  export async function main(x: string) {}"], "async", "storage.modifier.async.ts"],
  ["TypeScript, the language above", ["language: bun", "content: |", "  x.map(y => y)"], "=>", "storage.type.function.arrow.ts"],
  ["SQL", ["content: |", "  -- $1 id", "  SELECT a FROM b"], "SELECT", "keyword.other.DML.sql"],
  ["bash", ["content: |", "  #!/bin/bash", "  x=\"$1\"", "  echo $x"], "$x", "variable.other.normal.shell"],
  ["bash, the language above", ["language: bash", "content: |", "  if true; then ls; fi"], "then", "keyword.control.then.shell"],
  ["Go", ["content: |", "  package inner", "  func main() {}"], "func", "meta.embedded.block.go"],
  ["PowerShell", ["content: |", "  param([string]$a)"], "param", "meta.embedded.block.powershell"],
  ["an expression on one line", ["input_transforms:", "  a:", "    type: javascript", "    expr: results.b.c ?? null # d"], "null", "constant.language.null.js"],
  ["a comment behind it", ["input_transforms:", "  a:", "    expr: results.b # note"], "note", "comment.line.number-sign.yaml"],
  ["an expression in a block", ["input_transforms:", "  a:", "    expr: |", "      const b = 1", "      return b"], "const", "storage.type.js"],
  ["a static value is text", ["input_transforms:", "  a:", "    value: return x"], "return", "string.unquoted.plain.out.yaml"],
  ["a file is text", ["content: '!inline a.py'"], "inline", "string.quoted.single.yaml"],
];
for (const [what, lines, word, scope] of rows) {
  const text = step(lines);
  assert.ok(scopes(text, word).includes(scope), `${what}: '${word}' has ${scopes(text, word)}`);
  // What comes behind the code is YAML again.
  const after = scopes(text, "after");
  assert.ok(after.endsWith("string.unquoted.plain.out.yaml") && !after.includes("embedded"), `${what}: after it ${after}`);
}
console.log(`VS Code: ${rows.length} kinds of code have their colours`);
