// A real VS Code in a headless browser, driven as a person does: by keys, and by what is on the screen.

import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";

/** How long anything on the screen may take, in milliseconds. */
export const PATIENCE = 60_000;

export class Editor {
  /**
   * Starts VS Code in `folder`, or with a workspace file, with the package `vsix` in a profile that has nothing else.
   * `env` is added to what the editor's process is given, `settings` to the user's settings. With `trust`, nothing is
   * trusted before a person says so.
   */
  static async start({ target, work, folder, vsix, env = {}, settings = {}, trust = false }) {
    const editor = new Editor();
    editor.home = work;
    const entry = path.join(target, "code-server/node_modules/code-server/out/node/entry.js");
    const [data, extensions] = [path.join(work, "data"), path.join(work, "extensions")];
    for (const where of ["User", "Machine"]) {
      fs.mkdirSync(path.join(data, where), { recursive: true });
    }
    fs.writeFileSync(path.join(data, "User/settings.json"), JSON.stringify({ ...SETTINGS, ...settings }));
    fs.writeFileSync(path.join(data, "Machine/settings.json"), "{}");
    const common = ["--user-data-dir", data, "--extensions-dir", extensions];
    const environment = {
      HOME: work, PATH: process.env.PATH, LANG: "C.UTF-8", SHELL: "/bin/sh", TERM: "dumb", ...env,
    };
    await ended(spawn(process.execPath, [entry, ...common, "--install-extension", vsix], { env: environment }), "install");
    const port = await freePort();
    const args = [
      "--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check",
      ...(trust ? [] : ["--disable-workspace-trust"]), "--disable-getting-started-override", folder,
    ];
    editor.server = spawn(process.execPath, [entry, ...common, ...args], { env: environment, detached: true });
    await heard(editor.server, "HTTP server listening");
    const { chromium } = createRequire(path.join(target, "code-server/package.json"))("playwright-core");
    editor.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
      ],
    });
    const context = await editor.browser.newContext({ viewport: { width: 1280, height: 800 } });
    editor.page = await context.newPage();
    editor.page.setDefaultTimeout(PATIENCE);
    await editor.page.goto(`http://127.0.0.1:${port}/`);
    await editor.page.locator(".monaco-workbench").waitFor();
    await editor.page.locator("[id='status.problems'], .statusbar-item").first().waitFor();
    return editor;
  }

  /** Writes settings of this machine, as a person does who edits the file; goes back to the file before. */
  async set(settings) {
    await this.command("Preferences: Open Remote Settings (JSON)");
    await this.page.locator(".tab.active", { hasText: "settings.json" }).waitFor();
    await this.page.locator(".editor-instance .view-line").first().click();
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(JSON.stringify(settings));
    await this.page.keyboard.press("Control+s");
    await this.page.locator(".tab.active.dirty").waitFor({ state: "detached" });
    await this.page.keyboard.press("Control+PageUp");
    await this.page.locator(".tab.active", { hasText: "settings.json" }).waitFor({ state: "detached" });
  }

  /** Runs a command of the palette by its whole title. */
  async command(title) {
    await this.page.keyboard.press("F1");
    await this.fill(`>${title}`);
    await this.page.locator(".quick-input-widget .monaco-list-row", { hasText: title }).first().waitFor();
    await this.page.keyboard.press("Enter");
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  /** Opens a file by its path in the workspace. */
  async open(file) {
    await this.page.keyboard.press("Control+p");
    await this.fill(file);
    const [name, parent] = [path.basename(file), path.basename(path.dirname(file))];
    const row = this.page.locator(".quick-input-widget .monaco-list-row.focused", { hasText: name });
    await row.filter({ hasText: parent }).waitFor();
    await this.page.keyboard.press("Enter");
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
    await this.page.locator(".editor-group-container.active .monaco-breadcrumbs", { hasText: parent }).waitFor();
    await this.page.locator(".editor-instance .view-line").first().waitFor();
  }

  /** Puts the cursor to a line and column, both from 1. */
  async goto(line, column = 1) {
    await this.page.keyboard.press("Control+g");
    await this.fill(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.page.locator("#status\\.editor\\.selection, .statusbar-item", { hasText: `Ln ${line}, Col ${column}` }).first().waitFor();
  }

  async fill(text) {
    const input = this.page.locator(".quick-input-widget input[type=text], .quick-input-widget input").first();
    await input.waitFor();
    await input.fill(text);
  }

  /** The text of a line on the screen. */
  line(containing) {
    return this.page.locator(".editor-instance .view-line", { hasText: containing }).first();
  }

  /** The item of the extension in the status bar. */
  get status() {
    return this.page.locator("[id='windmill-ls.windmill-ls.windmill-ls'], .statusbar-item[id*='windmill-ls']").first();
  }

  /** Waits until the status says that the server runs, whatever it found. */
  async ready() {
    await this.status.locator(".codicon-check, .codicon-error").first().waitFor();
  }

  get toasts() {
    return this.page.locator(".notification-toast");
  }

  /** What the messages on the screen say. */
  async messages() {
    const all = await this.toasts.locator(".notification-list-item-message").allTextContents();
    return all.map((text) => text.trim()).join("\n---\n");
  }

  async end() {
    await this.browser?.close();
    if (this.server?.exitCode === null) {
      const gone = new Promise((resolve) => this.server.once("exit", resolve));
      process.kill(-this.server.pid, "SIGKILL");
      await gone;
    }
  }
}

const SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Default Dark Modern",
  "editor.accessibilitySupport": "off",
  "editor.minimap.enabled": false,
  "files.autoSave": "off",
  "window.restoreWindows": "none",
  "git.enabled": false,
  "chat.commandCenter.enabled": false,
};

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function ended(child, what) {
  return new Promise((resolve, reject) => {
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => (said += data));
    }
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve(said) : reject(new Error(`${what} ended with ${code}: ${said}`))));
  });
}

function heard(child, wanted) {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (data) => {
      said += data;
      if (said.includes(wanted)) {
        resolve();
      }
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", (code) => reject(new Error(`VS Code ended with ${code}: ${said}`)));
  });
}
