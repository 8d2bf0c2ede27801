//! Which byte of a decoded scalar came from which byte of the file.

use crate::Span;

/// One stretch: `len` bytes at `inner` stand unchanged at `outer` in the file. With `len` 0 it was
/// written differently there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Run {
    inner: u32,
    outer: u32,
    len: u32,
    /// How many bytes of the file it takes.
    width: u32,
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
        let len = len as u32;
        let run = Run {
            inner: 0,
            outer: start as u32,
            len,
            width: len,
        };
        SourceMap {
            runs: vec![run],
            end: start as u32 + len,
        }
    }

    /// The same with an end: what follows the text, which has `len` bytes, stands at `outer`, behind all of it.
    #[must_use]
    pub fn ending_at(mut self, len: usize, outer: usize) -> SourceMap {
        let (inner, outer) = (len as u32, outer as u32);
        self.runs.push(Run {
            inner,
            outer,
            len: 0,
            width: 0,
        });
        self.end = outer;
        self
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
        // The end is the place after the last byte, not the start of the next line's text; an escape
        // is covered whole.
        let last = inner.end - 1;
        let i = self.runs.partition_point(|r| r.inner <= last);
        let end = match i.checked_sub(1).map(|i| self.runs[i]) {
            Some(run) if last - run.inner < run.len => run.outer + (last - run.inner) + 1,
            Some(run) => run.outer + run.width,
            None => self.end,
        };
        Span::new(start, (end as usize).max(start))
    }

    /// Whether the byte at this inner offset stands in the file as it is.
    #[cfg(test)]
    pub(crate) fn is_copied(&self, inner: usize) -> bool {
        let inner = inner as u32;
        self.runs
            .iter()
            .any(|r| r.inner <= inner && inner < r.inner + r.len)
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
        Some(
            self.runs
                .get(i + 1)
                .map_or(run.inner + run.len, |r| r.inner) as usize,
        )
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
            Some(r) if r.len > 0 && r.inner + r.len == inner && r.outer + r.len == outer => {
                r.len += len;
                r.width += len;
            }
            _ => self.runs.push(Run {
                inner,
                outer,
                len,
                width: len,
            }),
        }
    }

    /// Appends text that is written differently in the `width` bytes at `outer` (an escape, a fold).
    pub(crate) fn replace(&mut self, outer: usize, width: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        let inner = self.text.len() as u32;
        self.text.push_str(text);
        self.runs.push(Run {
            inner,
            outer: outer as u32,
            len: 0,
            width: width as u32,
        });
    }

    pub(crate) fn finish(self, start: usize, end: usize) -> Decoded {
        let mut runs = self.runs;
        // Kept line breaks can lie behind the scalar's span.
        let end = runs
            .last()
            .map_or(end, |r| end.max((r.outer + r.width) as usize));
        if runs.is_empty() {
            runs.push(Run {
                inner: 0,
                outer: start as u32,
                len: 0,
                width: 0,
            });
        }
        Decoded {
            text: self.text,
            map: SourceMap {
                runs,
                end: end as u32,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_is_covered_whole() {
        let mut b = Builder::default();
        b.copy(10, "a");
        b.replace(11, 6, "é");
        b.copy(17, "b");
        let d = b.finish(10, 18);
        assert_eq!(d.map.outer_span(Span::new(1, 3)), Span::new(11, 17));
        assert_eq!(d.map.outer_span(Span::new(0, 3)), Span::new(10, 17));
        assert_eq!(d.map.outer_span(Span::new(0, 4)), Span::new(10, 18));
    }

    #[test]
    fn maps_both_ways() {
        let mut b = Builder::default();
        b.copy(10, "ab");
        b.replace(12, 1, "\n");
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
