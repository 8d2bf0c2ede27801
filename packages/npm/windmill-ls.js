#!/usr/bin/env node
// Starts the program of this platform's package, and ends as it ends.

"use strict";

const { spawn } = require("node:child_process");

const platform = `${process.platform}-${process.arch}`;
const name = process.platform === "win32" ? "windmill-ls.exe" : "windmill-ls";

let program;
try {
  program = require.resolve(`windmill-ls-${platform}/bin/${name}`);
} catch {
  console.error(
    `windmill-ls: the package 'windmill-ls-${platform}' is not installed: ` +
      "this platform has none, or optional dependencies were left out",
  );
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit", windowsHide: true });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`windmill-ls: '${program}' does not start: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal === null) {
    process.exit(code);
  }
  // The default of the signal, and not this program's own wait.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
