// The server's life: found, started, watched, started again after a crash.

import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import {
  CloseAction, ErrorAction, ErrorCodes, LanguageClient, type LanguageClientOptions, ResponseError, State, type StaticFeature,
  Trace,
} from "vscode-languageclient/node";
import { type Binary, Unusable, findBinary, lastLines } from "./binary";
import { selector } from "./files";
import { withRulePages } from "./rules";
import { settings } from "./settings";

/** How often a server that crashed is started again before the user is told. */
const RESTARTS = 3;

/** After this long without a crash the count begins anew, in milliseconds. */
const CALM = 5 * 60_000;

/** How long a server may take to stop, or to end what it says on stderr, in milliseconds. */
const PATIENCE = 2_000;

/** How much of what the server wrote to stderr is kept for a message, in characters. */
const KEPT = 4_000;

const INSTALL = "https://github.com/windmill-ls/windmill-ls#in-your-editor";

/** What the server says of itself: `windmill-ls/status` in docs/protocol.md. */
export interface Workspace {
  state: "loading" | "ready";
  files: number;
  errors: number;
  warnings: number;
}

export type Status =
  | { is: "starting" }
  | { is: "running"; binary: Binary; workspace: Workspace | undefined }
  | { is: "stopped"; why: string; detail: string };

/** A client that leaves it to {@link Server} to tell the user what goes wrong: one message, not one a layer. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown, _show?: boolean | "force"): void {
    super.error(message, data, false);
  }

  override warn(message: string, data?: unknown, _show?: boolean): void {
    super.warn(message, data, false);
  }
}

/** Tells the server what the extension takes beside the protocol: docs/protocol.md. */
const ABLE: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    const others = capabilities.experimental as object | undefined;
    capabilities.experimental = { ...others, windmillStatus: true, windmillShowReferences: true, windmillTriggerSuggest: true };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

/** What one process wrote to stderr. */
class Words {
  text = "";
  /** Fulfilled when there is nothing to come. */
  ended: Promise<void> = Promise.resolve();
}

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private process: ChildProcess | undefined;
  private stderr = new Words();
  private crashes: number[] = [];
  /** One start or stop at a time. */
  private turn: Promise<void> = Promise.resolve();
  private readonly changed = new vscode.EventEmitter<Status>();
  readonly onDidChange = this.changed.event;
  status: Status = { is: "starting" };

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {
    context.subscriptions.push(log.onDidChangeLogLevel(() => this.trace()));
  }

  /** Starts the server. Never throws: the user is told what is wrong, once. */
  start(): Promise<void> {
    return this.inTurn(() => this.starting());
  }

  /** Stops the server and starts it anew: another binary may lie in its place. */
  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.stopping();
      this.crashes = [];
      await this.starting();
    });
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.stopping());
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** Tells the server that settings changed. */
  async configure(): Promise<void> {
    if (this.client?.state === State.Running) {
      await this.client.sendNotification("workspace/didChangeConfiguration", { settings: settings() });
    }
  }

  /** The client, where the server runs. */
  get running(): LanguageClient | undefined {
    return this.client?.state === State.Running ? this.client : undefined;
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work, work);
    return this.turn;
  }

  private set(status: Status): void {
    this.status = status;
    this.changed.fire(status);
  }

  private async starting(): Promise<void> {
    this.set({ is: "starting" });
    let binary: Binary;
    try {
      binary = await findBinary(this.context);
    } catch (error) {
      const [why, detail] = error instanceof Unusable ? [error.kind, error.message] : ["does not start", said(error)];
      this.log.error(detail);
      this.set({ is: "stopped", why, detail });
      void this.tell(why, detail);
      return;
    }
    this.log.info(`${binary.path} ${binary.version}`);
    const client = new QuietClient("windmill-ls", "windmill-ls", () => this.spawned(binary), this.options());
    this.client = client;
    client.registerFeature(ABLE);
    let workspace: Workspace | undefined;
    client.onNotification("windmill-ls/status", (status: Workspace) => {
      workspace = status;
      if (this.client === client && this.status.is === "running") {
        this.set({ is: "running", binary, workspace });
      }
    });
    client.onDidChangeState(({ newState }) => {
      if (this.client === client && newState === State.Running) {
        this.set({ is: "running", binary, workspace });
      }
    });
    try {
      await client.start();
      this.trace();
    } catch (error) {
      // Where the server ended on the way, the handler of closed connections tells.
      if (!isLost(error)) {
        await this.gaveUp("does not start", `'${binary.path}' does not start: ${said(error)}`);
      }
    }
  }

  private async spawned(binary: Binary): Promise<ChildProcess> {
    const words = new Words();
    this.stderr = words;
    const child = spawn(binary.path, ["--stdio"], { stdio: "pipe", windowsHide: true });
    this.process = child;
    child.stderr.on("data", (data: Buffer) => {
      words.text = (words.text + data.toString()).slice(-KEPT);
    });
    words.ended = new Promise((resolve) => child.stderr.once("close", resolve));
    await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    child.on("error", (error) => this.log.error(error.message));
    child.stdin.on("error", (error) => this.log.debug(error.message));
    return child;
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: selector,
      initializationOptions: settings(),
      outputChannel: this.log,
      traceOutputChannel: this.log,
      middleware: withRulePages,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.closed(),
      },
      initializationFailedHandler: () => false,
    };
  }

  /** The connection ended by itself: the server crashed, or was killed. */
  private async closed() {
    const now = Date.now();
    this.crashes = [...this.crashes.filter((at) => now - at < CALM), now];
    if (this.crashes.length <= RESTARTS) {
      this.log.warn(`the server ended, and is started again (${this.crashes.length} of ${RESTARTS})`);
      this.set({ is: "starting" });
      return { action: CloseAction.Restart, handled: true };
    }
    await this.gaveUp("crashed", `the server ended ${this.crashes.length} times in a row and is not started again`);
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  private async gaveUp(why: string, message: string): Promise<void> {
    const { client } = this;
    // stderr is a pipe of its own, and what came last there may be read after the connection's end.
    const enough = new AbortController();
    await Promise.race([this.stderr.ended, sleep(PATIENCE, undefined, { signal: enough.signal }).catch(() => undefined)]);
    enough.abort();
    if (this.client !== client) {
      return;
    }
    const detail = [message, ...lastLines(this.stderr.text)].join("\n");
    this.log.error(detail);
    this.set({ is: "stopped", why, detail });
    void this.tell(why, detail);
  }

  private async stopping(): Promise<void> {
    const { client, process } = this;
    this.client = undefined;
    this.process = undefined;
    try {
      await client?.dispose(PATIENCE);
    } catch (error) {
      this.log.debug(said(error));
    }
    if (process !== undefined && process.exitCode === null) {
      process.kill("SIGKILL");
    }
  }

  /** Wire messages are logged where the log's level is `trace`, or the setting says so. */
  private trace(): void {
    const set = vscode.workspace.getConfiguration("windmill-ls").get<string>("trace.server", "off");
    const level = this.log.logLevel === vscode.LogLevel.Trace ? Trace.Verbose : Trace.fromString(set);
    void this.running?.setTrace(level);
  }

  /** One message, and none after "Don't Ask Again" for the same reason. */
  private async tell(why: string, detail: string): Promise<void> {
    const silent = `silent: ${why}`;
    if (this.context.globalState.get(silent) === true) {
      return;
    }
    const [install, path, restart, log, never] =
      ["How to Install", "Set the Path", "Start Again", "Show Log", "Don't Ask Again"];
    const buttons = why === "crashed" ? [restart, log] : [install, path, never];
    const choice = await vscode.window.showErrorMessage(`windmill-ls: ${detail}`, ...buttons);
    switch (choice) {
      case install:
        await vscode.env.openExternal(vscode.Uri.parse(INSTALL));
        break;
      case path:
        await vscode.commands.executeCommand("workbench.action.openSettings", "windmill-ls.path");
        break;
      case restart:
        await this.restart();
        break;
      case log:
        this.log.show();
        break;
      case never:
        await this.context.globalState.update(silent, true);
        break;
    }
  }
}

/** Whether a request failed because the connection was lost. */
function isLost(error: unknown): boolean {
  const { PendingResponseRejected, MessageWriteError, MessageReadError, ConnectionInactive } = ErrorCodes;
  const lost: number[] = [PendingResponseRejected, MessageWriteError, MessageReadError, ConnectionInactive];
  return error instanceof ResponseError && lost.includes(error.code);
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
