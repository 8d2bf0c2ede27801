//! Programs that bind and read a few names in all ways that there are, and know on which line they do. Each is
//! made from its number.

use std::fmt::Write;

/// Makes one program.
pub(super) struct Maker {
    state: u64,
    out: String,
    line: usize,
    indent: usize,
    left: usize,
    loops: usize,
    /// Whether `continue` may stand here: in `finally` it would hold up what ends a run.
    continues: bool,
    functions: usize,
    /// Names that `global` or `nonlocal` may name, in the functions that are open.
    outer: usize,
}

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

impl Maker {
    pub(super) fn program(number: u64) -> String {
        let mut maker = Maker {
            state: number.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D,
            out: String::new(),
            line: 1,
            indent: 0,
            left: 40,
            loops: 0,
            continues: true,
            functions: 0,
            outer: 0,
        };
        for name in &NAMES[1..] {
            maker.assign(name);
        }
        while maker.left > 0 {
            maker.line("try:");
            maker.block(5);
            maker.line("except Exception:");
            maker.line(" G()");
        }
        maker.out
    }

    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    fn name(&mut self) -> &'static str {
        NAMES[self.below(NAMES.len())]
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{:1$}{text}", "", self.indent);
        self.line += 1;
    }

    fn assign(&mut self, name: &str) {
        let line = self.line;
        self.line(&format!("{name} = T({line})"));
    }

    /// An expression that reads a name.
    fn used(&mut self) -> String {
        let name = self.name();
        format!("U({}, '{name}', {name})", self.line)
    }

    /// An expression that may bind a name and reads others.
    fn expression(&mut self) -> String {
        let (used, name, line) = (self.used(), self.name(), self.line);
        match self.below(9) {
            0 => format!("R() and ({name} := T({line}))"),
            1 => format!("({name} := T({line})) if R() else {used}"),
            2 => format!("R() or {used}"),
            3 => format!("[R() and ({name} := T({line})) for _ in N({line})]"),
            4 => {
                let other = self.used();
                format!("[{used} for {name} in N({line}) if {other}]")
            }
            5 => format!("any(R() and ({name} := T({line})) for _ in N({line}))"),
            6 => format!("0 < 1 < ({name} := T({line})).line"),
            _ => used,
        }
    }

    fn block(&mut self, most: usize) {
        self.indent += 1;
        for _ in 0..=self.below(most) {
            self.statement();
        }
        self.indent -= 1;
    }

    fn statement(&mut self) {
        if self.left == 0 || self.indent > 6 {
            let used = self.used();
            return self.line(&used);
        }
        self.left -= 1;
        let (name, line) = (self.name(), self.line);
        match self.below(32) {
            0..=4 => self.assign(name),
            5..=8 => {
                let text = self.expression();
                self.line(&text);
            }
            9 => self.line(&format!("{name} += T({line})")),
            10 if self.below(2) == 0 => self.line(&format!("del {name}")),
            11 => self.line(&format!("import m{line} as {name}")),
            12 => {
                let test = match self.below(3) {
                    0 => self.expression(),
                    _ => "R()".to_owned(),
                };
                self.line(&format!("if {test}:"));
                self.block(3);
                while self.below(3) == 0 {
                    let test = self.expression();
                    self.line(&format!("elif {test}:"));
                    self.block(2);
                }
                if self.below(2) == 0 {
                    self.line("else:");
                    self.block(2);
                }
            }
            13..=16 => self.a_loop(name),
            17..=20 => self.guarded(),
            21 => {
                let text = match self.below(2) {
                    0 => "with suppress():".to_owned(),
                    _ => format!("with W({line}) as {name}:"),
                };
                self.line(&text);
                self.block(3);
            }
            22 => {
                self.line(&format!("match [T({line})]:"));
                self.indent += 1;
                for _ in 0..=self.below(2) {
                    let name = self.name();
                    let guard = self.expression();
                    let text = match self.below(3) {
                        0 => format!("case [{name}] if {guard}:"),
                        1 => format!("case [{name}, _] | {{'x': {name}}}:"),
                        _ => format!("case [{name}]:"),
                    };
                    self.line(&text);
                    self.block(2);
                }
                if self.below(2) == 0 {
                    self.line("case _:");
                    self.block(2);
                }
                self.indent -= 1;
            }
            23 if self.loops > 0 => self.line("break"),
            24 if self.loops > 0 && self.continues => self.line("continue"),
            25 if self.functions > 0 => self.line(&format!("return Made({line}, R)")),
            26 if self.below(3) == 0 => self.line("raise E"),
            27 => {
                let used = self.used();
                match self.below(3) {
                    0 => self.line(&format!("K({used} for _ in N({line}))")),
                    1 => self.line(&format!("{name} = Made({line}, lambda: {used})")),
                    _ => self.line(&format!("K(Made({line}, lambda: {used}))")),
                }
            }
            28 => {
                self.line(&format!("class {name}:"));
                self.indent += 1;
                self.line(&format!("line = {line}"));
                self.indent -= 1;
                let (loops, functions) = (self.loops, self.functions);
                (self.loops, self.functions) = (0, 0);
                self.block(4);
                (self.loops, self.functions) = (loops, functions);
            }
            29 | 30 => self.function(name),
            _ => self.line("G()"),
        }
    }

    fn a_loop(&mut self, name: &str) {
        let line = self.line;
        let text = match self.below(4) {
            0 => "while True:".to_owned(),
            1 => format!("while {}:", self.expression()),
            _ => format!("for {name} in N({line}):"),
        };
        self.line(&text);
        self.loops += 1;
        let continues = std::mem::replace(&mut self.continues, true);
        self.indent += 1;
        self.line("R()");
        self.indent -= 1;
        self.block(4);
        self.continues = continues;
        self.loops -= 1;
        if self.below(3) == 0 {
            self.line("else:");
            self.block(2);
        }
    }

    fn guarded(&mut self) {
        self.line("try:");
        self.block(4);
        let handlers = self.below(3);
        for _ in 0..handlers {
            match self.below(3) {
                0 => self.line(&format!("except E as e{}:", self.line)),
                1 => self.line("except NameError:"),
                _ => self.line("except Exception:"),
            }
            self.block(2);
        }
        if handlers > 0 && self.below(3) == 0 {
            self.line("else:");
            self.block(2);
        }
        if handlers == 0 || self.below(3) == 0 {
            self.line("finally:");
            let continues = std::mem::replace(&mut self.continues, false);
            self.block(2);
            self.continues = continues;
        }
    }

    fn function(&mut self, name: &str) {
        let (default, param) = (self.used(), self.name());
        let line = self.line;
        let header = match self.below(3) {
            0 => format!("def {name}({param}=Made({line}, R)):"),
            1 => format!("def {name}({param}=T({line}, {default})):"),
            _ => format!("def {name}():"),
        };
        self.line(&header);
        let (loops, functions) = (self.loops, self.functions);
        (self.loops, self.functions) = (0, 1);
        self.outer += 1;
        self.indent += 1;
        let outer = self.name();
        match self.below(6) {
            0 if !header.contains(&format!("({outer}=")) => self.line(&format!("global {outer}")),
            1 if self.outer > 1 && !header.contains(&format!("({outer}=")) => {
                self.line(&format!("nonlocal {outer}"));
            }
            _ => {}
        }
        for _ in 0..self.below(3) {
            let name = self.name();
            self.assign(name);
        }
        self.indent -= 1;
        self.block(6);
        self.outer -= 1;
        (self.loops, self.functions) = (loops, functions);
        self.line(&format!("K({name})"));
    }
}
