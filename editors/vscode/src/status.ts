// What is shown in the status bar, and the menu behind it.

import * as vscode from "vscode";
import type { Server } from "./server";

const MENU = "windmill-ls.menu";

export function registerStatus(context: vscode.ExtensionContext, server: Server): void {
  const item = vscode.window.createStatusBarItem("windmill-ls", vscode.StatusBarAlignment.Right, 100);
  item.name = "windmill-ls";
  item.command = MENU;
  const show = () => draw(item, server);
  context.subscriptions.push(
    item,
    server.onDidChange(show),
    vscode.workspace.onDidChangeWorkspaceFolders(show),
    vscode.commands.registerCommand(MENU, menu),
  );
  show();
  item.show();
}

function draw(item: vscode.StatusBarItem, server: Server): void {
  const { status } = server;
  item.backgroundColor = undefined;
  const lines: string[] = [];
  switch (status.is) {
    case "starting":
      item.text = "$(sync~spin) Windmill";
      lines.push("The server starts.");
      break;
    case "stopped":
      item.text = `$(circle-slash) Windmill: ${status.why}`;
      item.backgroundColor = new vscode.ThemeColor("statusBarItem.errorBackground");
      lines.push(status.detail);
      break;
    case "running": {
      const { binary, workspace } = status;
      const { errors, warnings } = workspace ?? { errors: 0, warnings: 0 };
      const found = errors + warnings > 0 ? `$(error) ${errors} $(warning) ${warnings}` : "$(check)";
      const loads = workspace?.state === "loading";
      item.text = `${loads ? "$(sync~spin)" : found} Windmill`;
      const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.name).join(", ");
      lines.push(
        `windmill-ls ${binary.version}`,
        `Workspace: ${folders || "none"}${loads ? " (loading)" : ""}`,
        `${count(workspace?.files ?? 0, "file")}: ${count(errors, "error")}, ${count(warnings, "warning")}`,
        binary.path,
      );
    }
  }
  item.tooltip = lines.join("\n");
  item.accessibilityInformation = { label: `windmill-ls: ${lines.join(". ")}`, role: "button" };
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

async function menu(): Promise<void> {
  const entries = [
    { label: "$(checklist) Check the whole workspace", command: "windmill-ls.checkWorkspace" },
    { label: "$(book) Explain a rule", command: "windmill-ls.explainRule" },
    { label: "$(gear) Open windmill-ls.toml", command: "windmill-ls.openSettingsFile" },
    { label: "$(settings-gear) Open the settings", command: "windmill-ls.openSettings" },
    { label: "$(output) Show the log", command: "windmill-ls.showLog" },
    { label: "$(debug-restart) Restart the server", command: "windmill-ls.restart" },
  ];
  const chosen = await vscode.window.showQuickPick(entries, { placeHolder: "windmill-ls" });
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(chosen.command);
  }
}
