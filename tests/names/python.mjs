// Where pyright would rename a name. Reads one JSON array of `{text, places}` on stdin, with places as lines and columns in
// UTF-16 from 0; writes for each place the starts of all places that mean the same, or null.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

const pyright = path.join(import.meta.dirname, "..", "oracles", "node_modules", "pyright", "langserver.index.js");
const texts = JSON.parse(fs.readFileSync(0, "utf8"));
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "names-")));
const root = pathToFileURL(folder).href;
fs.writeFileSync(path.join(folder, "pyrightconfig.json"), JSON.stringify({ typeCheckingMode: "off", enableReachabilityAnalysis: false }));
texts.forEach(({ text }, i) => fs.writeFileSync(path.join(folder, `f${i}.py`), text));

const server = spawn(process.execPath, [pyright, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const waiting = new Map();
let [bytes, last] = [Buffer.alloc(0), 0];
const send = (message) => {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
};
const ask = (method, params) =>
  new Promise((resolve) => {
    waiting.set(++last, resolve);
    send({ id: last, method, params });
  });
server.stdout.on("data", (data) => {
  bytes = Buffer.concat([bytes, data]);
  for (;;) {
    const head = bytes.indexOf("\r\n\r\n");
    const length = head < 0 ? NaN : Number(/Content-Length: (\d+)/i.exec(bytes.subarray(0, head).toString())[1]);
    if (!(bytes.length >= head + 4 + length)) return;
    const message = JSON.parse(bytes.subarray(head + 4, head + 4 + length).toString());
    bytes = bytes.subarray(head + 4 + length);
    if (message.method !== undefined && message.id !== undefined) {
      const result = message.method === "workspace/configuration" ? message.params.items.map(() => ({})) : null;
      send({ id: message.id, result });
    } else if (message.id !== undefined) {
      waiting.get(message.id)?.(message.result ?? null);
      waiting.delete(message.id);
    }
  }
});

await ask("initialize", {
  processId: process.pid,
  rootUri: root,
  workspaceFolders: [{ uri: root, name: "names" }],
  capabilities: { workspace: { configuration: true, workspaceFolders: true } },
});
send({ method: "initialized", params: {} });
const found = [];
for (const [i, { text, places }] of texts.entries()) {
  const uri = `${root}/f${i}.py`;
  send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "python", version: 1, text } } });
  const answers = [];
  for (const [line, character] of places) {
    const edit = await ask("textDocument/rename", { textDocument: { uri }, position: { line, character }, newName: "zz_new" });
    const edits = edit?.changes?.[uri] ?? edit?.documentChanges?.filter((c) => c.textDocument?.uri === uri).flatMap((c) => c.edits);
    answers.push(edits?.map((e) => [e.range.start.line, e.range.start.character]) ?? null);
  }
  found.push(answers);
  send({ method: "textDocument/didClose", params: { textDocument: { uri } } });
}
await ask("shutdown", null);
send({ method: "exit", params: null });
fs.rmSync(folder, { recursive: true });
process.stdout.write(JSON.stringify(found), () => process.exit(0));
