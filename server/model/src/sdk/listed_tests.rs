//! The stubs against lists of what must be in them: names and parameters, nothing missing, nothing extra.

use super::{Function, Sdk, SdkModule};

const LISTS: [(SdkModule, &str); 4] = [
    (
        SdkModule::Wmill,
        include_str!("../../../../grammars/python/sdk/wmill.tsv"),
    ),
    (
        SdkModule::WmillClient,
        include_str!("../../../../grammars/python/sdk/wmill_client.tsv"),
    ),
    (
        SdkModule::Skyvern,
        include_str!("../../../../grammars/python/sdk/skyvern.tsv"),
    ),
    (
        SdkModule::SkyvernClient,
        include_str!("../../../../grammars/python/sdk/skyvern_client.tsv"),
    ),
];

/// Everything a stub has, as lines of a list.
fn listed(sdk: &Sdk) -> Vec<String> {
    let line = |kind: &str, name: &str, function: Option<&Function>| {
        let params = function.iter().flat_map(|f| &f.params);
        let params = params.map(|p| p.name.as_str());
        let params: Vec<_> = params.filter(|p| !matches!(*p, "self" | "cls")).collect();
        let line = format!("{kind}\t{name}\t{}", params.join(" "));
        line.trim_end().to_owned()
    };
    let mut lines = Vec::new();
    let functions = sdk.functions.iter();
    lines.extend(functions.map(|f| line("function", &f.name, Some(f))));
    lines.extend(
        sdk.variables
            .iter()
            .map(|v| line("variable", &v.name, None)),
    );
    for class in &sdk.classes {
        lines.push(line("class", &class.name, None));
        let member = |name: &str| format!("{}.{name}", class.name);
        let methods = class.methods.iter();
        lines.extend(methods.map(|f| line("method", &member(&f.name), Some(f))));
        let fields = class.fields.iter();
        lines.extend(fields.map(|f| line("field", &member(&f.name), None)));
    }
    lines.sort();
    lines
}

#[test]
fn stubs_have_what_is_listed_and_nothing_else() {
    for (module, list) in LISTS {
        let mut want: Vec<&str> = list.lines().filter(|l| !l.starts_with('#')).collect();
        want.sort_unstable();
        let have = listed(module.stub());
        let missing: Vec<_> = want
            .iter()
            .filter(|l| !have.iter().any(|h| h == **l))
            .collect();
        let extra: Vec<_> = have
            .iter()
            .filter(|h| !want.contains(&h.as_str()))
            .collect();
        assert!(missing.is_empty(), "{module:?} lacks {missing:#?}");
        assert!(extra.is_empty(), "{module:?} has too much: {extra:#?}");
        assert_eq!(have.len(), want.len(), "{module:?}");
    }
}

#[test]
fn lists_are_as_long_as_the_packages() {
    let params = |list: &str| {
        let third = list.lines().filter_map(|l| l.split('\t').nth(2));
        third.map(|p| p.split(' ').count()).sum::<usize>()
    };
    let counts = LISTS.map(|(_, list)| (list.lines().count() - 1, params(list)));
    assert_eq!(counts, [(225, 382), (14, 11), (152, 562), (122, 401)]);
}

#[test]
fn everything_is_described() {
    for (module, _) in LISTS {
        let sdk = module.stub();
        let is_dunder = |name: &str| name.starts_with("__");
        for class in &sdk.classes {
            assert!(class.doc.is_some(), "{module:?} {}", class.name);
            for method in class.methods.iter().filter(|m| !is_dunder(&m.name)) {
                let name = format!("{module:?} {}.{}", class.name, method.name);
                let doc = method.doc.as_deref().unwrap_or_default();
                assert!(!doc.is_empty(), "{name} has no description");
                if doc.contains("Args:") {
                    for param in method.params.iter().skip(1) {
                        let told = doc.contains(&format!("{}:", param.name));
                        assert!(told, "{name} does not say what {} is", param.name);
                    }
                }
            }
        }
    }
}
