// What a person sees in VS Code, from an empty profile on: session.mjs TARGET [WORD]
// TARGET is the folder with code-server and both packages. Screenshots go to TARGET/screenshots.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Editor, PATIENCE } from "./editor.mjs";

const target = path.resolve(process.argv[2]);
const only = process.argv[3] ?? "";
const binary = path.join(target, "windmill-ls");
const clean = path.join(import.meta.dirname, "../../workspaces/clean");
const FLOW = "f/billing/collect_overdue.flow/flow.yaml";
const pictures = path.join(target, "screenshots");
fs.mkdirSync(pictures, { recursive: true });

/** A copy of the sample workspace, and what an editor in it is started with. */
function scratch(name, rest) {
  const work = path.join(target, "vscode", name);
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  const folder = path.join(work, "workspace");
  fs.cpSync(clean, folder, { recursive: true });
  return { target, work, folder, vsix: path.join(target, "platform.vsix"), ...rest };
}

/** Where `text` stands in a file: its line, and the column `into` characters into it, from 1. */
function place(file, text, into = 0) {
  const lines = fs.readFileSync(file, "utf8").split("\n");
  const line = lines.findIndex((line) => line.includes(text));
  assert.notEqual(line, -1, `'${text}' stands in ${file}`);
  return [line + 1, lines[line].indexOf(text) + into + 1];
}

/** Waits until the first word of a line has another colour than what follows, and the line has four. */
async function coloured(page, text) {
  await page.waitForFunction((text) => {
    const line = [...document.querySelectorAll(".editor-instance .view-line")].find((line) => line.textContent.replaceAll("\u00a0", " ").includes(text));
    const spans = [...(line?.querySelectorAll("span span") ?? [])].filter((span) => span.textContent.trim() !== "");
    const colours = spans.map((span) => getComputedStyle(span).color);
    return new Set(colours).size >= 4 && spans[0].textContent.trim() === text.split(" ")[0];
  }, text);
}

const sessions = {
  async "a flow is written from nothing"(check) {
    // The lists open when they are asked for, so that the same keys do the same each time.
    const at = scratch("written", { settings: { "editor.quickSuggestions": false, "editor.suggestOnTriggerCharacters": false } });
    const name = "f/billing/written.flow/flow.yaml";
    const file = path.join(at.folder, name);
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, "");
    const editor = await Editor.start(at);
    const { page } = editor;
    const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    const focused = (label) => page.locator(".suggest-widget.visible .monaco-list-row.focused", { hasText: label });
    /** Opens the list, types until an entry is the first, and accepts it. */
    const accept = async (label, letters = "") => {
      await press("Control+Space");
      await page.locator(".suggest-widget.visible .monaco-list-row").first().waitFor();
      await page.keyboard.type(letters);
      await focused(label).first().waitFor();
      await press("Enter");
      await page.locator(".suggest-widget.visible").waitFor({ state: "hidden" });
    };
    /** One more step below the last one, which ends with this line. */
    const step = async (last, label, letters, summary) => {
      await press("Control+s");
      await page.locator(".tab.active.dirty").waitFor({ state: "detached" });
      const lines = fs.readFileSync(file, "utf8").split("\n");
      await editor.goto(lines.findLastIndex((line) => line.trim() === last) + 1);
      await press("End", "Enter", "Backspace", "Backspace");
      await accept(label, letters);
      await press("Tab");
      await page.keyboard.type(summary);
      await page.locator(".view-line", { hasText: summary }).first().waitFor();
      await press("Escape");
    };
    try {
      await editor.open(name);
      await editor.ready();
      await check("the flow and its first step", async () => {
        await accept("flow");
        await page.keyboard.type("Chase late payers");
        await press("Tab", "Tab");
        await page.keyboard.type("List the invoices");
        await press("Tab");
        await accept("Python", "Python");
        await page.locator(".view-line", { hasText: "language: python3" }).first().waitFor();
        await press("Escape");
      });
      await check("four more steps", async () => {
        await step("language: python3", "PostgreSQL", "Postgre", "Who is late");
        await step("language: postgresql", "Bash", "Bash", "Say so");
        await step("language: bash", "TypeScript (Bun)", "TypeScript", "Add it up");
        await step("language: bun", "Identity", "Identity", "The result");
      });
      await check("the code of the first step is made by the fix", async () => {
        await press("Control+s");
        await page.locator(".tab.active.dirty").waitFor({ state: "detached" });
        await editor.goto(...place(file, "!inline ", 10));
        await page.locator(".squiggly-error").first().waitFor();
        await press("Control+.");
        await page.locator(".action-widget .monaco-list-row", { hasText: "Create" }).first().waitFor();
        await press("Enter");
        await page.locator(".squiggly-error").waitFor({ state: "detached" });
        await editor.command("File: Save All Files");
        const code = path.join(path.dirname(file), "list_the_invoices.inline_script.py");
        await until(() => fs.existsSync(code) && fs.readFileSync(code, "utf8").startsWith("def main("), "the code");
      });
      await check("what came of it is whole, and as it was", async () => {
        const text = fs.readFileSync(file, "utf8");
        const kept = path.join(import.meta.dirname, "written.yaml");
        if (process.env.UPDATE === "1") {
          fs.writeFileSync(kept, text);
        }
        assert.equal(text, fs.readFileSync(kept, "utf8"));
        execFileSync(binary, ["--check", file], { encoding: "utf8" });
      });
    } catch (error) {
      await page.screenshot({ path: path.join(pictures, "failed.png") });
      throw error;
    } finally {
      await editor.end();
    }
  },
  async "the platform's package in an empty profile"(check) {
    const at = scratch("platform");
    const flow = path.join(at.folder, FLOW);
    const editor = await Editor.start(at);
    const { page } = editor;
    const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    try {
      await editor.open(FLOW);
      await check("it shows that it lives", async () => {
        await editor.status.filter({ hasText: "Windmill" }).waitFor();
        await page.locator("[id='status.editor.mode']", { hasText: "Windmill Flow" }).waitFor();
        await editor.ready();
      });
      await check("code in a block has colours", async () => {
        await editor.goto(...place(flow, "def main(customers"));
        await coloured(page, "def main(customers");
      });
      await check("hover says what a result is", async () => {
        await editor.goto(...place(flow, "results.list_invoices", 12));
        await press("Control+k", "Control+i");
        await page.locator(".monaco-hover:not(.hidden)", { hasText: "list_invoices" }).first().waitFor();
        await press("Escape");
      });
      await check("completion offers the properties of a result, and is accepted", async () => {
        const [line] = place(flow, "expr: results.pick_tone.tone");
        await editor.goto(line, 1);
        await press("End");
        for (let i = 0; i < "tone".length; i++) {
          await press("Backspace");
        }
        await press("Control+Space");
        await page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "tone" }).first().waitFor();
        await press("Enter");
        await page.locator(".view-line", { hasText: /expr:\s*results\.pick_tone\.tone$/ }).waitFor();
      });
      await check("definition goes to another file", async () => {
        await editor.goto(...place(flow, "path: f/billing/list_overdue_invoices", 10));
        await press("F12");
        await page.locator(".tab.active", { hasText: "list_overdue_invoices.py" }).waitFor();
        await editor.open(FLOW);
      });
      await check("a mistake that is typed is shown, and the quick fix cures it", async () => {
        const [line] = place(flow, "expr: results.list_invoices");
        await editor.goto(line, 1);
        await press("End", "Backspace", "Backspace", "Escape");
        await page.locator(".squiggly-error").first().waitFor();
        await editor.status.filter({ hasText: /1\s*\D*0/ }).waitFor();
        await press("Control+.");
        const entry = page.locator(".action-widget .monaco-list-row", { hasText: "list_invoices" }).first();
        await entry.waitFor();
        await press("Enter");
        await page.locator(".view-line", { hasText: /expr:\s*results\.list_invoices$/ }).waitFor();
        await page.locator(".squiggly-error").waitFor({ state: "detached" });
      });
      await check("Enter indents as the flow goes on", async () => {
        const [line] = place(flow, "- id: list_invoices");
        await editor.goto(line, 1);
        await press("End", "Enter");
        await page.keyboard.type("zzz: |");
        await press("Enter");
        // What is typed before the line has its indentation stays where it was typed.
        await page.locator(".statusbar-item", { hasText: /Col 9\b/ }).first().waitFor();
        await page.keyboard.type("yyy");
        await page.locator(".view-line", { hasText: /^\s{6}zzz:\s\|$/ }).waitFor();
        await page.locator(".view-line", { hasText: /^\s{8}yyy$/ }).waitFor();
        await editor.command("File: Revert File");
        await page.locator(".view-line", { hasText: "yyy" }).waitFor({ state: "detached" });
      });
      await check("the places of a step, and its rename", async () => {
        await editor.goto(...place(flow, "- id: list_invoices", 8));
        await press("Shift+F12");
        await page.locator(".reference-zone-widget .monaco-list-row", { hasText: "results.list_invoices" }).first().waitFor();
        await press("Escape");
        await page.locator(".reference-zone-widget").waitFor({ state: "detached" });
        await press("F2");
        const box = page.locator(".rename-box .rename-input").first();
        await box.fill("found_invoices");
        await box.press("Enter");
        await page.locator(".view-line", { hasText: /expr:\s*results\.found_invoices$/ }).waitFor();
        await editor.command("File: Revert File");
        await page.locator(".view-line", { hasText: /expr:\s*results\.list_invoices$/ }).waitFor();
      });
      await check("the outline has the steps, and Ctrl+T finds them", async () => {
        await editor.goto(1, 1);
        await press("Control+Shift+o");
        for (const name of ["list_invoices", "pick_tone", "min_days"]) {
          await page.locator(".quick-input-widget .monaco-list-row", { hasText: name }).first().waitFor();
        }
        await press("Escape");
        await press("Control+t");
        await page.keyboard.type("pick_tone");
        await page.locator(".quick-input-widget .monaco-list-row", { hasText: "pick_tone" }).first().waitFor();
        await press("Enter");
        await editor.line("pick_tone").waitFor();
      });
      await check("a lens above a flow shows who runs it", async () => {
        await editor.open("f/billing/list_overdue_invoices.py");
        await page.locator(".codelens-decoration a", { hasText: "flow" }).first().click();
        await page.locator(".reference-zone-widget .monaco-list-row", { hasText: "list_overdue_invoices" }).first().waitFor();
        await press("Escape");
        await page.locator(".reference-zone-widget").waitFor({ state: "detached" });
        await editor.open(FLOW);
      });
      await check("a setting applies without a restart, a finding's link opens its rule", async () => {
        const [line] = place(flow, "expr: results.list_invoices");
        await editor.goto(line, 1);
        await press("End", "Backspace", "Escape");
        await page.locator(".squiggly-error").first().waitFor();
        await editor.set({ "windmill-ls.rules": { "unknown-step": "off" } });
        await page.locator(".squiggly-error").waitFor({ state: "detached" });
        await editor.set({ "windmill-ls.rules": {} });
        await page.locator(".squiggly-error").first().waitFor();
        const link = page.locator(".monaco-hover:not(.hidden) a", { hasText: "unknown-step" }).first();
        await press("ArrowLeft", "Control+k", "Control+i");
        await link.click();
        await page.locator(".tab", { hasText: "unknown-step" }).waitFor();
        // The page has the keys now; a click gives them back to the text.
        await editor.line("list_invoice").click();
        await editor.command("File: Revert File");
        await page.locator(".squiggly-error").waitFor({ state: "detached" });
      });
      await check("a script that another program changes", async () => {
        const script = path.join(at.folder, "f/billing/list_overdue_invoices.py");
        const text = fs.readFileSync(script, "utf8");
        fs.writeFileSync(script, text.replace("min_days", "least_days").replaceAll("min_days", "least_days"));
        await editor.status.filter({ hasText: /[1-9]/ }).waitFor();
        fs.writeFileSync(script, text);
        await editor.status.filter({ hasNotText: /[1-9]/ }).waitFor();
      });
      await check("a rule that is chosen is explained", async () => {
        await editor.command("windmill-ls: Explain a Rule");
        await page.locator(".quick-input-widget .monaco-list-row", { hasText: "missing-field" }).waitFor();
        await editor.fill("unknown-step");
        await press("Enter");
        await page.locator(".tab", { hasText: "unknown-step" }).waitFor();
      });
      await check("a script that is renamed in the explorer takes its metadata and its users along", async () => {
        await page.locator(".explorer-folders-view .monaco-list-row", { hasText: "list_overdue_invoices.py" }).click();
        await press("F2");
        const box = page.locator(".explorer-folders-view .monaco-inputbox input").first();
        await box.fill("overdue.py");
        await box.press("Enter");
        await page.locator(".monaco-dialog-box .monaco-button", { hasText: "OK" }).first().click();
        await page.locator(".tab", { hasText: "overdue.py" }).first().waitFor();
        await page.locator(".tab", { hasText: "flow.yaml" }).first().click();
        await editor.goto(...place(flow, "path: f/billing/"));
        await page.locator(".view-line", { hasText: /path:\s*f\/billing\/overdue$/ }).first().waitFor();
        const moved = path.join(at.folder, "f/billing/overdue");
        assert.ok(fs.existsSync(`${moved}.py`) && fs.existsSync(`${moved}.script.yaml`));
      });
      await check("no message was shown", async () => {
        assert.equal(await editor.toasts.count(), 0, await editor.messages());
      });
    } catch (error) {
      await page.screenshot({ path: path.join(pictures, "failed.png") });
      throw error;
    } finally {
      await editor.end();
    }
  },

  async "all files are checked"(check) {
    const at = scratch("all");
    const flow = path.join(at.folder, FLOW);
    for (const file of [FLOW, "f/crm/lead_intake.flow/flow.yaml"]) {
      const broken = fs.readFileSync(path.join(at.folder, file), "utf8").replace(/expr: results\.(\w+)\w/, "expr: results.$1");
      fs.writeFileSync(path.join(at.folder, file), broken);
    }
    const editor = await Editor.start(at);
    const { page } = editor;
    try {
      await editor.open("f/crm/lead_intake.flow/flow.yaml");
      await check("the findings of files that are not open are in Problems", async () => {
        await editor.status.filter({ hasText: /[1-9]/ }).waitFor();
        await editor.command("windmill-ls: Check the Whole Workspace");
        for (const name of ["collect_overdue.flow", "lead_intake.flow"]) {
          await page.locator(".markers-panel .monaco-list-row", { hasText: name }).first().waitFor();
        }
      });
      await check("pictures", async () => {
        await page.setViewportSize({ width: 1080, height: 860 });
        await editor.open(FLOW);
        const text = fs.readFileSync(flow, "utf8");
        fs.writeFileSync(flow, text.replace("expr: results.each_customer.flat()", "expr: results.each_custmer.flat()"));
        await editor.goto(...place(flow, '"failed": len(failed)'));
        await coloured(page, "def main(customers");
        await page.locator(".squiggly-error").first().waitFor();
        await page.locator(".markers-panel .monaco-list-row", { hasText: "each_customer" }).first().waitFor();
        await page.screenshot({ path: path.join(pictures, "findings.png") });
        await editor.command("View: Toggle Panel Visibility");
        const [line] = place(flow, "expr: results.pick_tone.tone");
        await editor.goto(line, 1);
        await page.keyboard.press("End");
        for (let i = 0; i < "pick_tone.tone".length; i++) {
          await page.keyboard.press("Backspace");
        }
        await page.keyboard.press("Control+Space");
        await page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "pick_tone" }).first().waitFor();
        await page.screenshot({ path: path.join(pictures, "completion.png") });
      });
    } catch (error) {
      await page.screenshot({ path: path.join(pictures, "failed.png") });
      throw error;
    } finally {
      await editor.end();
    }
  },

  async "without a server"(check) {
    const at = scratch("nothing", { vsix: path.join(target, "universal.vsix"), env: { PATH: path.dirname(process.execPath) } });
    const editor = await Editor.start(at);
    const { page } = editor;
    /** The one message that is shown, when `path` is set to be the server. */
    const message = async (file, wanted) => {
      await editor.command("Notifications: Clear All Notifications");
      await editor.set({ "windmill-ls.path": file });
      await editor.toasts.filter({ hasText: wanted }).first().waitFor();
      assert.equal(await editor.toasts.count(), 1, await editor.messages());
      console.log(`      "${await editor.messages()}"`);
    };
    const file = (name, text, mode = 0o755) => {
      const to = path.join(at.work, name);
      fs.writeFileSync(to, text, { mode });
      return to;
    };
    try {
      await editor.open(FLOW);
      await check("one message, and the status says it", async () => {
        await editor.status.filter({ hasText: "not found" }).waitFor();
        await editor.toasts.first().waitFor();
        assert.equal(await editor.toasts.count(), 1, await editor.messages());
        await editor.toasts.getByText("How to Install").waitFor();
        console.log(`      "${await editor.messages()}"`);
      });
      await check("the code is in colours all the same", async () => {
        await editor.goto(...place(path.join(at.folder, FLOW), "def main(customers"));
        await coloured(page, "def main(customers");
      });
      for (const folder of [".venv/bin", "node_modules/.bin"]) {
        await check(`a server in the workspace's ${folder}`, async () => {
          const inside = path.join(at.folder, folder, "windmill-ls");
          fs.mkdirSync(path.dirname(inside), { recursive: true });
          fs.copyFileSync(binary, inside);
          await editor.command("windmill-ls: Restart the Server");
          await running(inside);
          await editor.status.filter({ hasNotText: ":" }).waitFor();
          fs.rmSync(inside);
          await editor.command("windmill-ls: Restart the Server");
          await editor.status.filter({ hasText: "not found" }).waitFor();
        });
      }
      await check("a path with nothing there", () => message(path.join(at.work, "nowhere"), "there is no file"));
      await check("a file that may not be run", () => message(file("plain", "x", 0o644), "permission denied"));
      const elf = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), Buffer.alloc(9), Buffer.from([2, 0, 0xf7, 0xff]), Buffer.alloc(100)]);
      await check("a program for another machine", () => message(file("foreign", elf), "not a program for this machine"));
      await check("a server that is too old", () => message(file("old", "#!/bin/sh\necho windmill-ls 0.0.9\n"), "or newer is needed"));
      const version = "#!/bin/sh\n[ \"$1\" = --version ] && echo windmill-ls 0.1.0 && exit\n";
      const dies = `${version}echo 'cannot load libx.so' >&2\nexit 3\n`;
      await check("a server that ends at once", () => message(file("dies", dies), "cannot load libx.so"));
      // The connection ends first; the reason comes when the client has long noticed that.
      const late = `${version}exec 0<&- 1>&-\ni=0\nwhile [ $i -lt 100000 ]; do i=$((i + 1)); done\necho 'cannot load liby.so' >&2\nexit 3\n`;
      await check("a server that says why after its connection ended", () => message(file("late", late), /is not started again\s*cannot load liby\.so(?!.*liby)/s));
      await check("a server in its place works", async () => {
        await editor.command("Notifications: Clear All Notifications");
        await editor.set({ "windmill-ls.path": binary });
        await editor.status.filter({ hasNotText: ":" }).waitFor();
        await editor.status.filter({ hasText: "Windmill" }).waitFor();
        assert.equal(await editor.toasts.count(), 0, await editor.messages());
      });
      await check("\"Don't Ask Again\" is kept", async () => {
        await editor.set({ "windmill-ls.path": path.join(at.work, "nowhere") });
        await editor.toasts.filter({ hasText: "there is no file" }).waitFor();
        await editor.toasts.getByText("Don't Ask Again").click();
        await editor.toasts.first().waitFor({ state: "detached" });
        await editor.set({ "windmill-ls.path": path.join(at.work, "elsewhere") });
        await editor.status.filter({ hasText: "not found" }).waitFor();
        await editor.command("windmill-ls: Restart the Server");
        await editor.status.filter({ hasText: "not found" }).waitFor();
        assert.equal(await editor.toasts.count(), 0, await editor.messages());
      });
    } catch (error) {
      await page.screenshot({ path: path.join(pictures, "failed.png") });
      throw error;
    } finally {
      await editor.end();
    }
  },

  async "two folders that are not trusted"(check) {
    const at = scratch("folders", { vsix: path.join(target, "universal.vsix"), trust: true });
    const second = path.join(at.work, "second");
    const flow = "f/other/second.flow/flow.yaml";
    const step = "    - id: b\n      value:\n        type: identity\n      stop_after_if:\n        expr: results.a == 1\n";
    fs.mkdirSync(path.dirname(path.join(second, flow)), { recursive: true });
    fs.writeFileSync(path.join(second, "wmill.yaml"), "includes: ['f/**']\n");
    fs.writeFileSync(path.join(second, flow), `summary: s\nvalue:\n  modules:\n${step}`);
    // What a stranger's workspace may bring along.
    const ran = path.join(at.work, "ran");
    const trap = (file) => {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, `#!/bin/sh\necho "$0" >>"${ran}"\nexec "${binary}" "$@"\n`, { mode: 0o755 });
      return file;
    };
    const folders = [{ path: at.folder }, { path: second }];
    const settings = { "windmill-ls.path": trap(path.join(second, "tools/windmill-ls")) };
    trap(path.join(at.folder, ".venv/bin/windmill-ls"));
    trap(path.join(at.folder, "node_modules/.bin/windmill-ls"));
    const file = path.join(at.work, "both.code-workspace");
    fs.writeFileSync(file, JSON.stringify({ folders, settings }));
    const user = { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.untrustedFiles": "open" };
    const editor = await Editor.start({ ...at, folder: file, settings: user });
    const { page } = editor;
    try {
      await check("nothing of the workspace is run", async () => {
        await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).first().waitFor();
        await editor.open(flow);
        await editor.status.filter({ hasText: "not found" }).waitFor();
        assert.ok(!fs.existsSync(ran), fs.existsSync(ran) && fs.readFileSync(ran, "utf8"));
      });
      await check("trust that is given starts the server of its setting", async () => {
        await editor.command("Notifications: Clear All Notifications");
        await editor.command("Workspaces: Manage Workspace Trust");
        await page.locator(".workspace-trust-editor .monaco-button", { hasText: "Trust" }).first().click();
        await editor.status.filter({ hasNotText: "not found" }).waitFor();
        await editor.status.filter({ hasText: /[1-9]/ }).waitFor();
        assert.match(fs.readFileSync(ran, "utf8"), /second\/tools\/windmill-ls/);
      });
      await check("both folders have their findings", async () => {
        await editor.open(flow);
        await page.locator(".squiggly-error").first().waitFor();
        await editor.open(FLOW);
        const [line] = place(path.join(at.folder, FLOW), "expr: results.list_invoices");
        await editor.goto(line, 1);
        await page.keyboard.press("End");
        await page.keyboard.press("Backspace");
        await page.keyboard.press("Escape");
        await page.locator(".squiggly-error").first().waitFor();
        await editor.command("File: Revert File");
        await page.locator(".squiggly-error").waitFor({ state: "detached" });
        await editor.status.filter({ hasText: /1/ }).waitFor();
      });
    } catch (error) {
      await page.screenshot({ path: path.join(pictures, "failed.png") });
      throw error;
    } finally {
      await editor.end();
    }
  },

  async "a server from PATH that crashes"(check) {
    const at = scratch("crash", { vsix: path.join(target, "universal.vsix") });
    const bin = path.join(at.work, "bin");
    fs.mkdirSync(bin);
    const server = path.join(bin, "windmill-ls");
    fs.copyFileSync(binary, server);
    // Where a person's shell finds it, and an editor that was started from a desktop does not.
    fs.writeFileSync(path.join(at.work, ".profile"), `PATH="${bin}:$PATH"\n`);
    const editor = await Editor.start(at);
    const { page } = editor;
    try {
      await editor.open(FLOW);
      await editor.status.filter({ hasText: "Windmill" }).waitFor();
      await check("it is started again three times, then there is one message", async () => {
        for (let crash = 1; crash <= 4; crash++) {
          const killed = await running(server);
          process.kill(killed, "SIGKILL");
          if (crash <= 3) {
            assert.notEqual(await running(server, killed), killed);
            assert.equal(await editor.toasts.count(), 0, await editor.messages());
          }
        }
        await editor.toasts.filter({ hasText: "not started again" }).waitFor();
        assert.equal(await editor.toasts.count(), 1, await editor.messages());
        await editor.status.filter({ hasText: "crashed" }).waitFor();
      });
      await check("a binary that was replaced is started by the command", async () => {
        await editor.command("Notifications: Clear All Notifications");
        fs.rmSync(server);
        fs.copyFileSync(binary, server);
        await editor.command("windmill-ls: Restart the Server");
        await running(server);
        await editor.status.filter({ hasNotText: ":" }).waitFor();
      });
    } catch (error) {
      await page.screenshot({ path: path.join(pictures, "failed.png") });
      throw error;
    } finally {
      await editor.end();
    }
  },
};

/** Looks until something is so. */
async function until(isSo, what) {
  const end = performance.now() + PATIENCE;
  while (!isSo()) {
    if (performance.now() > end) {
      throw new Error(`${what} does not come`);
    }
    await new Promise(setImmediate);
  }
}

/** The process of a binary, other than `not`; looks until there is one. */
async function running(file, not) {
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) {
    for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const arguments_ = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
        if (fs.readlinkSync(`/proc/${pid}/exe`) === file && arguments_.includes("--stdio") && Number(pid) !== not) {
          return Number(pid);
        }
      } catch {
        // It ended meanwhile.
      }
    }
    await new Promise(setImmediate);
  }
  throw new Error(`${file} does not run`);
}

let failed = 0;
assert.ok(Object.keys(sessions).some((name) => name.includes(only)), `no session has '${only}' in its name`);
for (const [name, session] of Object.entries(sessions)) {
  const checks = [];
  if (!name.includes(only)) {
    continue;
  }
  console.log(`  ${name}`);
  try {
    await session(async (what, run) => {
      try {
        await run();
        console.log(`    ok ${what}`);
      } catch (error) {
        console.log(`    FAILED ${what}`);
        throw error;
      }
      checks.push(what);
    });
  } catch (error) {
    failed += 1;
    console.error(error);
  }
}
console.log(execFileSync(binary, ["--version"], { encoding: "utf8" }).trim());
assert.equal(failed, 0, `${failed} sessions failed`);
console.log("VS Code: all passed");
