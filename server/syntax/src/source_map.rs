//! Which byte of a decoded scalar came from which byte of the file.

use crate::Span;

/// One stretch copied unchanged: `len` bytes at `inner` stand at `outer` in the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Run {
    inner: u32,
    outer: u32,
    len: u32,
}

/// Maps offsets of a text inside a scalar to the file and back. Bytes that have no counterpart (an
/// escape, a folded line break) map to the start of what they were written as.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SourceMap {
    runs: Vec<Run>,
    /// Outer offset after the scalar's last byte.
    end: u32,
}

impl SourceMap {
    /// A text that stands in the file as it is, from `start`.
    pub fn verbatim(start: usize, len: usize) -> SourceMap {
        let run = Run { inner: 0, outer: start as u32, len: len as u32 };
        SourceMap { runs: vec![run], end: (start + len) as u32 }
    }

    /// Outer offset of an inner one. Never fails: past the end gives the end.
    pub fn outer(&self, inner: usize) -> usize {
        let inner = inner as u32;
        let i = self.runs.partition_point(|r| r.inner <= inner);
        let Some(run) = i.checked_sub(1).and_then(|i| self.runs.get(i)) else {
            return self.runs.first().map_or(self.end, |r| r.outer) as usize;
        };
        let next = self.runs.get(i).map_or(self.end, |r| r.outer);
        (run.outer + (inner - run.inner).min(run.len)).min(next.max(run.outer)) as usize
    }

    /// Outer span of an inner one.
    pub fn outer_span(&self, inner: Span) -> Span {
        let start = self.outer(inner.start as usize);
        if inner.is_empty() {
            return Span::at(start);
        }
        // The end is the place after the last byte, not the start of the next line's text.
        Span::new(start, (self.outer(inner.end as usize - 1) + 1).max(start))
    }

    /// Inner offset of an outer one; `None` where it lies before or after the scalar's text.
    /// Inside something undecoded (indentation, an escape) it is the next decoded byte.
    pub fn inner(&self, outer: usize) -> Option<usize> {
        let outer = outer as u32;
        let first = self.runs.first()?;
        if outer < first.outer || outer > self.end {
            return None;
        }
        let i = self.runs.partition_point(|r| r.outer <= outer) - 1;
        let run = self.runs[i];
        let offset = outer - run.outer;
        if offset <= run.len {
            return Some((run.inner + offset) as usize);
        }
        Some(self.runs.get(i + 1).map_or(run.inner + run.len, |r| r.inner) as usize)
    }
}

/// A scalar's text as its reader sees it, and the way back to the file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Decoded {
    /// The decoded text.
    pub text: String,
    /// From `text` to the file.
    pub map: SourceMap,
}

/// Builds a [`Decoded`] from left to right.
#[derive(Default)]
pub(crate) struct Builder {
    text: String,
    runs: Vec<Run>,
}

impl Builder {
    /// Appends `text`, which stands unchanged at `outer`.
    pub(crate) fn copy(&mut self, outer: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        let (inner, outer, len) = (self.text.len() as u32, outer as u32, text.len() as u32);
        self.text.push_str(text);
        match self.runs.last_mut() {
            Some(r) if r.inner + r.len == inner && r.outer + r.len == outer => r.len += len,
            _ => self.runs.push(Run { inner, outer, len }),
        }
    }

    /// Appends text that was written differently at `outer` (an escape, a fold).
    pub(crate) fn replace(&mut self, outer: usize, text: &str) {
        let inner = self.text.len() as u32;
        self.text.push_str(text);
        self.runs.push(Run { inner, outer: outer as u32, len: 0 });
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Drops bytes from the end of the text.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.text.truncate(len);
        self.runs.retain(|r| (r.inner as usize) < len);
        if let Some(last) = self.runs.last_mut() {
            last.len = last.len.min(len as u32 - last.inner);
        }
    }

    pub(crate) fn finish(self, start: usize, end: usize) -> Decoded {
        let mut runs = self.runs;
        if runs.is_empty() {
            runs.push(Run { inner: 0, outer: start as u32, len: 0 });
        }
        Decoded { text: self.text, map: SourceMap { runs, end: end as u32 } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_both_ways() {
        let mut b = Builder::default();
        b.copy(10, "ab");
        b.replace(12, "\n");
        b.copy(16, "cd");
        let d = b.finish(10, 18);
        assert_eq!(d.text, "ab\ncd");
        let outer: Vec<usize> = (0..=5).map(|i| d.map.outer(i)).collect();
        assert_eq!(outer, [10, 11, 12, 16, 17, 18]);
        let inner: Vec<_> = (9..=19).map(|o| d.map.inner(o)).collect();
        assert_eq!(inner[0], None);
        assert_eq!(inner[1..4], [Some(0), Some(1), Some(2)]);
        assert_eq!(inner[7], Some(3));
        assert_eq!(inner[9], Some(5));
        assert_eq!(inner[10], None);
        assert_eq!(d.map.outer_span(Span::new(1, 2)), Span::new(11, 12));
    }
}
