//! What a step does, written as a whole: code in a file or in the flow, a script or a flow by its path, loops,
//! branches, an approval, an agent.

use super::code;
use super::draft::Draft;
use super::input::{fixed, javascript};
use super::source::{Here, Role};

/// Something that a step can do.
pub(crate) struct Offer {
    /// For people.
    pub(crate) label: String,
    /// One line more on it.
    pub(crate) detail: String,
    /// What else it is found by.
    pub(crate) words: String,
    /// Whether the step's name speaks of it.
    pub(crate) is_named: bool,
    /// The keys of the step's `value`.
    pub(crate) value: Vec<(String, Draft)>,
    /// Keys beside the step's `value`.
    pub(crate) beside: Vec<(String, Draft)>,
}

impl Offer {
    pub(crate) fn new<const N: usize>(
        label: &str,
        detail: &str,
        kind: &str,
        value: [(&str, Draft); N],
    ) -> Offer {
        let own = [("type", Draft::fixed(kind))];
        let value = own.into_iter().chain(value);
        Offer {
            label: label.to_owned(),
            detail: detail.to_owned(),
            words: kind.to_owned(),
            is_named: false,
            beside: Vec::new(),
            value: value.map(|(k, v)| (k.to_owned(), v)).collect(),
        }
    }

    /// It as a tool of an agent.
    fn into_tool(mut self) -> Offer {
        let kind = ("tool_type".to_owned(), Draft::fixed("flowmodule"));
        self.value.push(kind);
        self
    }
}

/// The kinds of steps, code first.
pub(crate) fn kinds(here: &Here<'_>) -> Vec<Offer> {
    let mut offers = code::offers(here);
    offers.push(by_path("Script by path", "script"));
    if here.role.is_special() {
        return offers;
    }
    offers.push(by_path("Flow by path", "flow"));
    if here.role == Role::Tool {
        let mut offers = for_role(here, offers);
        offers.extend(tools());
        return offers;
    }
    offers.extend(flow_kinds());
    offers
}

pub(crate) fn for_role(here: &Here<'_>, offers: Vec<Offer>) -> Vec<Offer> {
    match here.role {
        Role::Tool => offers.into_iter().map(Offer::into_tool).collect(),
        _ => offers,
    }
}

fn by_path(label: &str, kind: &str) -> Offer {
    Offer::new(label, "", kind, [("path", Draft::stop(""))])
}

/// Loops, branches and the others without code.
fn flow_kinds() -> Vec<Offer> {
    let flags = || Draft::choice(&["false", "true"]);
    let branch = |expr: bool| {
        let mut keys = vec![("summary", Draft::stop("")), ("modules", Draft::FirstItem)];
        if expr {
            keys.push(("expr", Draft::stop("'false'")));
        }
        Draft::List(vec![Draft::map(keys)])
    };
    vec![
        Offer::new(
            "For loop",
            "runs its steps for each item of a list",
            "forloopflow",
            [
                ("iterator", javascript("")),
                ("modules", Draft::FirstItem),
                ("parallel", flags()),
                ("skip_failures", flags()),
            ],
        ),
        Offer::new(
            "While loop",
            "runs its steps again until one stops it",
            "whileloopflow",
            [("modules", Draft::FirstItem), ("skip_failures", flags())],
        ),
        Offer::new(
            "Branch to one",
            "runs the first branch whose condition holds",
            "branchone",
            [
                ("branches", branch(true)),
                ("default", Draft::List(Vec::new())),
            ],
        ),
        Offer::new(
            "Branch to all",
            "runs all branches",
            "branchall",
            [
                ("branches", branch(false)),
                ("parallel", Draft::choice(&["true", "false"])),
            ],
        ),
        Offer::new("Identity", "passes its input on", "identity", []),
        Offer::new(
            "AI agent",
            "a model with tools",
            "aiagent",
            [
                ("input_transforms", agent()),
                ("tools", Draft::List(Vec::new())),
            ],
        ),
    ]
}

fn agent() -> Draft {
    let provider = Draft::map([
        ("kind", Draft::stop("openai")),
        ("model", Draft::stop("")),
        ("resource", Draft::stop("")),
    ]);
    Draft::map([
        ("provider", fixed(provider)),
        ("user_message", javascript("flow_input.user_message")),
    ])
}

fn tools() -> Vec<Offer> {
    let tool = |label: &str, kind: &str, more: Vec<(&str, Draft)>| {
        let own = ("tool_type", Draft::fixed(kind));
        let value = std::iter::once(own).chain(more);
        Offer {
            label: label.to_owned(),
            detail: String::new(),
            words: kind.to_owned(),
            is_named: false,
            beside: Vec::new(),
            value: value.map(|(k, v)| (k.to_owned(), v)).collect(),
        }
    };
    vec![
        tool(
            "MCP server",
            "mcp",
            vec![("resource_path", Draft::stop(""))],
        ),
        tool("Web search", "websearch", Vec::new()),
    ]
}

/// A step that waits until somebody approves.
pub(crate) fn approval(role: Role) -> Option<Offer> {
    const CODE: &str = "import wmill\n\n\ndef main():\n    return wmill.get_resume_urls()";
    let mut offer = Offer::new(
        "Approval",
        "waits until somebody approves",
        "rawscript",
        [
            ("content", Draft::Block(CODE.to_owned())),
            ("input_transforms", Draft::Map(Vec::new())),
            ("language", Draft::fixed("python3")),
        ],
    );
    offer.words = "suspend approval".to_owned();
    let suspend = Draft::map([
        ("required_events", Draft::stop("1")),
        ("timeout", Draft::stop("1800")),
    ]);
    offer.beside.push(("suspend".to_owned(), suspend));
    (role == Role::Step).then_some(offer)
}

/// A whole step with this value and the keys beside it; a tool is named by its summary.
pub(crate) fn whole_step(
    id: &Draft,
    role: Role,
    value: Vec<(String, Draft)>,
    beside: Vec<(String, Draft)>,
) -> Draft {
    let summary = match role {
        Role::Tool => Draft::stop("tool_name"),
        _ => Draft::stop(""),
    };
    let own = [
        ("id".to_owned(), id.clone()),
        ("summary".to_owned(), summary),
        ("value".to_owned(), Draft::map(value)),
    ];
    Draft::map(own.into_iter().chain(beside))
}
