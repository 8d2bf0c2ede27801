//! The languages a script can be written in, and which file names say so.
//!
//! Only their names matter to most of them: signatures are read from Python and TypeScript.

use shape::sql::Dialect;
use syntax::Language;

/// A script's language, as `language:` in a flow names it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum ScriptLanguage {
    Python3,
    Bun,
    BunNative,
    Deno,
    NativeTs,
    Go,
    Bash,
    PowerShell,
    Postgresql,
    Mysql,
    Bigquery,
    Snowflake,
    Mssql,
    Oracledb,
    Duckdb,
    Graphql,
    Php,
    Rust,
    Ansible,
    CSharp,
    Java,
    Ruby,
    Nu,
    RLang,
    Dbt,
    /// A language that no known version of OpenFlow names.
    Other(String),
}

use ScriptLanguage::*;

/// Every known language with its name and the endings of its inline files, most usual first.
const KNOWN: &[(ScriptLanguage, &str, &[&str])] = &[
    (Python3, "python3", &["py"]),
    (Bun, "bun", &["bun.ts", "ts"]),
    (Deno, "deno", &["deno.ts", "ts"]),
    (BunNative, "bunnative", &["ts"]),
    (NativeTs, "nativets", &["native.ts", "fetch.ts"]),
    (Go, "go", &["go"]),
    (Bash, "bash", &["sh"]),
    (PowerShell, "powershell", &["ps1"]),
    (Postgresql, "postgresql", &["pg.sql"]),
    (Mysql, "mysql", &["my.sql"]),
    (Bigquery, "bigquery", &["bq.sql"]),
    (Snowflake, "snowflake", &["sf.sql"]),
    (Mssql, "mssql", &["ms.sql"]),
    (Oracledb, "oracledb", &["odb.sql"]),
    (Duckdb, "duckdb", &["duckdb.sql"]),
    (Graphql, "graphql", &["gql"]),
    (Php, "php", &["php"]),
    (Rust, "rust", &["rs"]),
    (CSharp, "csharp", &["cs"]),
    (Java, "java", &["java"]),
    (Ruby, "ruby", &["rb"]),
    (Nu, "nu", &["nu"]),
    (RLang, "rlang", &["r"]),
    (Ansible, "ansible", &["playbook.yml"]),
    (Dbt, "dbt", &["dbt.yaml"]),
];

/// File endings in the order in which a script file's language is inferred, without `.ts` alone.
const ENDINGS: &[(&str, ScriptLanguage)] = &[
    (".py", Python3),
    ("fetch.ts", NativeTs),
    ("bun.ts", Bun),
    ("deno.ts", Deno),
    (".go", Go),
    (".sh", Bash),
    (".ps1", PowerShell),
    (".pg.sql", Postgresql),
    (".my.sql", Mysql),
    (".bq.sql", Bigquery),
    (".sf.sql", Snowflake),
    (".ms.sql", Mssql),
    (".odb.sql", Oracledb),
    (".duckdb.sql", Duckdb),
    (".gql", Graphql),
    (".php", Php),
    (".rs", Rust),
    (".cs", CSharp),
    (".java", Java),
    (".rb", Ruby),
    (".nu", Nu),
    (".r", RLang),
    (".playbook.yml", Ansible),
];

impl ScriptLanguage {
    /// All known languages, in a fixed order.
    pub fn known() -> impl Iterator<Item = ScriptLanguage> {
        KNOWN.iter().map(|(language, ..)| language.clone())
    }

    /// The language that `language:` names; never fails.
    pub fn from_name(name: &str) -> ScriptLanguage {
        let known = KNOWN.iter().find(|(_, n, _)| *n == name);
        known.map_or_else(|| Other(name.to_owned()), |(language, ..)| language.clone())
    }

    /// The name that `language:` takes.
    pub fn name(&self) -> &str {
        match self {
            Other(name) => name,
            known => KNOWN
                .iter()
                .find(|(l, ..)| l == known)
                .map_or("", |(_, name, _)| name),
        }
    }

    /// Whether any known version of OpenFlow has this language.
    pub fn is_known(&self) -> bool {
        !matches!(self, Other(_))
    }

    /// The language of a standalone script, from its file name alone or its path; a plain `.ts` is
    /// `default_ts` (from `wmill.yaml`). `None` where the name says nothing, as a bare `.sql` does.
    pub fn from_file_name(name: &str, default_ts: &ScriptLanguage) -> Option<ScriptLanguage> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let ending = ENDINGS.iter().find(|(ending, _)| name.ends_with(ending));
        match ending {
            Some((_, language)) => Some(language.clone()),
            None if name.ends_with(".ts") && !name.ends_with(".d.ts") => Some(default_ts.clone()),
            None => None,
        }
    }

    /// What inline files of this language end in, without the leading dot, most usual first.
    pub fn inline_extensions(&self) -> &'static [&'static str] {
        KNOWN
            .iter()
            .find(|(l, ..)| l == self)
            .map_or(&[], |(.., extensions)| extensions)
    }

    /// Whether it is written in TypeScript.
    pub fn is_typescript(&self) -> bool {
        matches!(self, Bun | BunNative | Deno | NativeTs)
    }

    /// Whether anything is read of it.
    pub fn is_read(&self) -> bool {
        self.syntax().is_some() || self.is_read_by_convention()
    }

    /// Whether its signatures are read by Windmill's conventions, and by no grammar.
    pub(crate) fn is_read_by_convention(&self) -> bool {
        matches!(
            self,
            Bash | PowerShell
                | Postgresql
                | Mysql
                | Bigquery
                | Snowflake
                | Mssql
                | Oracledb
                | Duckdb
                | Graphql
                | Go
                | Php
                | Rust
        )
    }

    /// The SQL that it is, where its results are read.
    pub(crate) fn dialect(&self) -> Option<Dialect> {
        Some(match self {
            Postgresql => Dialect::Postgresql,
            Mysql => Dialect::Mysql,
            Bigquery => Dialect::Bigquery,
            Snowflake => Dialect::Snowflake,
            Mssql => Dialect::Mssql,
            Oracledb => Dialect::Oracledb,
            Duckdb => Dialect::Duckdb,
            _ => return None,
        })
    }

    /// The grammar that reads it.
    pub fn syntax(&self) -> Option<Language> {
        match self {
            Python3 => Some(Language::Python),
            language if language.is_typescript() => Some(Language::TypeScript),
            _ => None,
        }
    }
}

impl std::fmt::Display for ScriptLanguage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways() {
        for (language, name, extensions) in KNOWN {
            assert_eq!(&ScriptLanguage::from_name(name), language);
            assert_eq!(language.name(), *name);
            assert_eq!(language.inline_extensions(), *extensions);
        }
        let odd = ScriptLanguage::from_name("cobol");
        assert_eq!(
            (odd.name(), odd.is_known(), odd.syntax()),
            ("cobol", false, None)
        );
        assert!(odd.inline_extensions().is_empty());
    }

    #[test]
    fn file_names_tell_the_language() {
        let rows = [
            ("f/a/b.py", Some(Python3)),
            ("b.fetch.ts", Some(NativeTs)),
            ("b.bun.ts", Some(Bun)),
            ("b.deno.ts", Some(Deno)),
            ("b.ts", Some(Deno)),
            ("b.d.ts", None),
            ("b.pg.sql", Some(Postgresql)),
            ("b.duckdb.sql", Some(Duckdb)),
            ("b.sql", None),
            ("b.playbook.yml", Some(Ansible)),
            ("b.yml", None),
            ("ä.R", None),
            ("b.r", Some(RLang)),
            ("f/a.py/b", None),
        ];
        for (name, want) in rows {
            assert_eq!(ScriptLanguage::from_file_name(name, &Deno), want, "{name}");
        }
    }
}
