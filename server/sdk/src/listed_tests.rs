//! The stubs against lists of what must be in them: names and parameters, nothing missing, nothing extra.

use lang::python::Function;

use super::{Sdk, SdkModule};

const LISTS: [(SdkModule, &str); 4] = [
    (
        SdkModule::Wmill,
        include_str!("../../../grammars/python/sdk/wmill.tsv"),
    ),
    (
        SdkModule::WmillClient,
        include_str!("../../../grammars/python/sdk/wmill_client.tsv"),
    ),
    (
        SdkModule::Skyvern,
        include_str!("../../../grammars/python/sdk/skyvern.tsv"),
    ),
    (
        SdkModule::SkyvernClient,
        include_str!("../../../grammars/python/sdk/skyvern_client.tsv"),
    ),
];

/// The functions among the names that Windmill's own instructions list side by side.
const FUNCTIONS: &str = "\
    append_to_result_stream boto3_connection_settings cancel_job cancel_running
    commit_kafka_offsets datatable delete_s3_object deprecate duckdb_connection_settings
    ducklake get_flow_user_state get_id_token get_job get_job_status
    get_presigned_s3_public_url get_presigned_s3_public_urls get_progress get_resource
    get_result get_resume_urls get_root_job_id get_shared_state get_shared_state_pickle
    get_state get_state_path get_variable get_version get_workspace infer_sql_type
    init_global_client list_resources load_s3_file load_s3_file_reader parallel
    parse_resource_syntax parse_s3_object parse_sql_client_name parse_variable_syntax
    polars_connection_settings request_interactive_slack_approval run_flow_async
    run_inline_script_preview run_script run_script_async run_script_by_hash
    run_script_by_hash_async run_script_by_path run_script_by_path_async
    run_script_by_path_sync run_script_sync send_teams_message set_flow_user_state
    set_progress set_resource set_shared_state set_shared_state_pickle set_state
    set_variable sign_s3_object sign_s3_objects sleep step stream_result task task_flow
    task_script username_to_email wait_for_approval whoami workflow write_s3_file";

/// The names in the same list that are methods only.
const METHODS: &str = "\
    create_token execute fetch fetch_one fetch_one_scalar get
    get_boto3_connection_settings get_client get_duckdb_connection_settings get_mocked_api
    get_polars_connection_settings post query state state_path
    user version wait_job worker_has_internal_server";

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

#[test]
fn every_name_of_the_flat_list_has_its_place() {
    let sdk = Sdk::wmill();
    for name in FUNCTIONS.split_whitespace() {
        assert!(sdk.function(name).is_some(), "{name} is no function");
    }
    for name in METHODS.split_whitespace() {
        let is_method = sdk.function(name).is_none() && !sdk.owners_of(name).is_empty();
        assert!(is_method, "{name} is no method");
    }
    let owners = |name: &str| {
        let owners = sdk.owners_of(name).into_iter();
        owners.map(|c| c.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(owners("get"), ["Windmill"]);
    assert_eq!(owners("query"), ["DataTableClient", "DucklakeClient"]);
    assert_eq!(owners("no_such"), Vec::<&str>::new());
}
