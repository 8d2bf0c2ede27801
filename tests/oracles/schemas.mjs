// What the schemas of a release of Windmill's command line have that ours lack, and the other way round:
//   node tests/oracles/schemas.mjs [FOLDER OF windmill-cli]
// A line each: `+` is new in the release, `-` is ours alone, `~` differs.
import { readFileSync, readdirSync } from "node:fs";

const folder = process.argv[2] ?? new URL("./node_modules/windmill-cli", import.meta.url).pathname;
const bundle = readFileSync(`${folder}/esm/main.js`, "utf8");
const ours = new URL("../../grammars/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, ours), "utf8"));

// The text of a value in the bundle, from its bracket on, up to the one that closes it.
const valueAt = (start) => {
  let depth = 0;
  for (let i = start; i < bundle.length; i++) {
    const c = bundle[i];
    if (c === '"' || c === "'" || c === "`") {
      for (i++; bundle[i] !== c; i++) if (bundle[i] === "\\") i++;
    } else if ("{[".includes(c)) depth++;
    else if ("}]".includes(c) && --depth === 0) return bundle.slice(start, i + 1);
  }
  throw new Error("the bundle has another form");
};
const section = (name) => {
  const at = bundle.indexOf(`windmill-yaml-validator/src/gen/${name}.json`);
  if (at < 0) throw new Error(`no ${name} in the bundle`);
  const text = valueAt(bundle.indexOf(" = {", bundle.indexOf("_default = {", at)) + 3);
  return lenient(text);
};
// The bundle's literals as JSON: keys without quotes, other quotes. A schema is data: it is read, not run.
const lenient = (text) => {
  let out = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"' || c === "'" || c === "`") {
      let end = i + 1;
      for (; text[end] !== c; end++) if (text[end] === "\\") end++;
      const inner = text.slice(i + 1, end).replace(/\\'/g, "'").replace(/\\`/g, "`");
      out += c === '"' ? text.slice(i, end + 1) : JSON.stringify(inner);
      i = end;
    } else if (/[A-Za-z_$]/.test(c)) {
      const word = text.slice(i).match(/^[\w$]+/)[0];
      out += /^(true|false|null)$/.test(word) && !/^\s*:/.test(text.slice(i + word.length)) ? word : JSON.stringify(word);
      i += word.length - 1;
    } else out += c;
  }
  return JSON.parse(out);
};

const lines = [];
const kinds = (schema) => [schema.type ?? (schema.enum ? "string" : schema.$ref || schema.oneOf || schema.allOf || schema.anyOf ? "" : "any")].flat().sort().join("|");
const choices = (schema) => (schema.enum ?? []).filter((v) => v !== null).sort().join("|");
const compare = (kind, theirs, own) => {
  const fields = own.properties ?? {};
  for (const [name, field] of Object.entries(theirs.properties ?? {})) {
    const mine = fields[name];
    if (!mine) lines.push(`+ ${kind}.${name}: ${kinds(field)}`);
    else if (mine["x-residue"]) continue;
    else {
      const both = [kinds(field), kinds(mine)];
      if (both.every((k) => k && k !== "any") && both[0] !== both[1]) lines.push(`~ ${kind}.${name}: ${both[0]}, ours ${both[1]}`);
      if (choices(field) !== choices(mine)) lines.push(`~ ${kind}.${name}: ${choices(field)}, ours ${choices(mine)}`);
      if (field.properties && mine.properties) compare(`${kind}.${name}`, field, mine);
    }
  }
  for (const [name, field] of Object.entries(fields))
    if (!field["x-residue"] && !(name in (theirs.properties ?? {}))) lines.push(`- ${kind}.${name}`);
  const needed = (s) => [...(s.required ?? [])].sort().join(" ");
  if (needed(theirs) !== needed(own)) lines.push(`~ ${kind} requires ${needed(theirs)}, ours ${needed(own)}`);
};

for (const file of readdirSync(new URL("kinds/", ours)).sort()) {
  const name = file.replace(".json", "");
  const section_name = name === "schedule" ? name : name.endsWith("_trigger") ? `triggers/${name.replace("_trigger", "")}` : undefined;
  if (!section_name || !bundle.includes(`src/gen/${section_name}.json`)) continue;
  compare(name, section(section_name), read(`kinds/${file}`));
}

// The settings of `wmill.yaml`, by the list that `wmill config` shows.
const list = valueAt(bundle.indexOf("[", bundle.indexOf("var CONFIG_REFERENCE = ")));
const settings = [...list.matchAll(/(?:^ {4}|^ {2}\{ )name: "([^"]+)"/gm)].map(([, name]) => name.split(/[.[]/)[0]);
if (settings.length < 20) throw new Error("the bundle has another form");
const config = read("kinds/wmill.json");
for (const name of new Set(settings)) if (!(name in config.properties)) lines.push(`+ wmill.${name}`);
for (const [name, field] of Object.entries(config.properties))
  if (!field["x-residue"] && !settings.includes(name)) lines.push(`- wmill.${name}`);

// OpenFlow is cut into other definitions here: names of fields and values are compared, wherever they stand.
const flow = read("openflow.schema.json");
const theirs = section("openflow");
const names = (schema, found = new Set()) => {
  if (Array.isArray(schema)) schema.forEach((s) => names(s, found));
  else if (schema && typeof schema === "object") {
    Object.keys(schema.properties ?? {}).forEach((n) => found.add(n));
    [...(schema.enum ?? []), schema.const].forEach((v) => v != null && found.add(`= ${v}`));
    Object.entries(schema).forEach(([key, s]) => key === "enum" || names(s, found));
  }
  return found;
};
// What is not reached from a flow says how runs went.
const reached = {};
const reach = (value) => {
  if (Array.isArray(value)) return value.forEach(reach);
  if (!value || typeof value !== "object") return;
  const name = typeof value.$ref === "string" ? value.$ref.split("/").pop() : undefined;
  if (name && !reached[name]) reach((reached[name] = theirs.components.schemas[name]));
  Object.values(value).forEach(reach);
};
reach({ $ref: "#/components/schemas/OpenFlow" });
const [known, released] = [names(flow.$defs), names(reached)];
for (const name of [...released].sort()) if (!known.has(name)) lines.push(`+ openflow ${name}`);
for (const name of [...known].sort()) if (!released.has(name)) lines.push(`- openflow ${name}`);
lines.push(`openflow ${theirs.info.version}, ours ${flow["x-openflow"]}`);
console.log(lines.join("\n"));
