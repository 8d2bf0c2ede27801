//! What a version of an SDK has: functions, classes, variables, and their parts.

use lang::python::ParamKind;
use syntax::Span;

/// One version of an SDK. Everything is sorted by name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sdk {
    /// Its version; empty where the stub does not say.
    pub version: String,
    /// The functions of the package.
    pub functions: Vec<Function>,
    /// The classes of the package.
    pub classes: Vec<ClassDef>,
    /// The variables and type aliases of the package.
    pub variables: Vec<Variable>,
}

/// A function or method.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Its parameters, `self` and the like among them.
    pub params: Vec<SdkParam>,
    /// Its return annotation, as written.
    pub returns: Option<String>,
    /// Whether it must be awaited.
    pub is_async: bool,
    /// Its docstring, dedented.
    pub doc: Option<String>,
    /// What the stub's `@deprecated` says.
    pub deprecated: Option<String>,
    /// Its other decorators, as written without the `@`.
    pub decorators: Vec<String>,
    /// Where its name stands in the stub.
    pub span: Span,
}

/// A parameter of an SDK function.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SdkParam {
    /// Its name, without stars.
    pub name: String,
    /// Its annotation, as written.
    pub annotation: Option<String>,
    /// Its default, as written.
    pub default: Option<String>,
    /// How it takes its value.
    pub kind: ParamKind,
}

/// A class of an SDK.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassDef {
    /// Its name.
    pub name: String,
    /// What it derives from, as written.
    pub bases: Vec<String>,
    /// Its docstring, dedented.
    pub doc: Option<String>,
    /// Its methods, sorted by name.
    pub methods: Vec<Function>,
    /// Its fields, sorted by name.
    pub fields: Vec<Variable>,
    /// Where its name stands in the stub.
    pub span: Span,
}

/// A variable, a type alias or a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its annotation, as written.
    pub annotation: Option<String>,
    /// Its value, as written.
    pub value: Option<String>,
    /// The string below it.
    pub doc: Option<String>,
    /// Where its name stands in the stub.
    pub span: Span,
}

/// Something that stands at the top of an SDK.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Member<'a> {
    /// A function.
    Function(&'a Function),
    /// A class.
    Class(&'a ClassDef),
    /// A variable or type alias.
    Variable(&'a Variable),
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
            Member::Function(function) => function.span,
            Member::Class(class) => class.span,
            Member::Variable(variable) => variable.span,
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
    pub fn owners_of(&self, name: &str) -> Vec<&ClassDef> {
        let classes = self.classes.iter();
        classes.filter(|c| c.method(name).is_some()).collect()
    }

    /// The function of this name.
    pub fn function(&self, name: &str) -> Option<&Function> {
        find(&self.functions, name, |f| &f.name)
    }

    /// The class of this name.
    pub fn class(&self, name: &str) -> Option<&ClassDef> {
        find(&self.classes, name, |c| &c.name)
    }

    /// The variable or type alias of this name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        find(&self.variables, name, |v| &v.name)
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

impl Function {
    /// Whether it is read like a field, not called.
    pub fn is_property(&self) -> bool {
        let mut decorators = self.decorators.iter();
        decorators
            .any(|d| d == "property" || d.ends_with("cached_property") || d.ends_with(".setter"))
    }
}

impl ClassDef {
    /// The method of this name.
    pub fn method(&self, name: &str) -> Option<&Function> {
        find(&self.methods, name, |f| &f.name)
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Variable> {
        find(&self.fields, name, |v| &v.name)
    }
}

fn find<'a, T>(sorted: &'a [T], name: &str, key: impl Fn(&T) -> &String) -> Option<&'a T> {
    let at = sorted
        .binary_search_by(|item| key(item).as_str().cmp(name))
        .ok()?;
    sorted.get(at)
}
