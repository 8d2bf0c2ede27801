// Packages the extension for one platform, with the server inside:
// npm run package:platform -- --binary FILE [--target linux-x64] [--out windmill-ls.vsix]

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { binary: { type: "string" }, target: { type: "string" }, out: { type: "string" } },
});
const target = values.target ?? `${process.platform}-${process.arch}`;
if (values.binary === undefined) {
  console.error("package.mjs: --binary is missing: the windmill-ls that goes inside");
  process.exit(2);
}
const server = path.join(import.meta.dirname, "server");
const name = target.startsWith("win32") ? "windmill-ls.exe" : "windmill-ls";
fs.rmSync(server, { recursive: true, force: true });
fs.mkdirSync(server);
try {
  fs.copyFileSync(values.binary, path.join(server, name));
  fs.chmodSync(path.join(server, name), 0o755);
  const out = values.out ?? `windmill-ls-${target}.vsix`;
  const args = ["vsce", "package", "--no-dependencies", "--target", target, "--out", out];
  execFileSync("npx", ["--no-install", ...args], { cwd: import.meta.dirname, stdio: "inherit" });
} finally {
  fs.rmSync(server, { recursive: true, force: true });
}
