// Writes the TextMate grammar of flows: YAML, with the code in it coloured as code. A grammar sees one line
// at a time, so the language of a step's code is known where `language` stands above it; else the first
// line that only one language has decides.

import fs from "node:fs";
import path from "node:path";

/** The languages: their grammar, their names in flows, and beginnings of lines that only they have. */
const languages = [
  {
    id: "typescript", scope: "source.ts", names: ["bun", "deno", "nativets", "bunnative"],
    begins: [
      String.raw`import\b.*\bfrom\s*["']`, String.raw`import\s*["'*{(]`, String.raw`import\s+type\b`,
      String.raw`export\s+(?:async|function|const|let|default|type|interface|class|enum)\b`, String.raw`export\s*[*{]`,
      String.raw`(?:const|let|interface)\s`, String.raw`type\s+\w+\s*=`, String.raw`(?:async\s+)?function\b`, "//(?!!)", String.raw`/\*`,
    ],
  },
  {
    id: "python", scope: "source.python", names: ["python3"],
    begins: [
      String.raw`(?:import|from)\s+[\w.]+`, String.raw`(?:async\s+)?def\s`, String.raw`class\s+\w+.*:\s*(?:#.*)?$`,
      String.raw`@\w`, '"""', "'''",
    ],
  },
  { id: "php", scope: "source.php", names: ["php"], begins: [String.raw`<\?php`] },
  { id: "go", scope: "source.go", names: ["go"], begins: [String.raw`package\s+\w+\s*$`] },
  { id: "rust", scope: "source.rust", names: ["rust"], begins: ["//!", String.raw`use\s+\w+::`, String.raw`(?:pub\s+)?fn\s+\w+`] },
  { id: "powershell", scope: "source.powershell", names: ["powershell"], begins: [String.raw`(?i:param)\s*\(`, String.raw`\$\w+\s*=`] },
  {
    id: "shellscript", scope: "source.shell", names: ["bash"],
    begins: [
      String.raw`#!.*sh\b`, String.raw`#\s*shellcheck\b`, String.raw`set\s+-`, String.raw`(?:echo|curl)\b`,
      String.raw`[A-Za-z_]\w*=["']?\$`, String.raw`export\s+[A-Za-z_]\w*=`,
    ],
  },
  {
    id: "sql", scope: "source.sql",
    names: ["postgresql", "mysql", "bigquery", "snowflake", "mssql", "oracledb", "duckdb"],
    begins: ["--", String.raw`(?i:select|insert\s+into|update|delete\s+from|with\s+\w+\s+as|create|alter|drop|merge\s+into|call|begin|attach)\b`],
  },
  { id: "csharp", scope: "source.cs", names: ["csharp"], begins: [String.raw`using\s+[\w.]+;`] },
  { id: "java", scope: "source.java", names: ["java"], begins: [String.raw`(?:public\s+)?class\s+\w+\s*\{`] },
  { id: "ruby", scope: "source.ruby", names: ["ruby"], begins: [String.raw`require\s+['"]`] },
  { id: "r", scope: "source.r", names: ["rlang"], begins: [String.raw`library\s*\(`] },
];

const yaml = "source.yaml.1.2";

/** What VS Code's grammar of YAML asks of each line that goes on with a value. */
const goesOn = String.raw`\G(?![?:!"'0-9A-Za-z$()+./;<=\\^_~\[{\x{85}\x{A0}-\x{D7FF}\x{E000}-\x{FFFD}\x{010000}-\x{10FFFF}&&[^\x{FEFF}]]|-[^\r\n\t ])`;

/** The value of a key, with a scope of its own. */
function value(key, scope) {
  return {
    begin: `(?<=\\b${key}):(?=[\\r\\n\\t ])`,
    while: goesOn,
    beginCaptures: { 0: { name: "punctuation.separator.map.value.yaml" } },
    name: `meta.map.value.yaml ${scope}`,
    patterns: [{ include: `${yaml}#block-node` }],
  };
}

/** Code from this line to the end of the block. */
function code(language, begin) {
  const name = `meta.embedded.block.${language.id}`;
  return { begin, while: "\\G", name, patterns: [{ include: language.scope }] };
}

const javascript = { id: "javascript", scope: "source.js" };
const injections = {
  // From the line with the language to the end of the step's mapping.
  "L:meta.mapping.yaml - meta.windmill.language - string": {
    patterns: languages.map(({ id, names }) => ({
      begin: `\\G(?=language[\\t ]*:[\\t ]+["']?(?:${names.join("|")})["']?[\\t ]*(?:#|$))`,
      while: "\\G",
      name: `meta.windmill.language.${id}`,
      patterns: [{ include: "#pairs" }],
    })),
  },
  "L:meta.mapping.yaml - meta.windmill.value - string": {
    patterns: [
      value("content", "meta.windmill.value meta.windmill.content"),
      value("expr", "meta.windmill.value meta.windmill.expr"),
    ],
  },
};
for (const language of languages) {
  injections[`L:meta.windmill.language.${language.id} meta.windmill.content string.unquoted.block - meta.embedded`] = {
    patterns: [code(language, "\\G(?=.)")],
  };
}
injections["L:meta.windmill.content string.unquoted.block - meta.embedded - meta.windmill.language"] = {
  patterns: [
    ...languages.map((language) => code(language, `\\G(?=(?:${language.begins.join("|")}))`)),
    { match: "\\G#.*$", name: "comment.line.number-sign.windmill" },
  ],
};
injections["L:meta.windmill.expr string.unquoted.block - meta.embedded"] = { patterns: [code(javascript, "\\G(?=.)")] };
injections["L:meta.windmill.expr string.unquoted.plain - meta.embedded"] = {
  patterns: [
    {
      begin: "\\G(?=.)",
      end: "(?=[\\t ]+#|$)",
      name: "meta.embedded.line.javascript",
      patterns: [{ include: javascript.scope }],
    },
  ],
};

const pairs = [
  `${yaml}#block-map-key-double`, "source.yaml#block-map-key-single", `${yaml}#block-map-key-plain`,
  `${yaml}#block-map-key-explicit`, `${yaml}#block-map-value`, `${yaml}#flow-mapping`, `${yaml}#flow-sequence`,
  `${yaml}#presentation-detail`,
];
const grammar = {
  name: "Windmill flow",
  scopeName: "source.yaml.windmill",
  patterns: [{ include: "source.yaml" }],
  injections,
  repository: { pairs: { patterns: pairs.map((include) => ({ include })) } },
};
const out = path.join(import.meta.dirname, "dist", "windmill-flow.tmLanguage.json");
fs.mkdirSync(path.dirname(out), { recursive: true });
fs.writeFileSync(out, `${JSON.stringify(grammar, undefined, 2)}\n`);
