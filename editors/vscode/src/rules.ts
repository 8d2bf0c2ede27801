// The pages of rules: opened beside the text, from a command and from a finding's link.

import { execFile } from "node:child_process";
import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";
import type { Server } from "./server";

const SCHEME = "windmill-ls-rule";
const COMMAND = "windmill-ls.explainRule";

/** Makes the links of findings open the page in the editor: it needs no network, and is of this version. */
export const withRulePages: Middleware = {
  handleDiagnostics: (uri, diagnostics, next) => next(uri, diagnostics.map(linked)),
  provideDiagnostics: async (document, previous, token, next) => {
    const report = await next(document, previous, token);
    if (report?.kind === "full") {
      report.items = report.items.map(linked);
    }
    return report;
  },
  provideWorkspaceDiagnostics: (previous, token, told, next) =>
    next(previous, token, (part) => {
      for (const report of part?.items ?? []) {
        if (report.kind === "full") {
          report.items = report.items.map(linked);
        }
      }
      told(part);
    }),
};

function linked(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
  const rule = ruleOf(diagnostic);
  if (rule !== undefined) {
    const args = encodeURIComponent(JSON.stringify([rule]));
    diagnostic.code = { value: rule, target: vscode.Uri.parse(`command:${COMMAND}?${args}`) };
  }
  return diagnostic;
}

function ruleOf(diagnostic: vscode.Diagnostic): string | undefined {
  const code = typeof diagnostic.code === "object" ? diagnostic.code.value : diagnostic.code;
  return diagnostic.source === "windmill-ls" && typeof code === "string" ? code : undefined;
}

export function registerRulePages(context: vscode.ExtensionContext, server: Server): void {
  const pages = { provideTextDocumentContent: (uri: vscode.Uri) => ask(server, ["--explain", uri.path.slice(1, -3)]) };
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, pages),
    vscode.commands.registerCommand(COMMAND, async (rule: unknown) => {
      const name = typeof rule === "string" ? rule : await chosen(server);
      if (name !== undefined) {
        const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md` });
        await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
      }
    }),
  );
}

/** A rule that the user chooses; those of the findings at the cursor come first. */
async function chosen(server: Server): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const found = editor === undefined ? [] : vscode.languages.getDiagnostics(editor.document.uri);
  const here = found.filter((d) => editor?.selection.intersection(d.range) !== undefined);
  const first = new Set(here.map(ruleOf).filter((rule) => rule !== undefined));
  const all = (await ask(server, ["--rules"])).split("\n").map((line) => /^[a-z][a-z0-9-]+/.exec(line)?.[0]);
  const rules = new Set([...first, ...all.filter((rule) => rule !== undefined)]);
  return vscode.window.showQuickPick([...rules], { placeHolder: "Which rule?" });
}

function ask(server: Server, args: string[]): Promise<string> {
  const { status } = server;
  if (status.is !== "running") {
    return Promise.resolve("The server does not run.");
  }
  return new Promise((resolve) => {
    execFile(status.binary.path, args, { windowsHide: true }, (error, out) => resolve(out || String(error)));
  });
}
