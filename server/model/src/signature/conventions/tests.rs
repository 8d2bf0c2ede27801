//! What each language's sample takes, compared by hand with Windmill's own parsers.

use crate::signature::Param;

use super::*;

/// `name: type` of each parameter, `?` behind those that need not be given.
#[track_caller]
fn takes(language: ScriptLanguage, text: &str, want: Option<&str>) {
    let entry = entry(&language, text);
    let shown = entry.signature().map(|s| {
        let param = |p: &Param| {
            format!(
                "{}{}: {}",
                p.name.value,
                if p.is_required() { "" } else { "?" },
                p.ty
            )
        };
        s.params.iter().map(param).collect::<Vec<_>>().join(", ")
    });
    assert_eq!(shown.as_deref(), want, "{text}");
}

#[test]
fn bash_names_its_places() {
    let code = "token=\"$1\"\nimage=\"${2}\"\ndigest=\"${3:-latest with}\"\ntext=\"$4\" # c\nempty=\"${5:-}\"\r\n";
    takes(
        ScriptLanguage::Bash,
        code,
        Some("token: string, image: string, digest?: string, text: string, empty?: string"),
    );
    takes(
        ScriptLanguage::Bash,
        "a=\"$1\"\nc=\"$3\"\n",
        Some("a: string"),
    );
    takes(
        ScriptLanguage::Bash,
        "  a=\"$1\"\necho $1\nb=$2\n",
        Some(""),
    );
}

#[test]
fn powershell_has_a_param_block() {
    let code = "param($Msg, [string]$Two, $D = \"a, b\", [int]$N = 3, $W = $env:W, [string[]]$Arr)\nWrite-Host $Msg";
    takes(
        ScriptLanguage::PowerShell,
        code,
        Some("Msg?: any, Two?: string, D?: any, N?: integer, W?: any, Arr?: list"),
    );
    takes(ScriptLanguage::PowerShell, "Write-Host 1", Some(""));
    takes(
        ScriptLanguage::PowerShell,
        "# a 'note\nparam([Parameter(Mandatory=$true)]$a, [parameter(MANDATORY)][int] $b, [Parameter(Mandatory=$false)]$c, # d, e\n[ValidateSet('x', \"y\")]\n[string]$d = 'x')",
        Some("a: any, b: integer, c?: any, d?: \"x\" | \"y\""),
    );
    takes(
        ScriptLanguage::PowerShell,
        "[CmdletBinding()]\nparam([Alias('n', \"m\")][ValidateRange(1, 10)][int]$A)",
        Some("A?: integer"),
    );
    takes(
        ScriptLanguage::PowerShell,
        "function x { param($z) }\nparam($a)",
        None,
    );
}

#[test]
fn sql_dialects() {
    use ScriptLanguage::*;
    takes(
        Postgresql,
        "-- $1 name\n-- $2 n = 3\nselect $1::text, $2::INT, $3",
        Some("database?: any, name: string, n?: integer, $3: any"),
    );
    takes(
        Postgresql,
        "-- $1 ids (int[])\nselect $1::int[]",
        Some("database?: any, ids: list"),
    );
    takes(
        Mysql,
        "-- ? a (int)\n-- ? b (varchar) = x\nselect ?, ?",
        Some("database?: any, a: integer, b?: string"),
    );
    takes(
        Mysql,
        "-- :a (int) = 3\nselect :a",
        Some("database?: any, a?: integer"),
    );
    takes(
        Bigquery,
        "-- @token (string)\n-- @n (int64)\nselect @token",
        Some("database?: any, token: string, n: integer"),
    );
    takes(
        Mssql,
        "-- @P1 a (int)\n-- @p2 b (varchar) = x\nselect @P1",
        Some("database?: any, a: integer, b?: string"),
    );
    takes(
        Oracledb,
        "-- :a (number)\nselect :a",
        Some("database?: any, a: number"),
    );
    takes(Duckdb, "-- $a (text)\nselect $a", Some("a: string"));
    takes(
        Snowflake,
        "-- ? a (boolean)\nselect ?",
        Some("database?: any, a: boolean"),
    );
    takes(
        Postgresql,
        "-- %%t%% a / b\n--  %%u%%\n-- %%v%% = x\n-- %%w%% (q)\nselect * from %%t%%",
        Some("database?: any, t: \"a\" | \"b\", u: string, v?: string"),
    );
    takes(
        Postgresql,
        "-- $1 id (bigint)\n-- $3 c\nselect 'from $20', $1::text -- was $2",
        Some("database?: any, id: integer, $2?: any, c?: any, $20?: any"),
    );
    takes(
        Mysql,
        "-- :a (decimal(10, 2)) = 3\n-- :B (text)\n-- :c (text) and more\n-- ? d (int)\n",
        Some("database?: any, a?: any"),
    );
}

#[test]
fn heads_of_main() {
    use ScriptLanguage::*;
    takes(
        Go,
        "package inner\n\nfunc main(a, b string, n []int, m map[string]int) (string, error) {",
        Some("a: string, b: string, n: list, m: object"),
    );
    takes(Go, "func main(a ...string) {", None);
    takes(
        Php,
        "<?php\nfunction main(string $a, ?int $b = 3, $c) {",
        Some("a: string, b?: any, c: any"),
    );
    takes(
        Rust,
        "fn main(who: String, n: Option<i32>, l: Vec<u8>) -> Result<String> {",
        Some("who: string, n?: integer, l: list"),
    );
    takes(Rust, "fn other() {}", None);
}

#[test]
fn graphql_variables() {
    let code = "query users($id: ID!, $n: Int = 3, $l: [String!]) {\n  users(id: $id) { name }\n}";
    takes(
        ScriptLanguage::Graphql,
        code,
        Some("api: resource-graphql, id: string, n?: integer, l?: list"),
    );
    takes(
        ScriptLanguage::Graphql,
        "query { users { name } }",
        Some("api: resource-graphql"),
    );
}
