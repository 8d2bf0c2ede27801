// Where the server's binary is, and whether it can be used.

import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";

/** The oldest server that this client works with. */
const OLDEST = [0, 1, 0];

const NAME = process.platform === "win32" ? "windmill-ls.exe" : "windmill-ls";

/** How long a program may take to say its version, or a shell its `PATH`, in milliseconds. */
const PATIENCE = 10_000;

export interface Binary {
  path: string;
  version: string;
}

/** Why there is no server, for people; `kind` is what the status item says. */
export class Unusable extends Error {
  constructor(
    readonly kind: "not found" | "too old" | "does not start",
    message: string,
  ) {
    super(message);
  }
}

/**
 * The binary: the one of the settings, inside the extension, in `PATH`, in the `PATH` of the user's shell, in the
 * Python environment, in `node_modules`. The last two lie in the workspace and count only where it is trusted.
 * Throws {@link Unusable}.
 */
export async function findBinary(context: vscode.ExtensionContext): Promise<Binary> {
  const configured = vscode.workspace.getConfiguration("windmill-ls").get<string>("path", "").trim();
  if (configured !== "") {
    const file = expanded(configured);
    if (!(await isFile(file))) {
      throw new Unusable("not found", `there is no file '${file}' (setting windmill-ls.path)`);
    }
    return tried(file);
  }
  for await (const file of candidates(context)) {
    if (await isFile(file)) {
      return tried(file);
    }
  }
  throw new Unusable("not found", "it is neither in PATH nor in an environment of this workspace");
}

async function* candidates(context: vscode.ExtensionContext): AsyncGenerator<string> {
  yield path.join(context.extensionPath, "server", NAME);
  yield* inPath(process.env["PATH"]);
  // An editor that was started from a desktop has another PATH than a terminal.
  yield* inPath(await pathOfShell());
  if (!vscode.workspace.isTrusted) {
    return;
  }
  const scripts = process.platform === "win32" ? "Scripts" : "bin";
  const python = await activePython();
  if (python !== undefined) {
    yield path.join(path.dirname(python), NAME);
  }
  const active = process.env["VIRTUAL_ENV"];
  if (active !== undefined) {
    yield path.join(active, scripts, NAME);
  }
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    if (folder.uri.scheme === "file") {
      yield path.join(folder.uri.fsPath, ".venv", scripts, NAME);
      yield path.join(folder.uri.fsPath, "node_modules", ".bin", NAME);
    }
  }
}

function* inPath(list: string | undefined): Generator<string> {
  for (const folder of (list ?? "").split(path.delimiter)) {
    if (path.isAbsolute(folder)) {
      yield path.join(folder, NAME);
    }
  }
}

/** What the user's shell has as `PATH`; `undefined` where it does not say. */
async function pathOfShell(): Promise<string | undefined> {
  const shell = process.env["SHELL"] ?? os.userInfo().shell;
  if (process.platform === "win32" || !shell) {
    return undefined;
  }
  const mark = "windmill-ls-path:";
  const { out } = await run(shell, ["-l", "-i", "-c", `printf '\\n${mark}%s\\n' "$PATH"`]);
  const line = out.split("\n").find((line) => line.startsWith(mark));
  return line?.slice(mark.length).trim();
}

/** The interpreter that the Python extension has chosen for the first folder. */
async function activePython(): Promise<string | undefined> {
  try {
    const extension = vscode.extensions.getExtension("ms-python.python");
    const api = await extension?.activate();
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const chosen: unknown = api?.environments?.getActiveEnvironmentPath?.(folder)?.path;
    return typeof chosen === "string" && path.isAbsolute(chosen) ? chosen : undefined;
  } catch {
    return undefined;
  }
}

/** A setting's path with `~` and `${workspaceFolder}` written out. */
function expanded(file: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const whole = file.replaceAll("${workspaceFolder}", folder).replace(/^~(?=[\\/])/, os.homedir());
  return path.isAbsolute(whole) ? whole : path.join(folder, whole);
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await fs.stat(file)).isFile();
  } catch {
    return false;
  }
}

/** Asks the binary for its version. Throws {@link Unusable} where it is none for this machine, or too old. */
async function tried(file: string): Promise<Binary> {
  const { out, err, failed } = await run(file, ["--version"]);
  const version = /^windmill-ls (\d+)\.(\d+)\.(\d+)\S*/.exec(out);
  if (failed !== undefined && (await isForeign(file))) {
    throw new Unusable("does not start", `'${file}' does not start: it is not a program for this machine`);
  }
  if (failed !== undefined || version === null) {
    const why = [failed ?? "it does not say its version", ...lastLines(err)].join("\n");
    throw new Unusable("does not start", `'${file}' does not start: ${why}`);
  }
  const own = version.slice(1, 4).map(Number);
  const differs = OLDEST.findIndex((part, i) => own[i] !== part);
  const said = version[0].slice("windmill-ls ".length);
  if (differs !== -1 && own[differs] < OLDEST[differs]) {
    throw new Unusable("too old", `'${file}' is ${said}, but ${OLDEST.join(".")} or newer is needed`);
  }
  return { path: file, version: said };
}

/** Whether a program that fails is none of this machine's: a shell takes it for a script then, and says nonsense. */
async function isForeign(file: string): Promise<boolean> {
  try {
    const handle = await fs.open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(20), 0, 20, 0).finally(() => handle.close());
    if (!buffer.subarray(0, 4).equals(Buffer.from("\x7fELF", "latin1"))) {
      // A program of Windows or macOS has NUL bytes at its beginning; a script has none.
      return process.platform !== "win32" && buffer.subarray(0, bytesRead).includes(0);
    }
    // ELF's numbers of machines: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
    const machine = { x64: 62, arm64: 183, ia32: 3, arm: 40, riscv64: 243, ppc64: 21, s390x: 22 }[process.arch as string];
    return process.platform !== "linux" || (machine !== undefined && buffer.readUInt16LE(18) !== machine);
  } catch {
    return false;
  }
}

/** The last lines of what a program wrote, for a message. */
export function lastLines(text: string): string[] {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "\ufffd").trim().split("\n").slice(-3).map((line) => line.trim().slice(0, 200)).filter((line) => line !== "");
}

interface Ran {
  out: string;
  err: string;
  /** Why it failed, for people. */
  failed: string | undefined;
}

function run(command: string, args: string[]): Promise<Ran> {
  const options = { timeout: PATIENCE, killSignal: "SIGKILL", maxBuffer: 1 << 20, windowsHide: true } as const;
  return new Promise((resolve) => {
    const child = execFile(command, args, options, (error, out, err) => resolve({ out, err, failed: reason(error) }));
    child.stdin?.end();
  });
}

function reason(error: (Error & { code?: unknown; signal?: unknown; killed?: boolean }) | null): string | undefined {
  switch (error?.code) {
    case undefined:
      return error === null ? undefined : error.message;
    case "EACCES":
      return "permission denied (is it executable?)";
    case "ENOEXEC":
    case "UNKNOWN":
      return "it is not a program for this machine";
    case "ENOENT":
      return "it, or the loader that it needs, is not there";
    case null:
      return error?.killed ? `no answer within ${PATIENCE / 1000} s` : `it was ended by ${String(error?.signal)}`;
    default:
      return typeof error?.code === "number" ? `it ended with code ${error.code}` : error?.message;
  }
}
