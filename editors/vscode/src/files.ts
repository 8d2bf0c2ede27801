// Which documents the server is told of.

import type { DocumentFilter } from "vscode-languageclient";

/** By language, whatever the file's name is. */
const LANGUAGES = ["windmill-flow", "yaml", "python", "typescript", "javascript"];

/** By name: what VS Code calls them differs with the extensions that are installed. */
const PATTERNS = [
  "**/*.{yaml,yml,lock}",
  "**/{flow,*.script,*.resource,*.variable,*.schedule,*_trigger}.json",
  "**/*.{sql,sh,ps1,go,php,rs,cs,java,rb,nu,r,gql}",
  "**/windmill-ls.toml",
];

export const selector: DocumentFilter[] = [
  ...LANGUAGES.map((language) => ({ scheme: "file", language })),
  ...PATTERNS.map((pattern) => ({ scheme: "file", pattern })),
];
