// Which documents the server is told of: what all editors know of files, and flows, which are a language here.

import type { DocumentFilter } from "vscode-languageclient";
import shared from "../../files.json";

const patterns = (names: string[]) => names.map((name) => ({ scheme: "file", pattern: `**/${name}` }));

export const selector: DocumentFilter[] = [
  { scheme: "file", language: "windmill-flow" },
  // JSON is other programs' too: of it, the names that are Windmill's.
  ...patterns([...shared.files, ...shared.frontends.globs, "windmill-ls.toml"]),
  // By ending as well: what VS Code calls a language differs with the extensions that are installed.
  ...shared.languages.filter(({ id }) => id !== "json").flatMap(({ id, endings }) => [
    { scheme: "file", language: id },
    ...patterns(endings.map((ending) => `*.${ending}`)),
  ]),
];
