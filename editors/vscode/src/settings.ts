// The settings of the user, as the server wants them.

import * as vscode from "vscode";

const KEYS = [
  "rules", "files.exclude", "openflow.languages", "openflow.kinds", "sdk.enabled", "sdk.paths", "hints.shapes",
];

/** What the user has set, as `windmill-ls.toml` would have it; defaults are the server's own. */
export function settings(): object {
  const all = vscode.workspace.getConfiguration("windmill-ls");
  const set: Record<string, unknown> = {};
  for (const key of KEYS) {
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
