//! Flow collections of generated texts.

use super::words::PLAIN;
use super::{DEEPEST, Writer};

impl Writer<'_> {
    /// A flow collection; `within`: it may take several lines, right of that column.
    pub(super) fn flow(&mut self, within: Option<usize>) {
        self.depth += 1;
        let map = self.pick(2) == 1;
        self.put(if map { "{" } else { "[" });
        let entries = self.pick(4);
        for i in 0..entries {
            self.gap(within);
            match (map, self.pick(8)) {
                (false, 0..=4) | (true, 7) => self.flow_value(within),
                (_, 5) => {
                    self.put("? ");
                    self.flow_pair(within);
                }
                _ => self.flow_pair(within),
            }
            self.gap(within);
            if i + 1 < entries || self.rarely(4) {
                self.put(",");
            }
        }
        self.gap(within);
        self.put(if map { "}" } else { "]" });
        self.depth -= 1;
    }

    /// Blanks, line breaks and comments between the parts of a flow collection.
    fn gap(&mut self, within: Option<usize>) {
        let kind = self.pick(10);
        match (kind, within) {
            (0..=3, _) | (_, None) => self.put(" "),
            (4 | 5, _) => {}
            (_, Some(column)) => {
                let gap = match kind {
                    6 | 7 => "\n",
                    8 => " # in between: ]\n",
                    _ => "\n\n",
                };
                self.put(gap);
                self.pad(column + 1);
            }
        }
    }

    fn flow_pair(&mut self, within: Option<usize>) {
        match self.pick(8) {
            4 => self.put("\"q\""),
            5 => self.put("'q q'"),
            6 if self.anchors > 0 => {
                let alias = self.alias();
                self.put(&alias);
                self.put(" ");
            }
            7 => self.put(""),
            _ => {
                let key = self.of(&["id", "two words", "x", "é", "-a", "1"]);
                self.put(key);
            }
        }
        self.put(":");
        if self.rarely(8) {
            return;
        }
        if !self.rarely(8) {
            self.put(" ");
        }
        self.flow_value(within);
    }

    fn flow_value(&mut self, within: Option<usize>) {
        let kinds = if self.depth < DEEPEST { 10 } else { 7 };
        let kind = self.pick(kinds);
        if kind == 5 && self.anchors > 0 {
            let alias = self.alias();
            return self.put(&alias);
        }
        let properties = self.properties();
        self.put(&properties);
        match kind {
            3 | 4 => self.quoted(within),
            6 if within.is_some() => {
                let (first, second) = (self.of(PLAIN), self.of(&["more", "- x", "é", "1"]));
                self.put(first);
                self.fold(within.unwrap_or(0));
                self.put(second);
            }
            7.. => self.flow(within),
            _ => {
                let plain = self.of(PLAIN);
                self.put(plain);
            }
        }
    }
}
