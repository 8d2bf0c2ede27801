//! The event that a preprocessor is given: what it holds, by the kind of the trigger.

/// What the events of each kind hold beside `kind`, a kind a line: its name, then each field as Python writes it,
/// between tabs.
const EVENTS: &str = include_str!("../../../../grammars/python/event-fields.tsv");

/// The kinds that people use most; the others follow.
const FIRST: [&str; 3] = ["http", "webhook", "email"];

/// An event of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Event {
    /// The value of its `kind`.
    pub(super) kind: &'static str,
    fields: &'static str,
}

impl Event {
    /// Its fields with their types, `kind` left out.
    pub(super) fn fields(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.fields.split('\t').filter_map(|f| f.split_once(": "))
    }

    /// The field that holds what was sent: text, or what JSON it was.
    pub(super) fn payload(self) -> &'static str {
        let known = ["body", "payload", "msg", "row", "parsed_email"];
        let mut fields = self.fields().map(|(name, _)| name);
        fields.find(|f| known.contains(f)).unwrap_or("kind")
    }
}

/// All kinds, those first that people use most.
pub(super) fn events() -> impl Iterator<Item = Event> {
    let all = || {
        let lines = EVENTS.lines().filter_map(|l| l.split_once('\t'));
        lines.map(|(kind, fields)| Event { kind, fields })
    };
    let first = FIRST
        .into_iter()
        .filter_map(move |kind| all().find(|e| e.kind == kind));
    first.chain(all().filter(|e| !FIRST.contains(&e.kind)))
}

/// The kinds that an event may have at a line, as far as the lines say that it is in the branches of: `if event["kind"] ==
/// "http":` and `case "http":`. `above`: the code before the line, `indent`: of the line, in bytes.
pub(super) fn kinds_at(above: &str, indent: usize) -> Vec<&'static str> {
    let mut inner = indent;
    for line in above.lines().rev().filter(|l| !l.trim().is_empty()) {
        let own = line.len() - line.trim_start().len();
        if own >= inner {
            continue;
        }
        inner = own;
        let bare = line.trim();
        let is_case = bare.starts_with("case ");
        let is_test = (bare.starts_with("if ") || bare.starts_with("elif "))
            && bare.contains("kind")
            && bare.contains("==")
            && !bare.contains(" or ");
        if is_case || is_test {
            let named = |e: &Event| {
                ['"', '\'']
                    .iter()
                    .any(|q| bare.contains(&format!("{q}{}{q}", e.kind)))
            };
            let found: Vec<&str> = events().filter(named).map(|e| e.kind).collect();
            if !found.is_empty() {
                return found;
            }
        }
        if own == 0 {
            break;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_well() {
        assert!(EVENTS.lines().is_sorted());
        assert_eq!(events().count(), EVENTS.lines().count());
        for event in events() {
            assert_eq!(
                event.fields().count(),
                event.fields.split('\t').count(),
                "{event:?}"
            );
            assert_ne!(event.payload(), "kind", "{event:?}");
        }
    }

    #[test]
    fn branches_say_the_kind() {
        let above = "def preprocessor(event):\n    if event[\"kind\"] == \"http\":\n        x = 1\n        if x:\n            y = 1\n";
        assert_eq!(kinds_at(above, 12), ["http"]);
        assert_eq!(kinds_at(above, 8), ["http"]);
        assert_eq!(kinds_at(above, 4), [""; 0]);
        let above =
            "def preprocessor(event):\n    match event['kind']:\n        case 'sqs' | 'mqtt':\n";
        assert_eq!(kinds_at(above, 12), ["mqtt", "sqs"]);
    }
}
