//! The nodes of tree-sitter-flow. The only file that knows that grammar's names.

use std::sync::LazyLock;

use super::mistake::Cause;

/// The grammar's visible nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Name {
    Document,
    DocumentMark,
    Block,
    Pair,
    Item,
    ExplicitKey,
    ExplicitValue,
    Plain,
    Double,
    Single,
    BlockScalar,
    BadBlockScalar,
    Alias,
    FlowMapping,
    FlowSequence,
    FlowPair,
    Anchor,
    Tag,
    Comment,
    Mistake(Cause),
    /// Punctuation.
    Other,
}

/// What a node is.
pub(super) fn name_of(node: tree_sitter::Node<'_>) -> Name {
    let id = node.kind_id() as usize;
    NAMES.get(id).copied().unwrap_or(Name::Other)
}

/// The nodes' names by their ids: asking a node for its name costs a search each time.
static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let grammar = crate::Language::Yaml.grammar();
    (0..grammar.node_kind_count())
        .map(|id| match grammar.node_kind_for_id(id as u16) {
            Some(kind) if grammar.node_kind_is_named(id as u16) => name(kind),
            _ => Name::Other,
        })
        .collect()
});

fn name(kind: &str) -> Name {
    match kind {
        "document" => Name::Document,
        "document_start" | "document_end" => Name::DocumentMark,
        "block" => Name::Block,
        "pair" => Name::Pair,
        "item" => Name::Item,
        "explicit_key" => Name::ExplicitKey,
        "explicit_value" => Name::ExplicitValue,
        "plain_scalar" => Name::Plain,
        "double_quoted_scalar" => Name::Double,
        "single_quoted_scalar" => Name::Single,
        "block_scalar" => Name::BlockScalar,
        "bad_block_scalar" => Name::BadBlockScalar,
        "alias" => Name::Alias,
        "flow_mapping" => Name::FlowMapping,
        "flow_sequence" => Name::FlowSequence,
        "flow_pair" => Name::FlowPair,
        "anchor" => Name::Anchor,
        "tag" => Name::Tag,
        "comment" => Name::Comment,
        "missing_colon" => Name::Mistake(Cause::MissingColon),
        "misindented" => Name::Mistake(Cause::Misindented),
        "tab_indent" => Name::Mistake(Cause::Tab),
        "bad_scalar" => Name::Mistake(Cause::BadScalar),
        "unclosed_quote" => Name::Mistake(Cause::UnclosedQuote),
        "unclosed_flow" => Name::Mistake(Cause::UnclosedFlow),
        "stray_line" => Name::Mistake(Cause::StrayLine),
        "too_deep" => Name::Mistake(Cause::TooDeep),
        "conflict_marker" => Name::Mistake(Cause::Conflict),
        _ => Name::Other,
    }
}
