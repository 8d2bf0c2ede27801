//! Makes an outline one that editors take: parts lie in what holds them, and beside each other. As they were read they
//! may not: an alias stands for something written elsewhere, and around a mistake a part may lie outside of what
//! holds it.

use syntax::Span;

use super::OutlineItem;

/// The items that start in what holds them, in the order of the text, each as far as it lies there. What holds others
/// reaches to their end, and never beyond the start of what comes next to it. `comments`, in order, are no part of what
/// ends with them.
pub(super) fn fit(text: &str, comments: &[Span], mut items: Vec<OutlineItem>) -> Vec<OutlineItem> {
    // What holds each item: 0 for the file, else its place, from 1.
    let mut holders = Vec::with_capacity(items.len());
    let mut around: Vec<usize> = Vec::new();
    for (i, item) in items.iter_mut().enumerate() {
        around.truncate(item.depth);
        item.depth = around.len();
        holders.push(around.last().copied().unwrap_or(0));
        around.push(i + 1);
    }
    let mut kept = in_order(&items, &holders);
    reach(&mut items, &holders, &kept);
    cut(text, comments, &mut items, &holders, &mut kept);
    let mut kept = kept.into_iter().skip(1);
    items.retain(|_| kept.next() == Some(true));
    items
}

/// Which items start behind what holds them and behind what stands beside them; the file does.
fn in_order(items: &[OutlineItem], holders: &[usize]) -> Vec<bool> {
    let mut kept = vec![true];
    // Where what each item holds may start.
    let mut free = vec![0];
    for (item, &holder) in items.iter().zip(holders) {
        let start = item.span.start;
        let fits = kept[holder] && free[holder] <= start;
        if fits {
            free[holder] = start + 1;
        }
        kept.push(fits);
        free.push(start);
    }
    kept
}

/// Makes each item reach to the end of what is in it.
fn reach(items: &mut [OutlineItem], holders: &[usize], kept: &[bool]) {
    for i in (0..items.len()).rev().filter(|i| kept[i + 1]) {
        let end = items[i].span.end;
        if let Some(holder) = holders[i].checked_sub(1) {
            let outer = &mut items[holder].span.end;
            *outer = end.max(*outer);
        }
    }
}

/// Cuts each item where what holds it ends and where the next one beside it starts; what starts behind that is not kept.
fn cut(
    text: &str,
    comments: &[Span],
    items: &mut [OutlineItem],
    holders: &[usize],
    kept: &mut [bool],
) {
    let whole = text.len() as u32;
    let mut next = vec![whole; items.len()];
    let mut starts = vec![whole; items.len() + 1];
    for i in (0..items.len()).rev().filter(|i| kept[i + 1]) {
        next[i] = std::mem::replace(&mut starts[holders[i]], items[i].span.start);
    }
    for i in 0..items.len() {
        let holder = holders[i];
        let outer = holder.checked_sub(1).map_or(whole, |h| items[h].span.end);
        let item = &mut items[i];
        let start = item.span.start;
        kept[i + 1] &= kept[holder] && start <= outer;
        let span = Span {
            start,
            end: item.span.end.min(outer).min(next[i]).max(start),
        };
        item.span = trimmed(text, comments, span);
        if !item.span.contains(item.name_span) {
            item.name_span = Span::at(start as usize);
        }
    }
}

/// Without blanks, line breaks and comments at its end.
pub(crate) fn trimmed(text: &str, comments: &[Span], span: Span) -> Span {
    let start = span.start as usize;
    let mut end = span;
    loop {
        let len = end.slice(text).trim_end().len();
        end = Span::new(start, start + len);
        let before = comments.partition_point(|c| c.start < end.end);
        let last = before.checked_sub(1).map(|i| comments[i]);
        match last.filter(|c| c.start > end.start && c.end >= end.end) {
            Some(comment) => end.end = comment.start,
            None => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::OutlineKind;

    #[test]
    fn parts_lie_in_each_other_and_beside_each_other() {
        let text = "0123456789 \n";
        let item = |depth: usize, start: usize, end: usize| OutlineItem {
            name: "x".into(),
            detail: String::new(),
            kind: OutlineKind::Step,
            span: Span::new(start, end),
            name_span: Span::new(start, start + 2),
            depth,
        };
        let fitted = |items: &[(usize, usize, usize)]| -> Vec<(usize, usize, usize)> {
            let items = items.iter().map(|&(d, s, e)| item(d, s, e)).collect();
            let fitted = fit(text, &[], items).into_iter();
            let parts = fitted.map(|i| (i.depth, i.span.start as usize, i.span.end as usize));
            parts.collect()
        };
        // What holds others reaches to their end, not over what is beside it, and not over blanks.
        assert_eq!(
            fitted(&[(0, 0, 2), (1, 1, 6), (0, 4, 12)]),
            [(0, 0, 4), (1, 1, 4), (0, 4, 10)]
        );
        // What is written before, or twice, is left out with what is in it; the next one is not.
        assert_eq!(
            fitted(&[
                (0, 3, 9),
                (1, 1, 2),
                (2, 4, 5),
                (1, 5, 6),
                (1, 5, 6),
                (1, 7, 8)
            ]),
            [(0, 3, 9), (1, 5, 6), (1, 7, 8)]
        );
        // A depth that nothing holds.
        assert_eq!(fitted(&[(3, 0, 2), (7, 1, 2)]), [(0, 0, 2), (1, 1, 2)]);
    }
}
