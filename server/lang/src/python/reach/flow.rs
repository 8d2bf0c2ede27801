//! What the variables of a flow hold while it is walked through, and the junctions that ways lead to.
//!
//! Nothing is copied at a branch. What is known is one list, the newest states; each has the time at which it
//! came. A jump only notes the time at which it happened. When a state is put out of the list, by another binding
//! or because the walk goes on from elsewhere, it is added to all junctions that were jumped to since
//! it came: it was what the jump took along. So the work is that of the bindings, once for each junction
//! that is open round them, however many jumps there are.

use rustc_hash::FxHashMap;

use super::StateId;
use super::variables::Variable;

/// What is held of one variable.
#[derive(Clone, Copy)]
struct Held {
    state: StateId,
    since: u32,
}

/// A place where ways meet.
pub(super) struct Junction {
    pub(super) kind: JunctionKind,
    /// When it was jumped to last; 0: never.
    last: u32,
    /// When something raised an error last that it may catch.
    raised: u32,
    incoming: Vec<(Variable, StateId)>,
}

/// Who jumps there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum JunctionKind {
    /// Only the construct that has opened it.
    Plain,
    /// Whatever raises an error in it: handlers, and what is behind a `with` that catches.
    Handler,
    /// As a handler, and what leaves by a `return`, a `break` or a `continue`.
    Finally,
    /// `break`.
    Exit,
    /// `continue`.
    Next,
    /// `break`, as far as to a `finally`.
    ExitByFinally,
    /// `continue`, as far as to a `finally`.
    NextByFinally,
}

impl JunctionKind {
    fn catches(self) -> bool {
        matches!(self, JunctionKind::Handler | JunctionKind::Finally)
    }
}

/// The states behind a junction; `None`: nothing leads there.
pub(super) type Landing = Option<Vec<(Variable, StateId)>>;

/// The states of all variables, of which a flow changes its own.
pub(super) struct States {
    /// By variable.
    held: Vec<Held>,
    clock: u32,
    /// The open junctions, the innermost last.
    pub(super) junctions: Vec<Junction>,
    /// Whether code comes to where the walk is.
    pub(super) reachable: bool,
    bindings: u32,
    pub(super) joins: Vec<(u32, u32)>,
    pub(super) operands: Vec<StateId>,
    pairs: FxHashMap<(StateId, StateId), StateId>,
    /// Of each variable that is read late, for each of its bindings, that and all behind it.
    later: FxHashMap<Variable, Vec<StateId>>,
}

impl States {
    pub(super) const UNBOUND: StateId = StateId(0);

    pub(super) fn new(variables: usize, bindings: usize) -> States {
        let unbound = Held {
            state: States::UNBOUND,
            since: 0,
        };
        States {
            held: vec![unbound; variables],
            clock: 1,
            junctions: Vec::new(),
            reachable: true,
            bindings: bindings as u32,
            joins: Vec::new(),
            operands: Vec::new(),
            pairs: FxHashMap::default(),
            later: FxHashMap::default(),
        }
    }

    /// The state of a binding.
    pub(super) fn of(binding: u32) -> StateId {
        StateId(binding + 1)
    }

    /// What a variable holds now.
    pub(super) fn get(&self, variable: Variable) -> StateId {
        self.held[variable as usize].state
    }

    /// Gives a variable another state.
    pub(super) fn set(&mut self, variable: Variable, state: StateId) {
        let old = self.held[variable as usize];
        if old.state == state {
            return;
        }
        self.put_out(variable, old);
        self.clock += 1;
        self.held[variable as usize] = Held {
            state,
            since: self.clock,
        };
    }

    fn put_out(&mut self, variable: Variable, old: Held) {
        let mut raised = 0;
        for junction in self.junctions.iter_mut().rev() {
            let mut last = junction.last;
            if junction.kind.catches() {
                // What one does not catch goes on to the next.
                raised = raised.max(junction.raised);
                last = last.max(raised);
            }
            if last > old.since {
                junction.incoming.push((variable, old.state));
            }
        }
    }

    pub(super) fn open(&mut self, kind: JunctionKind) {
        self.junctions.push(Junction {
            kind,
            last: 0,
            raised: 0,
            incoming: Vec::new(),
        });
    }

    /// Jumps to the junction at an index of the open ones.
    pub(super) fn jump(&mut self, to: usize) {
        if self.reachable {
            self.clock += 1;
            self.junctions[to].last = self.clock;
        }
    }

    /// Something may raise an error here.
    pub(super) fn raise(&mut self) {
        if !self.reachable {
            return;
        }
        let mut inner = self.junctions.iter_mut().rev();
        if let Some(catching) = inner.find(|j| j.kind.catches()) {
            self.clock += 1;
            catching.raised = self.clock;
        }
    }

    /// The innermost open junction of one of these kinds.
    pub(super) fn nearest(&self, kinds: &[JunctionKind]) -> Option<usize> {
        let is_it = |j: &Junction| kinds.contains(&j.kind);
        self.junctions.iter().rposition(is_it)
    }

    /// Closes the innermost junction: what these variables, all that may have changed since it was opened,
    /// hold behind it. The walk goes on where it was.
    pub(super) fn close(&mut self, variables: &[Variable]) -> Landing {
        let mut junction = self.junctions.pop()?;
        if junction.kind.catches() {
            let mut outer = self.junctions.iter_mut().rev();
            if let Some(outer) = outer.find(|j| j.kind.catches()) {
                outer.raised = outer.raised.max(junction.raised);
            }
        }
        let last = junction.last.max(junction.raised);
        if last == 0 {
            return None;
        }
        for variable in variables {
            let Held { state, since } = self.held[*variable as usize];
            if last > since {
                junction.incoming.push((*variable, state));
            }
        }
        let mut incoming = junction.incoming;
        incoming.sort_unstable();
        incoming.dedup();
        let each = incoming.chunk_by(|a, b| a.0 == b.0);
        let each: Vec<(Variable, Vec<StateId>)> = each
            .map(|c| (c[0].0, c.iter().map(|i| i.1).collect()))
            .collect();
        let joined = each.into_iter().map(|(v, states)| (v, self.join(&states)));
        Some(joined.collect())
    }

    /// Goes on behind a junction.
    pub(super) fn land(&mut self, landing: &Landing) {
        for (variable, state) in landing.iter().flatten() {
            self.set(*variable, *state);
        }
        self.reachable = landing.is_some();
    }

    /// One of these, which are in order.
    fn join(&mut self, states: &[StateId]) -> StateId {
        match states {
            [only] => *only,
            [first, second] => self.pair(*first, *second),
            _ => self.new_join(states),
        }
    }

    fn new_join(&mut self, states: &[StateId]) -> StateId {
        let start = self.operands.len() as u32;
        self.operands.extend(states);
        self.joins.push((start, self.operands.len() as u32));
        StateId(self.bindings + self.joins.len() as u32)
    }

    /// One of two.
    pub(super) fn pair(&mut self, a: StateId, b: StateId) -> StateId {
        let (a, b) = (a.min(b), a.max(b));
        if a == b {
            return a;
        }
        if let Some(known) = self.pairs.get(&(a, b)) {
            return *known;
        }
        let made = self.new_join(&[a, b]);
        self.pairs.insert((a, b), made);
        made
    }

    /// The state of a variable at the head of a loop: what it holds now, and what comes back, which is not
    /// known yet.
    pub(super) fn head(&mut self, variable: Variable) -> StateId {
        let before = self.get(variable);
        let made = self.new_join(&[before, before]);
        self.set(variable, made);
        made
    }

    /// Puts in what comes back to the head of a loop.
    pub(super) fn comes_back(&mut self, head: StateId, state: StateId) {
        let join = (head.0 - self.bindings - 1) as usize;
        let at = self.joins[join].0 as usize + 1;
        self.operands[at] = state;
    }

    /// What one of a variable's bindings, and all behind that, give it.
    pub(super) fn later(&mut self, variable: Variable, bindings: &[u32], first: usize) -> StateId {
        if let Some(known) = self.later.get(&variable) {
            return known[first];
        }
        let mut chain: Vec<StateId> = Vec::with_capacity(bindings.len());
        for binding in bindings.iter().rev() {
            let own = States::of(*binding);
            let rest = chain.last().map(|rest| self.pair(own, *rest));
            chain.push(rest.unwrap_or(own));
        }
        chain.reverse();
        let found = chain[first];
        self.later.insert(variable, chain);
        found
    }
}
