// Other extensions that look at the same files: what one of them must be told is offered once.

import * as vscode from "vscode";

interface Neighbour {
  extension: string;
  /** Whether there is something to tell it, now that this document is open. */
  concerns(document: vscode.TextDocument): boolean;
  question: string;
  button: string;
  section: string;
  value(old: unknown): unknown;
}

const NEIGHBOURS: Neighbour[] = [
  {
    extension: "windmill-labs.windmill",
    concerns: (document) => document.languageId === "windmill-flow" && isOn("windmill.diagnostics.enabled"),
    question: "The Windmill extension checks flows too, so that some mistakes are shown twice. Turn its check off in this workspace?",
    button: "Turn It Off",
    section: "windmill.diagnostics.enabled",
    value: () => false,
  },
  {
    // Flows are no `yaml` to VS Code, unless an association of the user says so.
    extension: "redhat.vscode-yaml",
    concerns: (document) => document.languageId === "yaml" && /(?:\.flow|__flow)[\\/]flow\.yaml$/.test(document.fileName),
    question: "This flow is opened as plain YAML, and the YAML extension may check it against the schema of another program. Open flows as Windmill flows in this workspace?",
    button: "Open as Flows",
    section: "files.associations",
    value: (old) => ({ ...(old as object | undefined), "**/*.flow/flow.yaml": "windmill-flow", "**/*__flow/flow.yaml": "windmill-flow" }),
  },
];

export function registerNeighbours(context: vscode.ExtensionContext): void {
  const look = (document: vscode.TextDocument) => void offer(context, document);
  context.subscriptions.push(vscode.workspace.onDidOpenTextDocument(look));
  vscode.workspace.textDocuments.forEach(look);
}

async function offer(context: vscode.ExtensionContext, document: vscode.TextDocument): Promise<void> {
  for (const neighbour of NEIGHBOURS) {
    const asked = `asked: ${neighbour.extension}`;
    const there = vscode.extensions.getExtension(neighbour.extension) !== undefined;
    if (!there || context.workspaceState.get(asked) === true || !neighbour.concerns(document)) {
      continue;
    }
    await context.workspaceState.update(asked, true);
    const choice = await vscode.window.showInformationMessage(neighbour.question, neighbour.button, "No");
    if (choice === neighbour.button) {
      const all = vscode.workspace.getConfiguration();
      const old = all.inspect(neighbour.section)?.workspaceValue;
      await all.update(neighbour.section, neighbour.value(old), vscode.ConfigurationTarget.Workspace);
    }
  }
}

/** Whether a setting of another extension exists and is on. */
function isOn(setting: string): boolean {
  return vscode.workspace.getConfiguration().get<unknown>(setting) === true;
}
