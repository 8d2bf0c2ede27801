//! What a version of an SDK has: functions, classes, variables.

use lang::python::{Class, Field, Function};
use syntax::Span;

/// One version of an SDK. Everything is sorted by name, methods and fields too.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sdk {
    /// Its version; empty where the stub does not say.
    pub version: String,
    /// The functions of the package.
    pub functions: Vec<Function>,
    /// The classes of the package.
    pub classes: Vec<Class>,
    /// The variables and type aliases of the package.
    pub variables: Vec<Field>,
}

/// Something that stands at the top of an SDK.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Member<'a> {
    /// A function.
    Function(&'a Function),
    /// A class.
    Class(&'a Class),
    /// A variable or type alias.
    Variable(&'a Field),
}

impl<'a> Member<'a> {
    /// Its name.
    pub fn name(self) -> &'a str {
        match self {
            Member::Function(function) => &function.name,
            Member::Class(class) => &class.name,
            Member::Variable(variable) => &variable.name,
        }
    }

    /// Where its name stands in the text that it was read from.
    pub fn span(self) -> Span {
        match self {
            Member::Function(function) => function.name.span,
            Member::Class(class) => class.name.span,
            Member::Variable(variable) => variable.name.span,
        }
    }

    /// Its description.
    pub fn doc(self) -> Option<&'a str> {
        match self {
            Member::Function(function) => function.doc.as_deref(),
            Member::Class(class) => class.doc.as_deref(),
            Member::Variable(variable) => variable.doc.as_deref(),
        }
    }

    /// How it would be written: a signature, a class header, a declaration.
    pub fn render(self) -> String {
        match self {
            Member::Function(function) => function.render(),
            Member::Class(class) => class.render(),
            Member::Variable(variable) => variable.render(),
        }
    }
}

impl Sdk {
    /// The classes that have a method of this name, by name.
    pub fn owners_of(&self, name: &str) -> Vec<&Class> {
        let classes = self.classes.iter();
        classes.filter(|c| c.method(name).is_some()).collect()
    }

    /// The function of this name.
    pub fn function(&self, name: &str) -> Option<&Function> {
        find(&self.functions, name, |f| &f.name.value)
    }

    /// The class of this name.
    pub fn class(&self, name: &str) -> Option<&Class> {
        find(&self.classes, name, |c| &c.name.value)
    }

    /// The variable or type alias of this name.
    pub fn variable(&self, name: &str) -> Option<&Field> {
        find(&self.variables, name, |v| &v.name.value)
    }

    /// Whatever has this name.
    pub fn member(&self, name: &str) -> Option<Member<'_>> {
        let function = self.function(name).map(Member::Function);
        let class = || self.class(name).map(Member::Class);
        function
            .or_else(class)
            .or_else(|| self.variable(name).map(Member::Variable))
    }

    /// Everything at the top of the package, sorted by name.
    pub fn members(&self) -> impl Iterator<Item = Member<'_>> {
        let functions = self.functions.iter().map(Member::Function);
        let classes = self.classes.iter().map(Member::Class);
        let variables = self.variables.iter().map(Member::Variable);
        let mut all: Vec<Member> = functions.chain(classes).chain(variables).collect();
        all.sort_by_key(|m| m.name());
        all.into_iter()
    }
}

fn find<'a, T>(sorted: &'a [T], name: &str, key: impl Fn(&T) -> &String) -> Option<&'a T> {
    let at = sorted
        .binary_search_by(|item| key(item).as_str().cmp(name))
        .ok()?;
    sorted.get(at)
}
