//! What reaches what: from the links between variables, and from where each of them is changed.

use super::effects::{Link, Scopes, Variable};

impl Scopes<'_> {
    /// Works out which variables are changed.
    pub(super) fn settle(&mut self) {
        let changed: Vec<Changed> = self.variables.iter().map(Changed::new).collect();
        let links = std::mem::take(&mut self.links).into_iter();
        let links: Vec<_> = links.filter(|(first, second, _)| first != second).collect();
        for (first, second, link) in &links {
            if let Link::Holds(at) = link
                && changed[*second].after(*at)
            {
                self.variables[*first].is_changed = true;
            }
        }
        let mut of_variable: Vec<Vec<usize>> = vec![Vec::new(); self.variables.len()];
        for (i, (first, second, _)) in links.iter().enumerate() {
            of_variable[*first].push(i);
            of_variable[*second].push(i);
        }
        // All links once, and again those of each variable that has become changed.
        let mut open: Vec<usize> = (0..links.len()).collect();
        while let Some(link) = open.pop() {
            let (first, second, link) = links[link];
            let touched = |v: &Variable| v.is_changed || v.is_lost || !v.changes.is_empty();
            let [a, b] = [&self.variables[first], &self.variables[second]];
            let (up, down) = match link {
                Link::Same => (touched(a), touched(b)),
                Link::Part => (touched(a), b.is_changed || b.is_lost),
                Link::Holds(_) => (a.is_changed || a.is_lost, b.is_changed || b.is_lost),
            };
            for (id, reached) in [(second, up), (first, down)] {
                let variable = &mut self.variables[id];
                if reached && !variable.is_changed && !variable.is_function {
                    variable.is_changed = true;
                    open.extend(&of_variable[id]);
                }
            }
        }
    }
}

/// Where a variable's value is changed, all places at once.
struct Changed {
    /// The last place.
    last: usize,
    /// What loops come back to, from and to, in order and apart from each other; loops around the
    /// variable's declaration make it anew.
    loops: Vec<(usize, usize)>,
}

impl Changed {
    fn new(variable: &Variable) -> Changed {
        let changes = &variable.changes;
        let anew = |l: &&(usize, usize)| l.0 <= variable.at && variable.at < l.1;
        let mut loops: Vec<(usize, usize)> = changes
            .iter()
            .flat_map(|c| &c.loops)
            .filter(|l| !anew(l))
            .copied()
            .collect();
        loops.sort_unstable();
        loops.dedup_by(|next, last| {
            let meets = next.0 <= last.1;
            if meets {
                last.1 = last.1.max(next.1);
            }
            meets
        });
        Changed {
            last: changes.iter().map(|c| c.at).max().unwrap_or(0),
            loops,
        }
    }

    /// Whether the value is changed after this byte, counting loops that come back to it.
    fn after(&self, at: usize) -> bool {
        let before = self.loops.partition_point(|l| l.0 <= at);
        let comes_back = before.checked_sub(1).is_some_and(|i| at < self.loops[i].1);
        self.last > at || comes_back
    }
}
