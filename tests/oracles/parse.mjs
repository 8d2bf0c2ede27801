// Reads {"language", "code"} a line on stdin and writes what Windmill's parser makes of it, a line each:
// {"args": [[name, type, has a default]], "main": whether there is one} or {"error": why}.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const load = async (name) => {
  const folder = new URL(`./node_modules/windmill-parser-wasm-${name}/`, import.meta.url);
  const module = await import(new URL("windmill_parser_wasm.js", folder));
  module.initSync({ module: readFileSync(new URL("windmill_parser_wasm_bg.wasm", folder)) });
  return module;
};
const [python, typescript, other] = [await load("py"), await load("ts"), await load("regex")];
const parsers = {
  python3: python.parse_python,
  bun: typescript.parse_deno,
  bash: other.parse_bash,
  powershell: other.parse_powershell,
  postgresql: other.parse_sql,
  mysql: other.parse_mysql,
  bigquery: other.parse_bigquery,
  snowflake: other.parse_snowflake,
  mssql: other.parse_mssql,
  oracledb: other.parse_oracledb,
  duckdb: other.parse_duckdb,
  graphql: other.parse_graphql,
};

const shown = (type) => {
  if (typeof type === "string") return { unknown: "any", int: "integer", float: "number", bool: "boolean", email: "string" }[type] ?? type;
  const [[kind, inner]] = Object.entries(type ?? { unknown: null });
  switch (kind) {
    case "str":
      return inner?.length ? `enum(${inner.join("|")})` : "string";
    case "list":
      return `list[${shown(inner)}]`;
    case "resource":
    case "dynselect":
    case "dynmultiselect":
      return `${kind} ${inner}`;
    default:
      return kind;
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  const { language, code } = JSON.parse(line);
  let answer;
  try {
    const read = JSON.parse(parsers[language](code));
    answer =
      read.type === "Invalid" || !read.args
        ? { error: read.error ?? "invalid" }
        : { args: read.args.map((a) => [a.name, shown(a.typ), a.has_default ?? false]), main: read.auto_kind !== "lib" };
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer));
}
