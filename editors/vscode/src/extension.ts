// A thin client: finds the binary, starts it, and leaves everything else to it.

import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("windmill-ls.restart", () => restart(context)),
    vscode.commands.registerCommand("windmill-ls.showLog", () => client?.outputChannel.show()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("windmill-ls.path")) {
        void restart(context);
      } else if (change.affectsConfiguration("windmill-ls")) {
        void client?.sendNotification("workspace/didChangeConfiguration", { settings: settings() });
      }
    }),
  );
  await start(context);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(context: vscode.ExtensionContext): Promise<void> {
  await client?.dispose();
  client = undefined;
  await start(context);
}

async function start(context: vscode.ExtensionContext): Promise<void> {
  const command = binary(context);
  const server: ServerOptions = { command, args: ["--stdio"] };
  const file = (language: string, pattern?: string) => ({ scheme: "file", language, pattern });
  const options: LanguageClientOptions = {
    documentSelector: [file("yaml"), file("json", "**/flow.json"), file("python"), file("typescript")],
    initializationOptions: settings(),
  };
  client = new LanguageClient("windmill-ls", "windmill-ls", server, options);
  try {
    await client.start();
  } catch (error) {
    const choice = await vscode.window.showErrorMessage(
      `windmill-ls: '${command}' does not start: ${error instanceof Error ? error.message : String(error)}. ` +
        "Install windmill-ls, or say where it is.",
      "Open settings",
    );
    if (choice) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "windmill-ls.path");
    }
  }
}

/** What the user has set, as `windmill-ls.toml` would have it; defaults are the server's own. */
function settings(): object {
  const keys = [
    "rules", "files.exclude", "openflow.languages", "openflow.kinds", "sdk.enabled", "sdk.paths", "hints.shapes",
  ];
  const all = vscode.workspace.getConfiguration("windmill-ls");
  const set: Record<string, unknown> = {};
  for (const key of keys) {
    const found = all.inspect(key);
    const value = found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
    if (value === undefined) {
      continue;
    }
    const [table, name] = key.split(".");
    if (name === undefined) {
      set[table] = value;
    } else {
      set[table] = { ...(set[table] as object | undefined), [name]: value };
    }
  }
  return set;
}

/** The binary: from the settings, inside the extension, or in PATH. */
function binary(context: vscode.ExtensionContext): string {
  const configured = vscode.workspace.getConfiguration("windmill-ls").get<string>("path", "");
  if (configured !== "") {
    return configured;
  }
  const name = process.platform === "win32" ? "windmill-ls.exe" : "windmill-ls";
  const bundled = path.join(context.extensionPath, "server", name);
  return fs.existsSync(bundled) ? bundled : name;
}
