//! Random edits of a kind that mostly leaves a text valid. The same at each run.

/// What a language is edited with.
pub(crate) struct Pieces {
    /// What takes the place of a word.
    pub(crate) expressions: &'static [&'static str],
    /// What is put round a word.
    pub(crate) around: &'static [(&'static str, &'static str)],
    /// What becomes a line.
    pub(crate) statements: &'static [&'static str],
    /// Signs and blanks, and what they become.
    pub(crate) changes: &'static [(&'static str, &'static str)],
}

/// A small generator of numbers: the same at each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

/// The texts after some edits each.
pub(crate) fn edited(
    texts: Vec<String>,
    pieces: &'static Pieces,
    rounds: usize,
) -> impl Iterator<Item = String> {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    (0..rounds).map(move |_| {
        let mut text = random.pick(&texts).clone();
        for _ in 0..=random.below(4) {
            edit(&mut text, pieces, &mut random);
        }
        text
    })
}

fn edit(text: &mut String, pieces: &Pieces, random: &mut Random) {
    let words = words(text);
    let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    if words.is_empty() || lines.is_empty() {
        return;
    }
    let word = random.pick(&words).clone();
    let line = *random.pick(&lines);
    let indent = text[line..].len() - text[line..].trim_start_matches([' ', '\t']).len();
    let indent = text[line..line + indent].to_owned();
    match random.below(8) {
        0..4 => {
            let expression: &&str = random.pick(pieces.expressions);
            text.replace_range(word, expression);
        }
        4 => {
            let wrapped = random.pick(pieces.around);
            let inner = format!("{}{}{}", wrapped.0, &text[word.clone()], wrapped.1);
            text.replace_range(word, &inner);
        }
        5 | 6 => {
            let statement = random.pick(pieces.statements);
            let statement = statement.replace('\n', &format!("\n{indent}"));
            text.insert_str(line, &format!("{indent}{statement}\n"));
        }
        _ => {
            let (from, to) = *random.pick(pieces.changes);
            *text = text.replacen(from, to, 1 + random.below(3));
        }
    }
}

/// Where identifiers and numbers stand, those in strings and comments among them.
fn words(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        if !(c.is_alphanumeric() || c == '_') {
            continue;
        }
        let end = at + c.len_utf8();
        match found.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end = end,
            None => found.push(at..end),
        }
    }
    found
}
