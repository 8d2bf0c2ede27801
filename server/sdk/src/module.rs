//! The modules that SDKs consist of, and the stub in which the names of each are looked up.

use std::fmt;
use std::sync::LazyLock;

use lang::python::Class;

use super::{Member, Sdk, stub};

/// A module of an SDK that scripts import.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SdkModule {
    /// `wmill`.
    Wmill,
    /// `wmill.client`, with the class that early versions had.
    WmillClient,
    /// `skyvern`.
    Skyvern,
    /// `skyvern.client`, whose calls block.
    SkyvernClient,
}

impl SdkModule {
    /// The module that is imported under this name.
    pub fn named(name: &str) -> Option<SdkModule> {
        match name {
            "wmill" | "wmill.s3_types" | "wmill.s3_reader" => Some(SdkModule::Wmill),
            "wmill.client" => Some(SdkModule::WmillClient),
            "skyvern" | "skyvern.library" | "skyvern.library.skyvern" => Some(SdkModule::Skyvern),
            "skyvern.client" | "skyvern.client.client" => Some(SdkModule::SkyvernClient),
            _ => None,
        }
    }

    /// What it is imported as.
    pub fn name(self) -> &'static str {
        match self {
            SdkModule::Wmill => "wmill",
            SdkModule::WmillClient => "wmill.client",
            SdkModule::Skyvern => "skyvern",
            SdkModule::SkyvernClient => "skyvern.client",
        }
    }

    /// Its module of this name.
    pub fn submodule(self, name: &str) -> Option<SdkModule> {
        SdkModule::named(&format!("{}.{name}", self.name()))
    }

    /// The module that has everything its own stub leaves out.
    pub fn rest(self) -> Option<SdkModule> {
        match self {
            SdkModule::WmillClient => Some(SdkModule::Wmill),
            SdkModule::SkyvernClient => Some(SdkModule::Skyvern),
            SdkModule::Wmill | SdkModule::Skyvern => None,
        }
    }

    /// The name and the text of the file that its stub is made of.
    pub fn stub_file(self) -> (&'static str, &'static str) {
        match self {
            SdkModule::Wmill => ("wmill.pyi", stub::WMILL),
            SdkModule::WmillClient => ("wmill_client.pyi", stub::WMILL_CLIENT),
            SdkModule::Skyvern => ("skyvern.pyi", stub::SKYVERN),
            SdkModule::SkyvernClient => ("skyvern_client.pyi", stub::SKYVERN_CLIENT),
        }
    }

    /// Its stub, as it is built in.
    pub fn stub(self) -> &'static Sdk {
        static CLIENT: LazyLock<Sdk> = LazyLock::new(|| Sdk::parse(stub::WMILL_CLIENT));
        static SKYVERN: LazyLock<Sdk> = LazyLock::new(|| Sdk::parse(stub::SKYVERN));
        static BLOCKING: LazyLock<Sdk> = LazyLock::new(|| Sdk::parse(stub::SKYVERN_CLIENT));
        match self {
            SdkModule::Wmill => Sdk::wmill(),
            SdkModule::WmillClient => &CLIENT,
            SdkModule::Skyvern => &SKYVERN,
            SdkModule::SkyvernClient => &BLOCKING,
        }
    }
}

/// The SDKs that a script's names are looked up in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sdks<'s> {
    /// The `wmill` that is installed; the one that is built in where none is.
    pub wmill: Option<&'s Sdk>,
    /// The `skyvern` that is installed; the one that is built in where none is.
    pub skyvern: Option<&'s Sdk>,
}

/// The SDKs that are installed beside a workspace.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InstalledSdks {
    /// `wmill`.
    pub wmill: Option<Sdk>,
    /// `skyvern`.
    pub skyvern: Option<Sdk>,
    /// Whether `windmill-client`, the one for TypeScript, is there. It is not read.
    pub has_client: bool,
}

impl InstalledSdks {
    /// Where names are looked up.
    pub fn sdks(&self) -> Sdks<'_> {
        Sdks {
            wmill: self.wmill.as_ref(),
            skyvern: self.skyvern.as_ref(),
        }
    }
}

impl<'s> Sdks<'s> {
    /// Whether anything is installed.
    pub fn is_installed(&self) -> bool {
        self.wmill.is_some() || self.skyvern.is_some()
    }

    /// What a module has, without what its [rest](SdkModule::rest) has.
    pub fn of(&self, module: SdkModule) -> &'s Sdk {
        let installed = match module {
            SdkModule::Wmill => self.wmill,
            SdkModule::Skyvern => self.skyvern,
            SdkModule::WmillClient | SdkModule::SkyvernClient => None,
        };
        installed.unwrap_or_else(|| module.stub())
    }

    /// What a module means by a name, and the module whose stub has it.
    pub fn member(&self, module: SdkModule, name: &str) -> Option<(SdkModule, Member<'s>)> {
        let found = self.of(module).member(name).map(|m| (module, m));
        found.or_else(|| self.member(module.rest()?, name))
    }

    /// A class as seen from the code of a module.
    pub fn class(&self, module: SdkModule, name: &str) -> Option<SdkClass<'s>> {
        match self.member(module, name)? {
            (module, Member::Class(class)) => Some(SdkClass { module, class }),
            _ => None,
        }
    }
}

/// A class of an SDK.
#[derive(Clone, Copy)]
pub struct SdkClass<'s> {
    /// Whose stub has it.
    pub module: SdkModule,
    /// What it is.
    pub class: &'s Class,
}

impl fmt::Debug for SdkClass<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.module.name(), self.class.name)
    }
}

impl PartialEq for SdkClass<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.module, &self.class.name) == (other.module, &other.class.name)
    }
}

impl Eq for SdkClass<'_> {}

/// Depth of inheritance that is followed.
const DEPTH: usize = 8;

impl<'s> SdkClass<'s> {
    /// Its method or field of this name, and the class that defines it.
    pub fn member(self, name: &str, sdks: &Sdks<'s>) -> Option<(SdkClass<'s>, Member<'s>)> {
        self.line(sdks).into_iter().find_map(|c| {
            let method = c.class.method(name).map(Member::Function);
            let member = method.or_else(|| c.class.field(name).map(Member::Variable))?;
            Some((c, member))
        })
    }

    /// Everything it has and inherits, sorted by name, without private names.
    pub fn members(self, sdks: &Sdks<'s>) -> Vec<(SdkClass<'s>, Member<'s>)> {
        let mut found: Vec<(SdkClass<'s>, Member<'s>)> = Vec::new();
        for c in self.line(sdks) {
            let methods = c.class.methods.iter().map(Member::Function);
            let own = methods.chain(c.class.fields.iter().map(Member::Variable));
            for member in own.filter(|m| !m.name().starts_with('_')) {
                if found.iter().all(|(_, m)| m.name() != member.name()) {
                    found.push((c, member));
                }
            }
        }
        found.sort_by_key(|(_, m)| m.name());
        found
    }

    /// Whether it has nothing but what the stub says: no base from elsewhere, no `__getattr__`.
    pub fn is_closed(self, sdks: &Sdks<'s>) -> bool {
        self.line(sdks).iter().all(|c| {
            let bases = c.class.bases.iter();
            let known = bases.filter(|b| b.value != "object");
            let mut known = known.map(|b| sdks.class(c.module, b).is_some());
            known.all(|k| k)
                && ["__getattr__", "__getattribute__"]
                    .iter()
                    .all(|n| c.class.method(n).is_none())
        })
    }

    /// Itself and its known bases, nearest first.
    fn line(self, sdks: &Sdks<'s>) -> Vec<SdkClass<'s>> {
        let mut line = vec![self];
        let mut next = 0;
        while let Some(class) = line.get(next).copied().filter(|_| next < DEPTH) {
            let bases = class.class.bases.iter();
            let bases = bases.filter_map(|b| sdks.class(class.module, b));
            for base in bases {
                if !line.contains(&base) {
                    line.push(base);
                }
            }
            next += 1;
        }
        line
    }
}
