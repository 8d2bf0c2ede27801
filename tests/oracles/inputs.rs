//! The texts that are compared, and where the readings differ on purpose.

use super::Difference;

const ANNOTATIONS: &[&str] = &[
    "",
    "str",
    "int",
    "float",
    "bool",
    "dict",
    "list",
    "bytes",
    "datetime",
    "date",
    "datetime.datetime",
    "list[str]",
    "list[int]",
    "List[str]",
    "List[float]",
    "list[dict]",
    "list[list[str]]",
    "Optional[str]",
    "Optional[int]",
    "Optional[list[str]]",
    "Optional[list]",
    "list | None",
    "str | None",
    "int | None",
    "list[str] | None",
    "None | str",
    "Union[str, int]",
    "Union[str, None]",
    "str | int",
    "Dict[str, int]",
    "dict[str, str]",
    "tuple",
    "tuple[int, str]",
    "set",
    "Any",
    "object",
    "Literal['a', 'b']",
    "Literal[\"x\", \"y\", \"z\"]",
    "Literal['one']",
    "Literal[1, 2]",
    "typing.Optional[str]",
    "typing.List[str]",
    "Annotated[str, 'x']",
    "'str'",
    "\"int\"",
    "postgresql",
    "Postgresql",
    "stripe",
    "c_my_type",
    "S3Object",
    "wmill.S3Object",
    "DynSelect_foo",
    "Color",
    "Point",
    "Model",
    "Crm",
    "Sql",
    "Callable",
    "UUID",
    "Decimal",
    "f.x.y",
    "list[postgresql]",
    "Optional[postgresql]",
    "Sequence[str]",
    "float | None",
];

const DEFAULTS: &[&str] = &[
    "",
    "None",
    "1",
    "-1",
    "1.5",
    "'a'",
    "\"b\"",
    "True",
    "False",
    "[]",
    "['a']",
    "{}",
    "{'a': 1}",
    "(1, 2)",
    "f'{x}'",
    "X",
    "1 + 2",
    "print()",
    "Color.RED",
    "...",
];

const PRELUDE: &str = "from enum import Enum
from dataclasses import dataclass
from typing import *


class Color(Enum):
    RED = 'red'
    BLUE = 'blue'


class Crm(TypedDict):
    host: str


";

/// Every annotation with no default and with some, alone and in a row, and hand-made ones.
pub(super) fn python() -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for (i, annotation) in ANNOTATIONS.iter().enumerate() {
        let typed = |name: &str, default: &str| {
            let colon = if annotation.is_empty() {
                String::new()
            } else {
                format!(": {annotation}")
            };
            let value = match (default.is_empty(), annotation.is_empty()) {
                (true, _) => String::new(),
                (false, true) => format!("={default}"),
                (false, false) => format!(" = {default}"),
            };
            format!("{name}{colon}{value}")
        };
        let prelude = if annotation.contains("Color") || annotation.contains("Crm") {
            PRELUDE
        } else {
            ""
        };
        codes.push(format!(
            "{prelude}def main({}):\n    return 1\n",
            typed("a", "")
        ));
        codes.push(format!(
            "{prelude}async def main(\n    first: str,\n    {},\n):\n    return 1\n",
            typed("b", "")
        ));
        // Some of the defaults for each, all of them over the annotations.
        for n in 0..6 {
            let default = DEFAULTS[(i * 7 + n * 3 + 1) % DEFAULTS.len()];
            let prelude = if default.contains("Color") {
                PRELUDE
            } else {
                prelude
            };
            codes.push(format!(
                "{prelude}def main(x, {}):\n    pass\n",
                typed("c", default)
            ));
        }
        let next = ANNOTATIONS[(i + 5) % ANNOTATIONS.len()];
        if !next.is_empty() && !next.contains("Color") && !next.contains("Crm") {
            codes.push(format!(
                "{prelude}def main({}, z: {next} = None):\n    pass\n",
                typed("a", "")
            ));
        }
    }
    codes.extend(PYTHON.iter().map(|c| (*c).to_owned()));
    codes
}

const PYTHON: &[&str] = &[
    "def main():\n    pass\n",
    "def main(a, *, b, c=1):\n    pass\n",
    "def main(a, /, b):\n    pass\n",
    "def main(*args):\n    pass\n",
    "def main(a, **kwargs):\n    pass\n",
    "def main(a=1, b):\n    pass\n",
    "def  main(a):\n    pass\n",
    "def main (a):\n    pass\n",
    "def other(a):\n    pass\n",
    "    def main(a):\n        pass\n",
    "main = lambda a: a\n",
    "def main(\n    a: str,  # a comment\n    b: int = 3,\n):\n    pass\n",
    "import wmill\n\ndef main(a: str):\n    return a\n\ndef helper(x):\n    pass\n",
    "def main(a: str) -> dict:\n    return {}\n",
    "def main(a: str, b: 'list[int]' = None) -> None: ...\n",
    "async def main(a: int): return a\n",
    "def main(a: str = \"x, y\", b: str = '(', c=1):\n    pass\n",
    "def main(\n    x: str = 'a',\n    y: int = 0,\n    z: float = 0.0,\n    w: bool = False,\n):\n    pass\n",
];

/// Where the Python readings differ.
pub(super) const PYTHON_DIFFERENCES: &[Difference] = &[];

const TS_TYPES: &[&str] = &[
    "string",
    "number",
    "boolean",
    "any",
    "unknown",
    "object",
    "Date",
    "string[]",
    "number[]",
    "Array<string>",
    "bigint",
    "\"a\" | \"b\"",
    "'x'",
    "1 | 2",
    "string | number",
    "string | null",
    "number | undefined",
    "{ a: string }",
    "{ a: string; b?: number }[]",
    "Record<string, string>",
    "wmill.S3Object",
    "S3Object",
    "RT.Postgresql",
    "RT.MyThing",
    "Resource<\"foo\">",
    "Postgresql",
    "Base64",
    "wmill.Base64",
    "wmill.Sql",
    "Sql",
    "DynSelect_foo",
    "Email",
    "never",
    "Map<string, string>",
    "() => void",
    "[string, number]",
    "string[][]",
    "null",
    "Local",
    "Alias",
    "symbol",
];

const TS_DEFAULTS: &[&str] = &[
    "",
    "1",
    "\"x\"",
    "true",
    "[]",
    "{}",
    "null",
    "-1",
    "`t`",
    "new Date()",
    "undefined",
];

pub(super) fn typescript() -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    let prelude = "interface Local { a: string }\ntype Alias = { b: number };\n";
    for (i, ty) in TS_TYPES.iter().enumerate() {
        let before = if ty.contains("Local") || ty.contains("Alias") {
            prelude
        } else {
            ""
        };
        codes.push(format!(
            "{before}export async function main(a: {ty}) {{}}\n"
        ));
        codes.push(format!(
            "{before}export function main(x: string, a?: {ty}) {{}}\n"
        ));
        for n in 0..3 {
            let default = TS_DEFAULTS[(i * 3 + n * 4 + 1) % TS_DEFAULTS.len()];
            if !default.is_empty() {
                codes.push(format!(
                    "{before}export async function main(a: {ty} = {default}) {{\n  return a\n}}\n"
                ));
            }
        }
    }
    codes.extend(TYPESCRIPT.iter().map(|c| (*c).to_owned()));
    codes
}

const TYPESCRIPT: &[&str] = &[
    "export async function main() {}\n",
    "export async function main(a, b = 1, c = \"x\", d = true, e = [], f = {}) {}\n",
    "async function main(a: string) {}\n",
    "export const main = async (a: string) => a\n",
    "export default async function main(a: string) {}\n",
    "export async function other(a: string) {}\n",
    "import * as wmill from \"windmill-client\"\n\nexport async function main(\n  a: string,\n  b: number = 3,\n) {\n  return a\n}\n",
    "export function main(a: string, ...rest: string[]) {}\n",
];

/// Where the TypeScript readings differ.
pub(super) const TYPESCRIPT_DIFFERENCES: &[Difference] = &[
    Difference {
        code: "async function main(a: string) {}\n",
        why: "what is not exported cannot be imported by the wrapper that runs it",
    },
    Difference {
        code: "export async function main(a: null) {}\n",
        why: "it takes null and nothing else, so nothing need be given",
    },
];

/// The languages whose signatures stand in comments and placeholders.
pub(super) const OTHERS: &[(&str, &[&str])] = &[
    (
        "bash",
        &[
            "token=\"$1\"\nimage=\"${2}\"\ndigest=\"${3:-latest with}\"\ntext=\"$4\" # c\nempty=\"${5:-}\"\r\n",
            "a=\"$1\"\nc=\"$3\"\n",
            "  a=\"$1\"\necho $1\nb=$2\n",
            "a=\"$1\"; b=\"$2\"\n",
            "a=\"$1\"\na2=\"$1\"\nb=\"$2\"\n",
            "echo \"$1\"\n",
        ],
    ),
    (
        "postgresql",
        &[
            "-- $1 name\n-- $2 n = 3\nselect $1::text, $2::INT, $3",
            "-- $1 ids (int[])\nselect $1::int[]",
            "-- $1 a (text) = x\nselect $1",
            "select 1",
            "select $2",
            "-- $1 a = null\nselect $1::bool",
            "-- $1 shop\nSELECT 'from $20', 'it''s $3' FROM t WHERE shop = $1 -- was $2\n",
            "-- $1 id (bigint)\nselect $1::text",
            "-- $1 a (text)\n-- $3 c\nselect $1",
            "select $1::character varying[], $2::timestamp with time zone, $$ $3 $$, $a$ $4 $a$, $5",
            "-- %%t%% a/b\n-- %%u%%\n-- %%v%% = x\n--  %%w%% a / b = a\n-- %%x%% (q)\nselect 1",
            "-- $1 shop and what it is\nselect $1",
        ],
    ),
    (
        "mysql",
        &[
            "-- ? a (int)\n-- ? b (varchar) = x\nselect ?, ?",
            "-- :a (int) = 3\nselect :a",
            "select 1",
            "-- :a (decimal(10, 2)) = 3\n-- :B (text)\n-- ? c (int)\nselect :a",
            "-- ? c (int)=3\n-- %%t%% a\nselect ?",
            "-- :a (text) and more\n-- :b (text)=\n-- :c (text) = \nselect :a",
        ],
    ),
    (
        "bigquery",
        &[
            "-- @token (string)\n-- @n (int64)\nselect @token",
            "-- @l (string[])\nselect 1",
            "-- @a (string)  = x\n-- @b (string) =x\n-- %%t%%\nselect 1",
        ],
    ),
    (
        "snowflake",
        &[
            "-- ? a (boolean)\nselect ?",
            "-- ? a (int) = 3\n-- ? b (varchar)\nselect ?",
        ],
    ),
    (
        "mssql",
        &["-- @P1 a (int)\n-- @p2 b (varchar) = x\nselect @P1"],
    ),
    ("oracledb", &["-- :a (number)\nselect :a"]),
    (
        "duckdb",
        &["-- $a (text)\nselect $a", "-- $a (integer) = 3\nselect $a"],
    ),
    (
        "powershell",
        &[
            "param($Msg, [string]$Two, $D = \"a, b\", [int]$N = 3, [string[]]$Arr)\nWrite-Host $Msg",
            "Write-Host 1",
            "param(\n  [string] $Name,\n  [bool]$On = $true\n)\n",
            "param([Parameter(Mandatory)][string]$A, [Parameter(Mandatory=$true)] $B, [Parameter()]$C, [ValidateSet('x','y')][string]$D)",
            "param([parameter(MANDATORY = $true, HelpMessage='a, b')]\n[ValidateSet('p', \"q\")]\n[string]$E)",
            "param(\n # note, x\n [string]$A, # b\n [int]$B = 3)",
            "param([Parameter(Mandatory=$false)]$A,[Parameter(Mandatory,Position=0)]$B)",
            "function x { param($z) }\nparam($a)",
            "[CmdletBinding()]\nparam([Parameter(ValueFromPipeline=$true)][string[]]$A)",
            "param([ValidateNotNullOrEmpty()][string]$A,[ValidateRange(1,10)][int]$B)",
        ],
    ),
    (
        "graphql",
        &[
            "query users($id: ID!, $n: Int = 3, $l: [String!]) {\n  users(id: $id) { name }\n}",
            "query { users { name } }",
            "query q($a: Int!, $b: [String!]!, $c: Boolean = true) { x }",
            "{ x }",
            "mutation add($name: String!) { add(name: $name) { id } }",
        ],
    ),
];
