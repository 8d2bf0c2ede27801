//! In which order functions of a script are read: those that a function calls before itself, so that
//! each is read once and none waits for another. Functions that call each other in a circle know
//! nothing of each other.

use lang::python::tree::{NodeId, Symbol};
use rustc_hash::FxHashMap;

use super::places::Places;

/// Who calls whom among the functions at the top.
#[derive(Default)]
pub(super) struct Order {
    calls: FxHashMap<NodeId, Vec<NodeId>>,
    /// The circle that a function belongs to; each function on its own has one as well.
    circles: FxHashMap<NodeId, NodeId>,
}

impl Order {
    /// Reads it off the calls of plain names.
    pub(super) fn new(places: &Places<'_>, function: impl Fn(Symbol) -> Option<NodeId>) -> Order {
        let mut order = Order::default();
        for (caller, name) in places.calls() {
            if let Some(called) = function(*name) {
                order.calls.entry(*caller).or_default().push(called);
            }
        }
        order.calls.values_mut().for_each(|called| {
            called.sort_unstable();
            called.dedup();
        });
        order
    }

    /// Whether two functions call each other, be it through others. Only of functions that
    /// [`Order::before`] has told.
    pub(super) fn is_circle(&self, a: NodeId, b: NodeId) -> bool {
        let circle = |function: NodeId| self.circles.get(&function);
        circle(a).is_some() && circle(a) == circle(b)
    }

    /// The functions to read before `function`, in order, and `function` itself. Those that were told
    /// before are left out.
    pub(super) fn before(&mut self, function: NodeId) -> Vec<NodeId> {
        // Tarjan's algorithm, with the calls that are left to follow instead of recursion.
        let mut told = Vec::new();
        if self.circles.contains_key(&function) {
            return told;
        }
        let mut numbers: FxHashMap<NodeId, usize> = FxHashMap::default();
        let mut waiting: Vec<NodeId> = Vec::new();
        let mut path = vec![Step::new(function, 0)];
        numbers.insert(function, 0);
        waiting.push(function);
        while let Some(step) = path.last_mut() {
            let calls = self.calls.get(&step.function);
            let next = calls.and_then(|c| c.get(step.next)).copied();
            step.next += 1;
            if let Some(next) = next {
                match numbers.get(&next) {
                    _ if self.circles.contains_key(&next) => {}
                    Some(number) => step.lowest = step.lowest.min(*number),
                    None => {
                        let number = numbers.len();
                        numbers.insert(next, number);
                        waiting.push(next);
                        path.push(Step::new(next, number));
                    }
                }
                continue;
            }
            let (function, number, lowest) = (step.function, step.number, step.lowest);
            path.pop();
            if let Some(caller) = path.last_mut() {
                caller.lowest = caller.lowest.min(lowest);
            }
            if lowest == number {
                let first = waiting.iter().rposition(|w| *w == function);
                for member in waiting.split_off(first.unwrap_or(waiting.len())) {
                    self.circles.insert(member, function);
                    told.push(member);
                }
            }
        }
        told
    }
}

/// A function whose calls are being followed.
struct Step {
    function: NodeId,
    number: usize,
    lowest: usize,
    next: usize,
}

impl Step {
    fn new(function: NodeId, number: usize) -> Step {
        Step {
            function,
            number,
            lowest: number,
            next: 0,
        }
    }
}
