//! The known name that is nearest to a misspelt one, in edits.
//!
//! [`near`] compares with each name of a short list. [`NearNames`] is a list made ready for many questions: a
//! tree of letters, searched for names one edit away, then two, and so on, so that a question reads the few
//! branches that can still lead to one. Where names are many and alike even those are many; so a question
//! ends after [`MOST_CELLS`], whatever else was asked before; where it found nothing, it looks at those names besides
//! that stand around by the alphabet, and so begin alike.

use std::sync::atomic::{AtomicU64, Ordering};

/// Longest part of a name that is compared, in characters.
const MAX_LEN: usize = 128;

/// Most cells of the table of distances that one question to [`NearNames`] fills. The names that need the
/// fewest edits are looked for first: what is not found then was far off.
const MOST_CELLS: usize = 1 << 14;

/// How many names before, and how many behind, are compared where there are too many to look at all.
const AROUND: usize = 32;

/// How many edits a name of so many characters may be away from what was meant: a third of them, at least
/// one, and never all.
fn most_edits(len: usize) -> usize {
    (len / 3).max(1).min(len.saturating_sub(1))
}

/// The name among `known` that `name` was most likely meant to be, and how many were compared with care.
/// `None` where nothing is near: a third of its length in edits, at least one, swaps and letter case counted
/// as one. Of several that are as near, the first by the alphabet.
pub fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> (Option<&'a str>, usize) {
    let len = name.chars().count();
    let mut most = most_edits(len);
    let mut compared = 0;
    let name = Folded::of(name);
    let mut best: Option<(usize, &str)> = None;
    for known in known {
        // Most names are told apart by their length alone.
        if known.len() + most < name.len || known.len() > 4 * (len + most) {
            continue;
        }
        compared += 1;
        let Some(distance) = distance(&name, &Folded::of(known), most) else {
            continue;
        };
        if best.is_none_or(|b| (distance, known) < b) {
            best = Some((distance, known));
            most = distance;
        }
    }
    let best = best.filter(|(distance, _)| *distance < len);
    (best.map(|(_, known)| known), compared)
}

/// The start of a name in lower case.
struct Folded {
    chars: [char; MAX_LEN],
    len: usize,
}

impl Folded {
    fn of(name: &str) -> Folded {
        let mut folded = Folded {
            chars: ['\0'; MAX_LEN],
            len: 0,
        };
        let lower = name.chars().flat_map(char::to_lowercase);
        for (slot, c) in folded.chars.iter_mut().zip(lower) {
            *slot = c;
            folded.len += 1;
        }
        folded
    }

    fn chars(&self) -> &[char] {
        &self.chars[..self.len]
    }
}

/// A row of the table of distances: between a start of one name and all starts of the other.
type Row = [u8; MAX_LEN + 2];

/// Edit distance with swaps of neighbours (optimal string alignment); `None` above the limit.
fn distance(a: &Folded, b: &Folded, most: usize) -> Option<usize> {
    let (a, b) = (a.chars(), b.chars());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut rows = [[0; MAX_LEN + 2]; 3];
    fill_first(&mut rows[0], b.len(), most);
    for i in 1..=a.len() {
        let [row, above, before] = [i % 3, (i + 2) % 3, (i + 1) % 3];
        let [above, before] = [rows[above], rows[before]];
        let last = (i > 1).then(|| (a[i - 2], &before));
        if fill(&mut rows[row], &above, last, a[i - 1], i, b, most) > most {
            return None;
        }
    }
    let edits = usize::from(rows[a.len() % 3][b.len()]);
    Some(edits).filter(|d| *d <= most)
}

/// The row of no letters yet.
fn fill_first(row: &mut Row, len: usize, most: usize) {
    for (j, cell) in row.iter_mut().enumerate().take(len.min(most + 1) + 1) {
        *cell = j as u8;
    }
}

/// Fills row `i`, of the starts that end with `letter`, as far as cells can be `most` or less: those at most
/// so far from the diagonal, and one at each side that says "more". `last`: the letter before, and the row before
/// the one `above`. Returns the least cell.
fn fill(
    row: &mut Row,
    above: &Row,
    last: Option<(char, &Row)>,
    letter: char,
    i: usize,
    other: &[char],
    most: usize,
) -> usize {
    let (low, high) = (i.saturating_sub(most).max(1), (i + most).min(other.len()));
    let more = (most + 1).min(u8::MAX as usize) as u8;
    row[low - 1] = if i <= most && low == 1 { i as u8 } else { more };
    let mut least = row[low - 1];
    for j in low..=high {
        let cost = u8::from(letter != other[j - 1]);
        let mut best = (above[j] + 1).min(row[j - 1] + 1).min(above[j - 1] + cost);
        if let Some((last, before)) = last
            && j > 1
            && letter == other[j - 2]
            && last == other[j - 1]
        {
            best = best.min(before[j - 2] + 1);
        }
        row[j] = best;
        least = least.min(best);
    }
    row[high.max(low - 1) + 1] = more;
    usize::from(least)
}

/// Names of which it is asked many times which is the nearest to one that is not among them.
#[derive(Debug, Default)]
pub struct NearNames {
    /// Each before its branches, these by their letters.
    nodes: Vec<Node>,
    /// Sorted by their letters in lower case, then as they are.
    names: Vec<Box<str>>,
    /// How many cells all questions have filled.
    cells: AtomicU64,
}

/// A start that names have in common.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// Its last letter, in lower case.
    letter: char,
    /// The node after its last branch.
    end: u32,
    /// The names that end here.
    names: [u32; 2],
    /// How many letters it has.
    depth: u8,
    /// How many letters the shortest and the longest name have that start so.
    lengths: [u8; 2],
}

impl NearNames {
    /// Of these names.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> NearNames {
        let mut all: Vec<(Vec<char>, &str)> = names
            .into_iter()
            .map(|name| (Folded::of(name).chars().to_vec(), name))
            .collect();
        all.sort_unstable();
        let mut near = NearNames::default();
        let mut open: Vec<u32> = Vec::new();
        let mut previous: &[char] = &[];
        for (at, (letters, name)) in all.iter().enumerate() {
            let common = previous.iter().zip(letters).take_while(|(a, b)| a == b);
            let common = common.count();
            near.close(&mut open, common);
            for letter in &letters[common..] {
                open.push(near.nodes.len() as u32);
                near.nodes.push(Node {
                    letter: *letter,
                    end: 0,
                    names: [at as u32; 2],
                    depth: open.len() as u8,
                    lengths: [u8::MAX, 0],
                });
            }
            if let Some(last) = open.last() {
                near.nodes[*last as usize].names[1] = at as u32 + 1;
            }
            for node in &open {
                let [least, most] = &mut near.nodes[*node as usize].lengths;
                *least = (*least).min(letters.len() as u8);
                *most = (*most).max(letters.len() as u8);
            }
            near.names.push(Box::from(*name));
            previous = letters;
        }
        near.close(&mut open, 0);
        near
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    fn close(&mut self, open: &mut Vec<u32>, depth: usize) {
        let end = self.nodes.len() as u32;
        for node in open.drain(depth.min(open.len())..) {
            self.nodes[node as usize].end = end;
        }
    }

    /// The name that `name` was most likely meant to be, as [`near`] says it, and how many edits away it is.
    /// Where too many names had to be looked at, it may be one that is farther off, or none.
    pub fn find(&self, name: &str) -> Option<(usize, &str)> {
        self.find_in("", name, |_| true)
    }

    /// The same among the names that start with `start`, of what follows there, and only those that `fits` takes.
    pub fn find_in(
        &self,
        start: &str,
        name: &str,
        mut fits: impl FnMut(&str) -> bool,
    ) -> Option<(usize, &str)> {
        let len = name.chars().count();
        let asked = Folded::of(name);
        let (from, to) = self.below(start)?;
        let mut search = Search {
            names: self,
            asked: asked.chars(),
            skipped: start.chars().count(),
            rows: Box::new([[0; MAX_LEN + 2]; MAX_LEN + 1]),
            left: MOST_CELLS,
        };
        let mut fits = |name: &str| name.starts_with(start) && fits(name);
        let mut found = None;
        for edits in 0..=most_edits(len) {
            found = search.pass(from..to, edits, &mut fits);
            if found.is_some() || search.left == 0 {
                break;
            }
        }
        let mut filled = (MOST_CELLS - search.left) as u64;
        if found.is_none() && search.left == 0 {
            let (around, compared) = self.around(start, name, &mut fits);
            found = around;
            filled += compared as u64;
        }
        self.cells.fetch_add(filled, Ordering::Relaxed);
        found.filter(|(edits, _)| *edits < len)
    }

    /// The nearest among the names that begin alike, and how many cells were filled for it.
    fn around(
        &self,
        start: &str,
        name: &str,
        fits: &mut dyn FnMut(&str) -> bool,
    ) -> (Option<(usize, &str)>, usize) {
        let whole = format!("{start}{name}");
        let asked = Folded::of(&whole);
        let at = self
            .names
            .partition_point(|n| Folded::of(n).chars() < asked.chars());
        let (from, to) = (at.saturating_sub(AROUND), at + AROUND);
        let mut most = most_edits(name.chars().count());
        let mut filled = 0;
        let mut best: Option<(usize, &str)> = None;
        for known in &self.names[from..to.min(self.names.len())] {
            if !fits(known) {
                continue;
            }
            filled += asked.len * (2 * most + 1).min(asked.len + 1);
            let Some(edits) = distance(&asked, &Folded::of(known), most) else {
                continue;
            };
            if best.is_none_or(|b| (edits, &**known) < b) {
                best = Some((edits, known));
                most = edits;
            }
        }
        (best, filled)
    }

    /// The nodes behind those of a start that is written out; `None` where no name has it.
    fn below(&self, start: &str) -> Option<(usize, usize)> {
        let (mut from, mut to) = (0, self.nodes.len());
        for letter in start.chars().flat_map(char::to_lowercase) {
            while from < to && self.nodes[from].letter != letter {
                from = self.nodes[from].end as usize;
            }
            to = self.nodes[from..to].first()?.end as usize;
            from += 1;
        }
        Some((from, to))
    }

    /// How many cells of tables of distances all questions so far have filled: the work that they were.
    pub fn cells(&self) -> u64 {
        self.cells.load(Ordering::Relaxed)
    }
}

/// One question.
struct Search<'n, 'a> {
    names: &'n NearNames,
    asked: &'a [char],
    /// How many letters stand before what is compared.
    skipped: usize,
    /// The rows of the node that is looked at and of those above it, by depth.
    rows: Box<[Row; MAX_LEN + 1]>,
    /// How many cells may still be filled.
    left: usize,
}

impl<'n> Search<'n, '_> {
    /// The first name by the alphabet that is exactly so many edits away; none must be nearer.
    fn pass(
        &mut self,
        nodes: std::ops::Range<usize>,
        most: usize,
        fits: &mut dyn FnMut(&str) -> bool,
    ) -> Option<(usize, &'n str)> {
        let len = self.asked.len();
        fill_first(&mut self.rows[0], len, most);
        let mut best: Option<&str> = None;
        let mut at = nodes.start;
        let mut letters = ['\0'; MAX_LEN + 1];
        while at < nodes.end {
            let node = self.names.nodes[at];
            let lengths = node.lengths.map(|l| usize::from(l) - self.skipped);
            if lengths[1] + most < len || lengths[0] > len + most {
                at = node.end as usize;
                continue;
            }
            let cells = (2 * most + 1).min(len + 1);
            let Some(left) = self.left.checked_sub(cells) else {
                self.left = 0;
                break;
            };
            self.left = left;
            let depth = usize::from(node.depth) - self.skipped;
            letters[depth] = node.letter;
            let (above, rest) = self.rows.split_at_mut(depth);
            let last = (depth > 1).then(|| (letters[depth - 1], &above[depth - 2]));
            let row = &mut rest[0];
            let least = fill(
                row,
                &above[depth - 1],
                last,
                node.letter,
                depth,
                self.asked,
                most,
            );
            if least > most {
                at = node.end as usize;
                continue;
            }
            if depth.abs_diff(len) <= most && usize::from(row[len]) <= most {
                let [from, to] = node.names.map(|n| n as usize);
                let names = self.names.names[from..to].iter().map(|n| &**n);
                let better = names
                    .filter(|n| best.is_none_or(|b| *n < b) && fits(n))
                    .min();
                best = better.or(best);
            }
            at += 1;
        }
        best.map(|name| (most, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_nearest_first() {
        let known = [
            "f/a/fetch_users",
            "f/a/fetch_user",
            "f/b/send",
            "f/b/SEND_IT",
        ];
        let names = NearNames::of(known);
        assert_eq!(names.find("f/a/fetch_usr"), Some((1, "f/a/fetch_user")));
        assert_eq!(names.find("f/a/fecth_users"), Some((1, "f/a/fetch_users")));
        assert_eq!(names.find("f/b/send_it"), Some((0, "f/b/SEND_IT")));
        assert_eq!(names.find("f/b/sned"), Some((1, "f/b/send")));
        assert_eq!(names.find("g/other/thing"), None);
        assert_eq!(names.find(""), None);
        assert_eq!(NearNames::of([]).find("a"), None);
    }

    #[test]
    fn among_the_names_with_a_start() {
        let known = [
            "f/a/send",
            "f/a/x/sent",
            "f/b/sent",
            "f/ab/sent",
            "F/A/sent",
        ];
        let names = NearNames::of(known);
        let beside = |name: &str| !name["f/a/".len()..].contains('/');
        assert_eq!(names.find_in("f/a/", "sent", beside), Some((1, "f/a/send")));
        assert_eq!(names.find_in("f/a/", "sent", |_| false), None);
        assert_eq!(names.find_in("f/c/", "sent", beside), None);
        assert_eq!(
            names.find_in("f/b/", "sent", |_| true),
            Some((0, "f/b/sent"))
        );
    }

    #[test]
    fn a_long_question_ends() {
        let known: Vec<String> = (0..20_000).map(|i| format!("name_{i:05}")).collect();
        let names = NearNames::of(known.iter().map(String::as_str));
        assert_eq!(names.find("nmae_00077"), Some((1, "name_00077")));
        for question in ["eman_12345", &"x".repeat(1_000), "name_xyzwv", "größe"] {
            let before = names.cells();
            names.find(question);
            let cells = names.cells() - before;
            let most = MOST_CELLS + 2 * AROUND * MAX_LEN * MAX_LEN;
            assert!(cells <= most as u64, "{question}: {cells}");
        }
    }

    proptest! {
        /// A list made ready gives the same answer as one that is compared name by name.
        #[test]
        fn both_ways_agree(
            known in prop::collection::vec("[abC_/]{0,9}|f/ab/[abc]{1,5}", 0..30),
            asked in prop::collection::vec("[abC_/]{0,9}|f/ab/[abc]{1,5}", 1..8),
        ) {
            let names = NearNames::of(known.iter().map(String::as_str));
            for name in asked {
                let (expected, _) = near(&name, known.iter().map(String::as_str));
                prop_assert_eq!(names.find(&name).map(|(_, found)| found), expected, "{}", name);
            }
        }
    }
}
