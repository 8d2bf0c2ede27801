//! Names that a Python script reads and that nothing defines: the part of `unknown-name` on code.

use lang::python::is_stdlib;

use super::{code_edit, python_import, scalar};
use crate::context::{CheckedCode, Context};
use crate::finding::Fix;
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
                    let title = scalar::changed_to(word);
                    (
                        format!("in Python it is `{word}`"),
                        code_edit::fix(title, false, vec![edit]),
                    )
                }
                (None, Some(line)) => {
                    (format!("add `{line}` at the top"), imported(cx, code, line))
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

/// A fix that adds an import, given as its line.
fn imported(cx: &Context<'_>, code: &CheckedCode, line: &str) -> Option<Fix> {
    match line
        .strip_prefix("from ")
        .and_then(|l| l.split_once(" import "))
    {
        Some((module, name)) => python_import::added(cx, code, module, Some(name), false),
        None => {
            let module = line.strip_prefix("import ")?;
            python_import::added(cx, code, module, None, false)
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
