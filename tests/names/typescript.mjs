// Where TypeScript's own language service would rename a name. Reads one JSON array of `{text, places}` on stdin, with
// places in UTF-16 from 0; writes for each place the starts of all places that mean the same, or null.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const folder = path.join(import.meta.dirname, "..", "reality_node");
const ts = createRequire(path.join(folder, "package.json"))("typescript");
const texts = JSON.parse(fs.readFileSync(0, "utf8"));
const name = (i) => `/f${i}.ts`;
// What neither imports nor exports would share its names with all other texts.
const files = new Map(texts.map(({ text }, i) => [name(i), `${text}\nexport {};\n`]));
const host = {
  getCompilationSettings: () => ({ noLib: true, noResolve: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext }),
  getScriptFileNames: () => [...files.keys()],
  getScriptVersion: () => "1",
  getScriptSnapshot: (file) => (files.has(file) ? ts.ScriptSnapshot.fromString(files.get(file)) : undefined),
  getCurrentDirectory: () => "/",
  getDefaultLibFileName: () => "lib.d.ts",
  fileExists: (file) => files.has(file),
  readFile: (file) => files.get(file),
};
const service = ts.createLanguageService(host);
const found = texts.map(({ places }, i) =>
  places.map((place) => {
    const options = { providePrefixAndSuffixTextForRename: true };
    const all = service.findRenameLocations(name(i), place, false, false, options);
    return all?.filter((l) => l.fileName === name(i)).map((l) => l.textSpan.start) ?? null;
  }),
);
process.stdout.write(JSON.stringify(found));
