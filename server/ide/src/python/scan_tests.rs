//! The scanner against the tree of code that parses: at every place both must see the same call.

use syntax::Language;
use tree_sitter::Node;

use super::{Inside, site};

/// A call as seen from a place: where its bracket opens, how many commas stand before the place, and the
/// name of the argument there.
type Seen = Option<(usize, usize, Option<String>)>;

fn scanned(text: &str, offset: usize) -> Seen {
    let site = site(text, offset);
    let call = site.call()?;
    let keyword = call.current().keyword.map(|k| k.slice(text).to_owned());
    Some((call.at, call.earlier().len(), keyword))
}

/// The brackets of all calls, as the tree has them.
fn calls(root: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut rest = vec![root];
    while let Some(node) = rest.pop() {
        rest.extend(node.children(&mut node.walk()));
        if node.kind() == "call" {
            found.extend(node.child_by_field_name("arguments"));
        }
    }
    found.sort_by_key(Node::start_byte);
    found
}

fn parsed(text: &str, calls: &[Node<'_>], offset: usize) -> Seen {
    let holds = |n: &&Node<'_>| n.start_byte() < offset && offset < n.end_byte();
    let call = calls.iter().rev().find(holds)?;
    let mut commas = 0;
    let mut argument = None;
    if call.kind() == "argument_list" {
        for child in call.children(&mut call.walk()) {
            if child.start_byte() > offset {
                break;
            }
            match child.kind() {
                "," if child.start_byte() < offset => (commas, argument) = (commas + 1, None),
                "keyword_argument" => argument = child.child_by_field_name("name"),
                _ => {}
            }
        }
    }
    let keyword = argument.map(|n| text[n.byte_range()].to_owned());
    Some((call.start_byte(), commas, keyword))
}

/// Compares at every place; how many there were in a call.
fn compare(name: &str, text: &str) -> usize {
    let tree = syntax::parse(Language::Python, text);
    assert!(!tree.root_node().has_error(), "{name}");
    let calls = calls(tree.root_node());
    let mut inside = 0;
    for offset in (0..=text.len()).filter(|&o| text.is_char_boundary(o)) {
        let wanted = parsed(text, &calls, offset);
        inside += usize::from(wanted.is_some());
        let line = text[..offset].lines().count();
        assert_eq!(
            scanned(text, offset),
            wanted,
            "{name}, line {line}, offset {offset}"
        );
    }
    inside
}

/// Scripts of the sample workspaces.
const SAMPLES: &[(&str, &str)] = &[
    (
        "form_intake",
        include_str!("../../../../tests/workspaces/clean/f/crm/form_intake.py"),
    ),
    (
        "score_lead",
        include_str!("../../../../tests/workspaces/broken/f/crm/score_lead.py"),
    ),
    (
        "db",
        include_str!("../../../../tests/workspaces/clean/f/shared/db.py"),
    ),
    (
        "upsert_contact",
        include_str!("../../../../tests/workspaces/clean/f/crm/upsert_contact.py"),
    ),
    (
        "sync_contacts",
        include_str!("../../../../tests/workspaces/clean/f/crm/sync_contacts.py"),
    ),
    (
        "send_reminder",
        include_str!("../../../../tests/workspaces/clean/f/billing/send_reminder.py"),
    ),
    (
        "list",
        include_str!("../../../../tests/workspaces/clean/f/billing/list_overdue_invoices.py"),
    ),
];

#[test]
fn agrees_with_the_tree_on_the_samples() {
    let places: usize = SAMPLES.iter().map(|(name, text)| compare(name, text)).sum();
    assert!(places > 1500, "{places}");
}

#[test]
fn agrees_with_the_tree_on_odd_code() {
    for text in [
        "f(a,\n  b)\nx = 1\ng(y)\n",
        "f(\n    # a comment, (with brackets\n    a,  # and 'a quote\n    b=1,\n)\n",
        "f('''a, (\nb''', \"\"\"c\n)\"\"\" 'd' \"e\", rb'\\'', x)\n",
        "f(f'{g(1, 2)!r:>{width}} {{, ' f\"\"\"{h(a,\n b)}\n, {c['d']}\"\"\", 3)\n",
        "f(lambda x, y: (x, y), *[1, 2], **{'a': 1, **b}, z=lambda: 0)\n",
        "f(x for x, (z, w) in y if g(x, 1))\nf(1, [a for a, b in c], 2)\nf([x\n   for x in y\n   if x], 2)\n",
        "f(a)(b, c)[d](e, k=f)\n(f)(1, 2)\n",
        "f(a if b else c,\n  not d,\n  e is not g,\n  h == 1, i <= 2)\n",
        "@f(1, a=2)\nclass A(B, metaclass=C):\n    def g(self, a, b=f(1, 2)): return f(a, b)\n",
        "f(1, \\\n  2, \\\n  3)\n",
        "with f(1, 2) as a, g(3) as b:\n    pass\n",
        "if (f(1) and\n        g(2, x=3)):\n    h(4)\n",
        "f(a\n  .b(c)\n  .d(e, g), h)\n",
        "f(ä, 'é😀', x=ü)\r\nf(\r\n    1,\r\n    b=2,\r\n)\r\n",
        "f(a := 1, b[1:2, ::3], c @ d, *e)\n",
        "f(\n    await g(),\n    from_=1,\n    import_path='a',\n    class_=2,\n    returned=3,\n)\n",
        "match f(1, 2):\n    case int(n) if g(n, 1) > 2:\n        pass\n    case [A(x=1), B(2, 3)]:\n        case = f(1)\n",
        "def g[T: (int, str)](a: T, b=f(1, 2)): return f(a)\nclass A[T](B[T]):\n    x = f(1)\n",
        "f(1,)\nf(  )\nf( a , b = 1 )\n",
        "x = {'a': f(1), 'b': [g(2, 3)]}\nprint(x)\n",
        "f(u'a', b'c', Rb'd', 1.5e3, 0x1F, 1_000)\n",
        "async def f():\n    async with g(1) as a:\n        return [x async for x in h(2, 3)]\n",
        "f(\n    1\n    if a\n    else 2,\n    (yield),\n)\n",
        "f('a'\n  'b'\n  f'c'\n  r'd', 2)\n",
    ] {
        assert!(compare(text, text) > 0);
    }
}

#[test]
fn what_a_place_is_inside() {
    let rows = [
        ("x = 'a|b'", "ab"),
        ("x = '|ab", "ab"),
        ("x = 'ab|", "ab"),
        ("x = '|'", ""),
        ("f(\"\"\"a\n|b\"\"\")", "a\nb"),
        ("x = r'a|\\' + y", "a\\' + y"),
        ("x = 'a|\r\ny", "a"),
    ];
    for (marked, wanted) in rows {
        let offset = marked.find('|').expect("each row has its place");
        let text = marked.replacen('|', "", 1);
        let Inside::Text(span) = site(&text, offset).inside else {
            panic!("{marked}");
        };
        assert_eq!(span.slice(&text), wanted, "{marked}");
    }
    for (marked, wanted) in [
        ("|'a'", Inside::Code),
        ("'a'|", Inside::Code),
        ("# a|", Inside::Comment),
        ("# a\n|", Inside::Code),
        ("|# a", Inside::Code),
        ("f'|'", Inside::Other),
        ("f'a|{b}'", Inside::Other),
        ("f'{|b}'", Inside::Code),
        ("f'{b}|'", Inside::Other),
        ("f'{b}'|", Inside::Code),
        ("f'a|", Inside::Other),
        ("b'|a'", Inside::Other),
        ("'''a'''|", Inside::Code),
    ] {
        let offset = marked.find('|').expect("each row has its place");
        let text = marked.replacen('|', "", 1);
        assert_eq!(site(&text, offset).inside, wanted, "{marked}");
    }
}

#[test]
fn any_text_at_any_place() {
    let text = "f(a, 'b\n\\é \"\"\" {x: [1)}] f'{g(h!r:{w}}' # \u{2014} rb'\\' = **k @d\n\\";
    let places: Vec<usize> = (0..=text.len())
        .filter(|&o| text.is_char_boundary(o))
        .collect();
    for &start in &places {
        for &end in places.iter().filter(|&&e| e >= start) {
            let part = &text[start..end];
            for offset in (0..=part.len()).filter(|&o| part.is_char_boundary(o)) {
                let site = site(part, offset);
                assert!(site.open.iter().all(|b| b.at < part.len() && b.before >= 1));
            }
        }
    }
}
