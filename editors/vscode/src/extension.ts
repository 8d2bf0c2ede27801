// A thin client: finds the server, starts it, shows that it lives, and leaves everything else to it.

import * as vscode from "vscode";
import type { Position, Range } from "vscode-languageclient";
import { registerNeighbours } from "./neighbours";
import { registerRulePages } from "./rules";
import { Server } from "./server";
import { registerStatus } from "./status";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("windmill-ls", { log: true });
  server = new Server(context, log);
  const running = server;
  registerStatus(context, running);
  registerRulePages(context, running);
  registerNeighbours(context);
  const command = (name: string, run: (...given: never[]) => unknown) => vscode.commands.registerCommand(`windmill-ls.${name}`, run);
  context.subscriptions.push(
    log,
    running,
    command("restart", () => running.restart()),
    command("showLog", () => log.show()),
    command("checkWorkspace", () => checkWorkspace(running)),
    command("openSettings", () => vscode.commands.executeCommand("workbench.action.openSettings", "@ext:windmill-ls.windmill-ls")),
    command("openSettingsFile", openSettingsFile),
    command("showReferences", showReferences),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("windmill-ls.path")) {
        void running.restart();
      } else if (change.affectsConfiguration("windmill-ls")) {
        void running.configure();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (running.status.is === "stopped") {
        void running.restart();
      }
    }),
  );
  await running.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** Fills the Problems panel with the findings of all files. */
async function checkWorkspace(server: Server): Promise<void> {
  const client = server.running;
  if (client === undefined) {
    await vscode.window.showWarningMessage("windmill-ls: the server does not run.");
    return;
  }
  await client.sendRequest("workspace/executeCommand", { command: "windmill-ls.checkAll", arguments: [] });
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}

/** Shows the places that a lens counts, as the server gives them. */
async function showReferences(uri: string, position: Position, places: { uri: string; range: Range }[]): Promise<void> {
  const at = (place: Position) => new vscode.Position(place.line, place.character);
  const locations = places.map(({ uri, range }) =>
    new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(at(range.start), at(range.end))));
  await vscode.commands.executeCommand("editor.action.showReferences", vscode.Uri.parse(uri), at(position), locations);
}

/** Opens `windmill-ls.toml` of the workspace, or a new one that is not saved yet. */
async function openSettingsFile(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) {
    await vscode.window.showInformationMessage("windmill-ls: open a folder first.");
    return;
  }
  const file = vscode.Uri.joinPath(folder.uri, "windmill-ls.toml");
  const exists = await vscode.workspace.fs.stat(file).then(() => true, () => false);
  const uri = exists ? file : file.with({ scheme: "untitled" });
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  if (!exists && document.getText() === "") {
    const text = "# Settings of windmill-ls for this workspace.\n\n[rules]\n# missing-timeout = \"off\"\n";
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text));
  }
}
