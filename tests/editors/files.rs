//! What all editors must know of files is kept once, in `editors/files.json`, which is made from what the server
//! reads (`UPDATE=1` writes it). Each editor's own configuration says the same in its own words and is held against it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use model::file::FileKind;
use model::language::ScriptLanguage;
use model::openflow::openflow;
use model::path;
use serde_json::{Value, json};

/// What editors call a language.
struct Names {
    /// In the protocol, and in VS Code.
    id: &'static str,
    neovim: &'static [&'static str],
    emacs: &'static [&'static str],
    sublime: &'static str,
    kate: &'static str,
}

const YAML: Names = Names {
    id: "yaml",
    neovim: &["yaml", "yaml.windmill"],
    emacs: &["yaml-mode", "yaml-ts-mode"],
    sublime: "source.yaml",
    kate: "YAML",
};

const JSON: Names = Names {
    id: "json",
    neovim: &["json"],
    emacs: &["json-mode", "js-json-mode", "json-ts-mode"],
    sublime: "source.json",
    kate: "JSON",
};

/// What editors call the files of a language of scripts. `None`: the server reads nothing of them.
fn names(language: &ScriptLanguage) -> Option<Names> {
    use ScriptLanguage::*;
    let (id, neovim, emacs, sublime, kate): (_, &[_], &[_], _, _) = match language {
        Python3 => (
            "python",
            &["python"],
            &["python-mode", "python-ts-mode"],
            "source.python",
            "Python",
        ),
        Bun | BunNative | Deno | NativeTs => {
            let emacs = &["typescript-mode", "typescript-ts-mode"];
            (
                "typescript",
                &["typescript"],
                emacs,
                "source.ts",
                "TypeScript",
            )
        }
        Bash => (
            "shellscript",
            &["sh", "bash"],
            &["sh-mode", "bash-ts-mode"],
            "source.shell",
            "Bash",
        ),
        PowerShell => (
            "powershell",
            &["ps1"],
            &["powershell-mode"],
            "source.powershell",
            "PowerShell",
        ),
        Postgresql | Mysql | Bigquery | Snowflake | Mssql | Oracledb | Duckdb => {
            ("sql", &["sql"], &["sql-mode"], "source.sql", "SQL")
        }
        Graphql => (
            "graphql",
            &["graphql"],
            &["graphql-mode"],
            "source.graphql",
            "GraphQL",
        ),
        Go => ("go", &["go"], &["go-mode", "go-ts-mode"], "source.go", "Go"),
        Php => (
            "php",
            &["php"],
            &["php-mode", "php-ts-mode"],
            "source.php",
            "PHP/PHP",
        ),
        Rust => (
            "rust",
            &["rust"],
            &["rust-mode", "rust-ts-mode"],
            "source.rust",
            "Rust",
        ),
        Ansible | CSharp | Java | Ruby | Nu | RLang | Dbt | Other(_) => return None,
    };
    Some(Names {
        id,
        neovim,
        emacs,
        sublime,
        kate,
    })
}

/// How code of an app's frontend ends, beside TypeScript, and what Neovim calls it.
const FRONTENDS: [(&str, &str); 5] = [
    ("js", "javascript"),
    ("jsx", "javascriptreact"),
    ("svelte", "svelte"),
    ("tsx", "typescriptreact"),
    ("vue", "vue"),
];

/// The files of the frontends of apps: code that is sent from there alone.
fn frontends() -> Vec<String> {
    let folders = ["*.raw_app", "*__raw_app"];
    let of = |ending: &'static str| folders.map(|f| format!("{f}/**/*.{ending}"));
    let globs = FRONTENDS.iter().flat_map(|(ending, _)| of(ending));
    let globs: Vec<String> = globs.collect();
    for glob in &globs {
        let file = format!("f/a/{}", glob.replace("**", "src").replace('*', "b"));
        let kind = FileKind::of(&file, &ScriptLanguage::Bun);
        assert_eq!(kind, FileKind::Frontend, "{file}");
    }
    globs
}

fn editors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../editors")
}

fn read(path: &str) -> String {
    let file = editors().join(path);
    std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

fn read_json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn read_toml(path: &str) -> Value {
    let table: toml_edit::de::Deserializer =
        read(path).parse().unwrap_or_else(|e| panic!("{path}: {e}"));
    serde::de::Deserialize::deserialize(table).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// What is made must stand in a file; with `UPDATE` it is written there.
fn holds(path: &str, made: &str) {
    let file = editors().join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, made).unwrap();
    }
    assert!(
        std::fs::read_to_string(&file).unwrap_or_default() == made,
        "editors/{path} is stale: run `UPDATE=1 cargo test -p tests --test docs`"
    );
}

/// `editors/files.json`.
fn shared() -> Value {
    let entry = |n: &Names, endings: BTreeSet<&str>| {
        json!({
            "id": n.id, "endings": endings,
            "neovim": n.neovim, "emacs": n.emacs, "sublime": n.sublime, "kate": n.kate,
        })
    };
    let mut languages = vec![
        entry(&YAML, ["yaml", "yml"].into()),
        entry(&JSON, ["json"].into()),
    ];
    for language in ScriptLanguage::known() {
        let named = names(&language);
        assert_eq!(
            named.is_some(),
            language.is_read(),
            "{language}: what do editors call it?"
        );
        let Some(named) = named else { continue };
        // Languages of one editor's language have one ending: `.pg.sql` and `.my.sql` are SQL.
        let endings: BTreeSet<&str> = language
            .inline_extensions()
            .iter()
            .filter_map(|e| e.rsplit('.').next())
            .collect();
        let made = entry(&named, endings);
        match languages.iter().find(|l| l["id"] == named.id) {
            Some(there) => assert_eq!(there, &made, "{language}"),
            None => languages.push(made),
        }
    }
    // Names that are Windmill's wherever they lie.
    let files = openflow().globs();
    json!({
        "about": "What editors must know of files. Made from what the server reads: UPDATE=1 cargo test -p tests --test docs",
        "command": "windmill-ls",
        "roots": ["wmill.yaml"],
        "flows": ["*.flow/flow.yaml", "*__flow/flow.yaml"],
        "files": files,
        "frontends": {"globs": frontends(), "neovim": FRONTENDS.map(|(_, neovim)| neovim)},
        "languages": languages,
    })
}

/// The texts of a list.
fn texts(list: &Value) -> BTreeSet<&str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// All names that an editor has for the languages.
fn of_all<'a>(shared: &'a Value, editor: &str) -> BTreeSet<&'a str> {
    let languages = shared["languages"].as_array().unwrap().iter();
    languages
        .flat_map(|l| match &l[editor] {
            Value::String(one) => vec![one.as_str()],
            many => texts(many).into_iter().collect(),
        })
        .collect()
}

/// What stands between quotes after a word of a file, up to the end of that list.
fn quoted_after<'a>(text: &'a str, word: &str, end: &str, quote: char) -> BTreeSet<&'a str> {
    let (_, after) = text
        .split_once(word)
        .unwrap_or_else(|| panic!("there is no {word}"));
    let (list, _) = after.split_once(end).unwrap();
    list.split(quote).skip(1).step_by(2).collect()
}

/// Every kind of file that has a schema is one that editors send.
#[test]
fn editors_send_every_kind_of_file() {
    let shared = read_json("files.json");
    let sent = texts(&shared["files"]);
    for kind in openflow().kinds_of_files() {
        let globs = kind.globs(openflow());
        assert!(!globs.is_empty(), "{}", kind.name);
        for glob in &globs {
            let is_trigger = glob.contains("_trigger.") && sent.contains("*_trigger.yaml");
            assert!(
                sent.contains(glob.as_str()) || is_trigger,
                "{}: {glob}",
                kind.name
            );
        }
    }
}

#[test]
fn what_editors_know_of_files_is_kept_once() {
    let shared = shared();
    holds(
        "files.json",
        &(serde_json::to_string_pretty(&shared).unwrap() + "\n"),
    );
    let languages = shared["languages"].as_array().unwrap();

    let neovim = read("neovim/lsp/windmill_ls.lua");
    assert_eq!(
        quoted_after(&neovim, "filetypes = {", "}", '\''),
        &of_all(&shared, "neovim") | &texts(&shared["frontends"]["neovim"])
    );

    let emacs = read("emacs/windmill-ls.el");
    for mode in of_all(&shared, "emacs") {
        let names = [" ", "(", "\n"].iter().any(|before| {
            [" ", ")", "\n"]
                .iter()
                .any(|after| emacs.contains(&format!("{before}{mode}{after}")))
        });
        assert!(names, "Emacs: {mode}");
    }

    let sublime = &read_json("sublime/LSP.sublime-settings")["clients"]["windmill-ls"];
    let selector = sublime["selector"].as_str().unwrap();
    assert_eq!(
        selector.split(" | ").collect::<BTreeSet<_>>(),
        of_all(&shared, "sublime")
    );

    let kate = &read_json("kate/settings.json")["servers"]["windmill-ls"];
    let modes = kate["highlightingModeRegex"].as_str().unwrap();
    let modes = modes
        .strip_prefix("^(")
        .and_then(|m| m.strip_suffix(")$"))
        .unwrap();
    assert_eq!(
        modes.split('|').collect::<BTreeSet<_>>(),
        of_all(&shared, "kate")
    );
    assert_eq!(kate["rootIndicationFileNames"], shared["roots"]);

    let template = read_json("jetbrains/lsp4ij/template.json");
    let mappings = template["fileTypeMappings"].as_array().unwrap();
    for language in languages {
        let id = &language["id"];
        let mapping = mappings.iter().find(|m| &m["languageId"] == id);
        let mapping = mapping.unwrap_or_else(|| panic!("LSP4IJ: {id}"));
        // Of YAML and JSON, the names that are Windmill's: a template knows no roots.
        let wanted: BTreeSet<String> = match id.as_str().unwrap() {
            data @ ("yaml" | "json") => {
                let ending = format!(".{data}");
                // It knows names alone, no folders: what any file may be called cannot be told apart there.
                let own = texts(&shared["files"]).into_iter();
                own.filter(|f| f.ends_with(&ending))
                    .map(|f| path::name(f).to_owned())
                    .filter(|name| *name != format!("*{ending}"))
                    .collect()
            }
            _ => texts(&language["endings"])
                .iter()
                .map(|e| format!("*.{e}"))
                .collect(),
        };
        let patterns = texts(&mapping["fileType"]["patterns"]);
        assert_eq!(
            patterns,
            wanted.iter().map(String::as_str).collect(),
            "LSP4IJ: {id}"
        );
    }
    assert_eq!(mappings.len(), languages.len());

    // The client itself reads `files.json`; its manifest says what a flow is.
    let client = read("vscode/src/files.ts");
    for word in [
        "from \"../../files.json\"",
        "shared.files",
        "shared.frontends.globs",
    ] {
        assert!(client.contains(word), "{word}");
    }
    let vscode = &read_json("vscode/package.json")["contributes"]["languages"][0];
    assert_eq!(vscode["id"], "windmill-flow");
    let flows = texts(&shared["flows"])
        .into_iter()
        .map(|f| format!("**/{f}"));
    let patterns: BTreeSet<&str> = texts(&vscode["filenamePatterns"]);
    assert_eq!(
        patterns,
        flows
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str)
            .collect()
    );

    let helix = read_toml("helix/languages.toml");
    let flow = helix["language"]
        .as_array()
        .unwrap()
        .iter()
        .find(|l| l["name"] == "windmill-flow")
        .unwrap();
    let globs = flow["file-types"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["glob"].as_str().unwrap());
    assert_eq!(globs.collect::<BTreeSet<_>>(), texts(&shared["flows"]));
    assert_eq!(flow["roots"], shared["roots"]);
    assert!(
        texts(&helix["language-server"]["windmill-ls"]["required-root-patterns"])
            .contains("wmill.yaml")
    );

    let zed = read_toml("zed/extension.toml");
    assert!(zed["language_servers"]["windmill-ls"]["languages"].is_array());

    // One command starts it everywhere.
    let command = &shared["command"];
    for list in [&sublime["command"], &kate["command"]] {
        assert_eq!(list, &json!([command]));
    }
    assert_eq!(&helix["language-server"]["windmill-ls"]["command"], command);
    assert_eq!(&template["programArgs"]["default"], command);
    for (file, word) in [
        ("neovim/lsp/windmill_ls.lua", "cmd = { 'windmill-ls' }"),
        (
            "emacs/windmill-ls.el",
            "(defcustom windmill-ls-program \"windmill-ls\"",
        ),
        ("zed/src/lib.rs", "const SERVER: &str = \"windmill-ls\";"),
        ("micro/settings.json", "windmill-ls"),
    ] {
        assert!(read(file).contains(word), "{file}: {word}");
    }
}

/// The queries are the grammar's own, in each editor's names for colours.
#[test]
fn queries_of_editors_are_those_of_the_grammar() {
    let query = |name: &str| read(&format!("../grammars/tree-sitter-flow/queries/{name}.scm"));
    let (highlights, injections) = (query("highlights"), query("injections"));
    let helix = highlights
        .replace("@property", "@variable.other.member")
        .replace("@number", "@constant.numeric");
    holds("neovim/queries/flow/highlights.scm", &highlights);
    holds("neovim/queries/flow/injections.scm", &injections);
    holds("helix/queries/windmill-flow/highlights.scm", &helix);
    holds("helix/queries/windmill-flow/injections.scm", &injections);
    holds("zed/languages/windmill-flow/highlights.scm", &highlights);
    holds("zed/languages/windmill-flow/injections.scm", &injections);
}

/// What ships for editors that are not run here is at least what it says it is.
#[test]
fn what_ships_for_other_editors_is_well_formed() {
    let zed = read_toml("zed/extension.toml");
    assert_eq!(
        (&zed["id"], &zed["schema_version"]),
        (&json!("windmill-ls"), &json!(1))
    );
    assert_eq!(zed["version"], json!(env!("CARGO_PKG_VERSION")));
    let language = read_toml("zed/languages/windmill-flow/config.toml");
    let grammar = language["grammar"].as_str().unwrap();
    assert!(
        zed["grammars"][grammar]["repository"].is_string(),
        "{grammar} is declared"
    );
    let served = texts(&zed["language_servers"]["windmill-ls"]["languages"]);
    assert!(served.contains(language["name"].as_str().unwrap()));
    let package = read_toml("zed/Cargo.toml");
    assert_eq!(package["lib"]["crate-type"], json!(["cdylib"]));
    let workspace = read_toml("../Cargo.toml");
    assert!(texts(&workspace["workspace"]["exclude"]).contains("editors/zed"));

    let template = read_json("jetbrains/lsp4ij/template.json");
    assert_eq!(template["id"], "windmill-ls");
    assert!(read_json("jetbrains/lsp4ij/initializationOptions.json").is_object());
    assert!(read_json("micro/settings.json")["lsp.server"].is_string());

    // Each folder has a page, and the table has each of them.
    let table = read("README.md");
    for entry in std::fs::read_dir(editors())
        .unwrap()
        .flatten()
        .filter(|e| e.path().is_dir())
    {
        let name = entry.file_name().into_string().unwrap();
        assert!(
            table.contains(&format!("({name}/")),
            "editors/README.md does not name {name}"
        );
    }
}
