// Runs scripts that come as lines of JSON, and writes a line of JSON for each: the result as it leaves
// a script, plainly and with `undefined` as `null` (Windmill has done both), or the error.
import { createInterface } from "node:readline";
import ts from "typescript";

const options = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
};

async function run({ code, args }) {
  const { outputText } = ts.transpileModule(code, { compilerOptions: options });
  // Every run has a module of its own.
  const unique = `${outputText}\n// ${Math.random()}`;
  const module = await import(`data:text/javascript,${encodeURIComponent(unique)}`);
  const result = (await module.main(...args)) ?? null;
  const filled = JSON.stringify(result, (_, value) => (value === undefined ? null : value));
  return `{"plain":${JSON.stringify(result) ?? null},"filled":${filled ?? null}}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = await run(JSON.parse(line));
  } catch (error) {
    answer = JSON.stringify({ error: String(error) });
  }
  process.stdout.write(`${answer}\n`);
}
