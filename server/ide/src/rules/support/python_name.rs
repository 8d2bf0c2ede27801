//! Names that a Python script reads and that nothing defines: the part of `unknown-name` on code.

use lang::python::{ImportPlace, is_stdlib};

use super::code_edit;
use crate::context::{CheckedCode, Context};
use crate::finding::TextEdit;
use crate::rules::{Level, unresolved_inline};

/// Words of other languages, and Python's.
const WORDS: &[(&str, &str)] = &[
    ("true", "True"),
    ("false", "False"),
    ("null", "None"),
    ("nil", "None"),
    ("none", "None"),
    ("undefined", "None"),
];

/// Names that come from a module of Python, or that all call the same.
const FROM: &[(&str, &str)] = &[
    ("Any", "from typing import Any"),
    ("Callable", "from typing import Callable"),
    ("Decimal", "from decimal import Decimal"),
    ("Dict", "from typing import Dict"),
    ("Enum", "from enum import Enum"),
    ("Iterable", "from typing import Iterable"),
    ("List", "from typing import List"),
    ("Literal", "from typing import Literal"),
    ("Optional", "from typing import Optional"),
    ("Path", "from pathlib import Path"),
    ("Tuple", "from typing import Tuple"),
    ("TypedDict", "from typing import TypedDict"),
    ("Union", "from typing import Union"),
    ("dataclass", "from dataclasses import dataclass"),
    ("date", "from datetime import date"),
    ("datetime", "from datetime import datetime"),
    ("defaultdict", "from collections import defaultdict"),
    ("np", "import numpy as np"),
    ("pd", "import pandas as pd"),
    ("timedelta", "from datetime import timedelta"),
    ("wmill", "import wmill"),
];

pub(in crate::rules) fn check(cx: &mut Context<'_>) {
    if unresolved_inline::is_unresolved(cx.file.text()) {
        return;
    }
    for code in cx.code().iter().filter(|c| c.is_python()) {
        // Code for a newer Python says so at its head; there, annotations wait until somebody asks for them.
        let is_new = code
            .script
            .text
            .lines()
            .take_while(|l| l.starts_with('#'))
            .any(|l| l.contains("3.14") || l.contains("314"));
        for unbound in code.script.unbound() {
            let name = unbound.name.as_str();
            let is_base = || {
                code.script
                    .classes()
                    .iter()
                    .any(|c| c.bases.iter().any(|b| b.value == name))
            };
            // `missing-typed-dict-import` says more of it.
            if is_new && unbound.in_annotation || name == "TypedDict" && is_base() {
                continue;
            }
            let word = WORDS.iter().find(|(other, _)| *other == name);
            let import = import_of(name);
            let (help, fix) = match (word, &import) {
                (Some((_, word)), _) => {
                    let edit = code_edit::replaced(cx, code, unbound.span, word);
                    let title = format!("Change to `{word}`");
                    (
                        format!("in Python it is `{word}`"),
                        code_edit::fix(title, false, vec![edit]),
                    )
                }
                (None, Some(line)) => {
                    let title = format!("Add `{line}`");
                    let edit = on_top(cx, code, line);
                    (
                        format!("add `{line}` at the top"),
                        code_edit::fix(title, false, vec![edit]),
                    )
                }
                (None, None) => ("define it, or import it".to_owned(), None),
            };
            let is_certain = unbound.at_import || word.is_some() || name == "wmill";
            let message = match unbound.at_import {
                true => format!("`{name}` is not defined, so the script fails as it is loaded"),
                false => format!("`{name}` is not defined: reading it fails with a `NameError`"),
            };
            let finding = cx.report(code.outer(unbound.span), message).help(help);
            if is_certain {
                finding.level(Level::Error);
            }
            finding.fix = fix;
        }
    }
}

/// The line that brings a name; `None`: nobody knows.
fn import_of(name: &str) -> Option<String> {
    let known = FROM.iter().find(|(n, _)| *n == name);
    match known {
        Some((_, line)) => Some((*line).to_owned()),
        None => (!name.starts_with('_') && is_stdlib(name)).then(|| format!("import {name}")),
    }
}

/// A line above the first import, or above the first function or class.
fn on_top(cx: &Context<'_>, code: &CheckedCode, line: &str) -> Option<TextEdit> {
    let text = &code.script.text;
    let is_top =
        |i: &&lang::python::Import| i.place == ImportPlace::Top && i.module.value != "__future__";
    let first = code.script.imports().iter().find(is_top);
    let at = match first {
        Some(import) => import.span.start as usize,
        None => {
            let starts = ["def ", "async def ", "class ", "@"];
            let mut lines = text.split_inclusive('\n').scan(0, |at, line| {
                let start = *at;
                *at += line.len();
                Some((start, line))
            });
            lines
                .find(|(_, l)| starts.iter().any(|s| l.starts_with(s)))?
                .0
        }
    };
    code_edit::above(cx, code, at, line)
}
