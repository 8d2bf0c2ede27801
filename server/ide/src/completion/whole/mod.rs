//! Whole values: a flow, a step, what a step does, what it is given, written with the person.

pub(super) mod alike;
mod code;
pub(crate) mod draft;
mod field;
mod id;
pub(crate) mod input;
mod near;
mod schema;
pub(crate) mod source;
pub(crate) mod step;
mod transforms;

use model::file::File;
use model::flow::Position;
use model::language::ScriptLanguage;
use model::openflow::{Def, Reading, openflow};
use model::workspace::Workspace;
use syntax::Span;
use syntax::text::line_start;
use syntax::yaml::Node;

use self::draft::Draft;
use self::source::{At, Here, Role};
use self::step::Offer;
use super::quote::yaml_scalar;
use super::{Completion, CompletionKind, Snippet};
use crate::cursor::{InKey, InValue};

pub(super) use field::{missing, of_field, of_value};
pub(super) use id::{id_of, next_id};
pub(super) use schema::{keys as schema_keys, values as schema_values};
pub(super) use transforms::{awaits_inputs, inputs, kinds};

/// Most scripts that are offered with their key.
const MOST_TAKERS: usize = 2;

/// Where a key or an item is to be written.
pub(super) struct Spot<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) file: &'a File,
    pub(super) at: &'a InKey,
    /// The column of what is written, from 0.
    column: usize,
    /// Whether a dash stands before it on its line.
    follows_dash: bool,
    /// What stands before it: the indentation that is not there yet, the dash of an item.
    lead: String,
}

impl<'a> Spot<'a> {
    /// At the cursor.
    pub(super) fn new(workspace: &'a Workspace, file: &'a File, at: &'a InKey) -> Spot<'a> {
        let start = at.partial.span.start as usize;
        let line = &file.text()[line_start(file.text(), start)..start];
        // Behind a bare dash a blank comes first.
        let blank = usize::from(at.partial.value.is_empty() && line.ends_with('-'));
        Spot {
            workspace,
            file,
            at,
            column: line.len() + blank,
            follows_dash: line.trim_start().starts_with('-'),
            lead: String::new(),
        }
    }

    /// On the line below a key at `column`, of which nothing is there yet.
    pub(super) fn below_key(
        workspace: &'a Workspace,
        file: &'a File,
        at: &'a InKey,
        column: usize,
    ) -> Spot<'a> {
        let column = column + draft::STEP;
        Spot {
            workspace,
            file,
            at,
            column,
            follows_dash: false,
            lead: format!("\n{}", " ".repeat(column)),
        }
    }

    /// Further in by this, which is written before it.
    pub(super) fn behind(&self, lead: &str) -> Spot<'a> {
        Spot {
            column: self.column + lead.len(),
            follows_dash: self.follows_dash,
            lead: format!("{}{lead}", self.lead),
            ..*self
        }
    }

    /// What stands before what is written.
    pub(super) fn lead(&self) -> &str {
        &self.lead
    }

    /// Whether several lines can be written: not in brackets, not before what stands deeper than the line, for
    /// that would be torn off.
    pub(super) fn is_free(&self) -> bool {
        let text = self.file.text();
        let end = self.at.partial.span.end as usize;
        let rest = text[end..].split_once('\n').map_or("", |(_, rest)| rest);
        let next = rest.lines().find(|l| !l.trim().is_empty());
        let deeper = next.is_some_and(|l| {
            let column = l.len() - l.trim_start_matches(' ').len();
            // The keys of an item stand where the first one comes.
            column > self.column || self.follows_dash && column == self.column
        });
        !self.at.in_braces && !self.at.has_colon && !deeper
    }

    /// The mapping that goes on below a dash, where the cursor is behind that.
    pub(super) fn item_below(&self) -> Option<Node<'a>> {
        let text = self.file.text();
        let end = self.at.partial.span.end as usize;
        let mut start = end + text[end..].find('\n')? + 1;
        for line in text[start..].split_inclusive('\n') {
            let column = line.len() - line.trim_start_matches(' ').len();
            if !line.trim().is_empty() {
                let key = self.at.flow.yaml().at(start + column)?;
                let is_key =
                    key.span().start as usize == start + column && key.own_pair().is_some();
                let is_here = self.follows_dash && column == self.column;
                return key.parent().filter(|_| is_key && is_here);
            }
            start += line.len();
        }
        None
    }

    /// A proposal that writes this here.
    fn item(&self, label: &str, kind: CompletionKind, snippet: Snippet) -> Completion {
        let mut whole = Snippet::new().text(&self.lead);
        whole.append(snippet);
        Completion::new(label, kind, self.at.partial.span).inserting_snippet(whole)
    }

    /// A proposal that writes a draft here.
    pub(super) fn draft(&self, label: &str, draft: &Draft) -> Completion {
        let mut item = self.item(label, CompletionKind::Snippet, draft.at(self.column));
        // Who has no places to fill in gets all of it, with something in each but the last.
        let whole = draft.filled().at(self.column).to_plain();
        item.insert = format!("{}{whole}", self.lead);
        item
    }

    /// A step that is to come.
    fn new_step(&self) -> Here<'a> {
        let role = match self.at.owner.as_str() {
            "tools" => Role::Tool,
            "failure_module" => Role::Failure,
            "preprocessor_module" => Role::Preprocessor,
            _ => Role::Step,
        };
        Here::new_step(self.workspace, self.file, &self.at.flow, role)
    }

    /// Where a step that is to come stands: behind the one before it in its list, or in the one around; `None`: it is the
    /// first of the flow.
    fn place(&self) -> Option<At> {
        let (flow, text) = (&self.at.flow, self.file.text());
        let start = self.at.partial.span.start;
        let column = |o: usize| o - line_start(text, o);
        let before = flow
            .modules()
            .map(|(idx, m)| (idx, flow.node(m.node).span().start));
        let before: Vec<_> = before.filter(|(_, s)| *s < start).collect();
        let (idx, begin) = before
            .into_iter()
            .rev()
            .find(|(_, s)| column(*s as usize) <= self.column)?;
        if column(begin as usize) < self.column {
            return Some(At::In(idx));
        }
        // What stands less deep between them has ended the list.
        let dash = self.column.saturating_sub(draft::STEP);
        let between = text.get(begin as usize..line_start(text, start as usize))?;
        let is_over = |line: &str| {
            let bare = line.trim_start_matches(' ');
            let own = line.len() - bare.len();
            !bare.is_empty() && (own < dash || own == dash && !bare.starts_with('-'))
        };
        match between.lines().skip(1).any(is_over) {
            false => Some(At::Behind(idx)),
            true => flow.module(idx).parent.map(At::In),
        }
    }

    /// The step whose keys these are, or whose `value` has them.
    fn here(&self) -> Here<'a> {
        let at = self.at;
        let own = at.module.filter(|idx| {
            let module = at.flow.module(*idx);
            let nodes = [Some(module.node), module.value];
            let is_own = |n| n == at.mapping || at.mapping.is_none() && n == at.holder;
            nodes.into_iter().filter(Option::is_some).any(is_own)
        });
        match own {
            Some(idx) => Here::at(
                self.workspace,
                self.file,
                &at.flow,
                idx,
                Position::Transform,
            ),
            None => self.new_step(),
        }
    }
}

/// Whether a mapping, or an item of a list, is read as one of these definitions.
pub(super) fn is_one(reading: &Reading, names: &[&str]) -> bool {
    reading.defs.iter().any(|d| is_named(d, names))
}

fn is_named(def: &'static Def, names: &[&str]) -> bool {
    let def = openflow().target(def);
    names.iter().any(|n| std::ptr::eq(def, openflow().def(n)))
}

/// What the items of a list are.
fn item_def(reading: &Reading) -> Option<&'static Def> {
    let list = reading.defs.iter().find_map(|d| d.items.as_deref())?;
    Some(openflow().target(list))
}

/// Items of a list of steps, tools or branches, with their dashes.
pub(super) fn items(spot: &Spot<'_>) -> Vec<Completion> {
    let Some(def) = item_def(&spot.at.reading) else {
        return Vec::new();
    };
    let spot = spot.behind("- ");
    of_item(&spot, def)
}

/// The same where the dash is there already.
pub(super) fn item_keys(spot: &Spot<'_>) -> Vec<Completion> {
    let defs = spot.at.reading.defs.iter();
    defs.flat_map(|def| of_item(spot, def)).collect()
}

fn of_item(spot: &Spot<'_>, def: &'static Def) -> Vec<Completion> {
    let about = "The list goes on with what the step does.";
    if is_named(def, &["FlowModule", "AgentTool"]) {
        let here = spot.new_step();
        let id = match here.role {
            Role::Failure => Draft::fixed("failure"),
            Role::Preprocessor => Draft::fixed("preprocessor"),
            Role::Step | Role::Tool => Draft::stop(next_id(&spot.at.flow)),
        };
        let begun = Draft::map([("id", id.clone()), ("summary", Draft::End)]);
        let label = if here.role == Role::Tool {
            "tool"
        } else {
            "step"
        };
        let first = spot
            .draft(label, &begun)
            .detail("id and summary")
            .about(about)
            .matched_by(format!("id: {label}"));
        let bare = Draft::map([("id", id.clone()), ("value", Draft::Below)]);
        let bare = spot
            .draft(&format!("{label} without a summary"), &bare)
            .detail("id and value")
            .matched_by(format!("id: {label}"));
        let whole = |offer: Offer| {
            let draft = step::whole_step(&id, here.role, offer.value, offer.beside);
            let found_by = format!("id: {} {}", offer.label, offer.words);
            spot.draft(&offer.label, &draft)
                .detail(offer.detail)
                .matched_by(found_by)
        };
        let offers = step::kinds(&here)
            .into_iter()
            .chain(step::approval(here.role))
            .map(whole);
        // A tool's summary is its name.
        let bare = (here.role != Role::Tool).then_some(bare);
        let files = match here.role {
            Role::Step => steps_of_files(spot),
            _ => Vec::new(),
        };
        let begun = [first].into_iter().chain(bare);
        return begun.chain(files).chain(offers).collect();
    }
    if is_named(def, &["BranchOneBranch", "BranchAllBranch"]) {
        let mut begun = vec![("summary", Draft::stop("")), ("modules", Draft::FirstItem)];
        if is_named(def, &["BranchOneBranch"]) {
            begun.push(("expr", Draft::stop("")));
        }
        let begun = Draft::map(begun);
        let found_by = "summary: branch";
        return vec![
            spot.draft("branch", &begun)
                .detail("summary and steps")
                .matched_by(found_by)
                .reopening(),
        ];
    }
    Vec::new()
}

/// Whole steps for the files beside the flow that no step runs yet.
fn steps_of_files(spot: &Spot<'_>) -> Vec<Completion> {
    if near::free_files(spot.workspace, spot.file, &spot.at.flow).is_empty() {
        return Vec::new();
    }
    let here = match spot.place() {
        Some(place) => spot.new_step().reading(place),
        None => spot.new_step(),
    };
    // Who gives steps names gives this one the name of its file.
    let is_named = here.flow.modules().any(|(_, m)| m.id_text().len() > 2);
    let item = |(title, offer): (String, Offer)| {
        let id = match is_named.then(|| id::id_of(&title)) {
            Some(id) if !id.is_empty() && here.flow.by_id(&id).is_empty() => id,
            _ => next_id(&here.flow),
        };
        let draft = Draft::map([
            ("id", Draft::stop(id)),
            ("summary", Draft::stop(yaml_scalar(&title))),
            ("value", Draft::map(offer.value)),
        ]);
        let found_by = format!("id: {} {}", offer.label, offer.words);
        spot.draft(&offer.label, &draft)
            .detail(offer.detail)
            .matched_by(found_by)
    };
    let offers = near::steps_of_files(&here).into_iter();
    offers.map(item).collect()
}

/// The scripts that take all that a step is given, each behind `path:`.
pub(super) fn takers(spot: &Spot<'_>) -> Vec<Completion> {
    let here = spot.here();
    let item = |path: String| {
        let pair = Draft::map([("path", Draft::fixed(&path))]);
        spot.draft(&format!("path: {path}"), &pair)
            .detail("takes what is given")
    };
    let paths = near::takers(&here).into_iter();
    paths.take(MOST_TAKERS).map(item).collect()
}

/// The same paths alone, at a value.
pub(super) fn taking(workspace: &Workspace, file: &File, at: &InValue) -> Vec<String> {
    let Some(idx) = at.module else {
        return Vec::new();
    };
    near::takers(&Here::given(workspace, file, &at.flow, idx))
}

/// Sorts paths that a step could run: what it is called comes first, then what lies beside its flow.
pub(super) fn nearest_first(
    workspace: &Workspace,
    file: &File,
    at: &InValue,
    paths: &mut [Completion],
) {
    if let Some(idx) = at.module {
        let here = Here::given(workspace, file, &at.flow, idx);
        near::by_name(&here, paths, |c| &c.label);
    }
}

/// What a step can do, where the keys of its `value` are written; `taken` are there already: what its name speaks of, and
/// then what else there is.
pub(super) fn values(spot: &Spot<'_>, taken: &[String]) -> (Vec<Completion>, Vec<Completion>) {
    let here = spot.here();
    let mapping = spot.at.mapping.map(|m| spot.at.flow.node(m));
    // What is there says the same, or it is no longer that offer.
    let agrees = |offer: &Offer| {
        taken.iter().all(|key| {
            let own = offer.value.iter().find(|(k, _)| k == key);
            let Some((_, Draft::Line(text))) = own else {
                return false;
            };
            let value = mapping.and_then(|m| m.get(key)).and_then(|v| v.as_str());
            value.is_some_and(|v| v == text.to_plain().trim_matches('\''))
        })
    };
    let item = |mut offer: Offer| {
        offer.value.retain(|(key, _)| !taken.contains(key));
        let draft = Draft::map(offer.value);
        let first = draft.first_key().unwrap_or_default();
        let found_by = format!("{first}: {} {}", offer.words, offer.label);
        let least = usize::from(!taken.is_empty());
        let is_whole = matches!(&draft, Draft::Map(pairs) if pairs.len() > least);
        is_whole.then(|| {
            spot.draft(&offer.label, &draft)
                .detail(offer.detail)
                .matched_by(found_by)
        })
    };
    let items = |offers: Vec<Offer>| {
        let offers = offers.into_iter().filter(agrees);
        offers.filter_map(item).collect()
    };
    let (named, mut others): (Vec<Offer>, Vec<Offer>) =
        near::named(&here).into_iter().partition(|o| o.is_named);
    others.extend(step::kinds(&here));
    (items(named), items(others))
}

/// What a step can do behind its `value:`, from the key on: what its name speaks of.
pub(super) fn named_values(spot: &Spot<'_>) -> Vec<Completion> {
    let here = spot.here();
    let item = |offer: Offer| {
        let draft = Draft::map([("value", Draft::map(offer.value))]);
        let found_by = format!("value: type: {} {}", offer.words, offer.label);
        spot.draft(&offer.label, &draft)
            .detail(offer.detail)
            .matched_by(found_by)
    };
    let offers = near::named(&here).into_iter();
    offers.map(item).collect()
}

/// A whole flow.
pub(super) fn flow(spot: &Spot<'_>) -> Completion {
    let step = Draft::map([("id", Draft::stop("a")), ("summary", Draft::stop(""))]);
    let modules = Draft::List(vec![step.with("value", Draft::Below)]);
    let draft = Draft::map([
        ("summary", Draft::stop("")),
        ("description", Draft::fixed("''")),
        ("value", Draft::map([("modules", modules)])),
        ("schema", schema::draft(spot)),
    ]);
    spot.draft("flow", &draft)
        .detail("summary, a first step, schema")
        .meant()
        .matched_by("summary: flow")
}

/// The code of a step, where its `content:` is empty: a new file, or a block in the flow with a `main` that takes
/// what the step is given.
pub(super) fn contents(workspace: &Workspace, file: &File, at: &InValue) -> Vec<Completion> {
    let Some(idx) = at.module else {
        return Vec::new();
    };
    let here = Here::at(workspace, file, &at.flow, idx, Position::Transform);
    let mapping = at.flow.node(at.mapping);
    let language = mapping.get("language").and_then(|l| l.as_str());
    let languages = match language.as_deref() {
        Some(name) => vec![ScriptLanguage::from_name(name)],
        None => vec![ScriptLanguage::Python3, ScriptLanguage::Bun],
    };
    let key = mapping
        .pair(&at.key)
        .map_or(at.offset, |p| p.key.span().start as usize);
    let column = key - line_start(file.text(), key);
    let replace = Span::at(at.offset);
    let mut items = Vec::new();
    for language in languages {
        if let Some(name) = code::new_file(&here, &language) {
            items.push(
                Completion::new(format!("!inline {name}"), CompletionKind::File, replace)
                    .detail("a new file")
                    .inserting(format!("'!inline {name}'")),
            );
        }
        if let Some(text) = code::skeleton(&language, &here) {
            let snippet = Draft::Block(text).at(column + draft::STEP);
            items.push(
                Completion::new(
                    format!("{} in the flow", language.name()),
                    CompletionKind::Snippet,
                    replace,
                )
                .inserting_snippet(snippet),
            );
        }
    }
    items
}
