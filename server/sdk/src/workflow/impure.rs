//! What comes out differently each time Windmill runs a workflow again.

use super::{Code, Impurity, WorkflowMistake, WorkflowMistakeKind};
use lang::python::tree::{Kind, NodeId};

/// Functions by their full names.
const FUNCTIONS: &[(Impurity, &[&str])] = &[
    (
        Impurity::Clock,
        &[
            "time.time",
            "time.time_ns",
            "time.monotonic",
            "time.monotonic_ns",
            "time.perf_counter",
            "time.perf_counter_ns",
            "datetime.datetime.now",
            "datetime.datetime.today",
            "datetime.datetime.utcnow",
            "datetime.date.today",
            "arrow.now",
            "arrow.utcnow",
            "pendulum.now",
            "pendulum.today",
        ],
    ),
    (
        Impurity::Random,
        &[
            "random.betavariate",
            "random.choice",
            "random.choices",
            "random.expovariate",
            "random.gauss",
            "random.getrandbits",
            "random.normalvariate",
            "random.randbytes",
            "random.randint",
            "random.random",
            "random.randrange",
            "random.sample",
            "random.shuffle",
            "random.triangular",
            "random.uniform",
            "secrets.choice",
            "secrets.randbelow",
            "secrets.randbits",
            "secrets.token_bytes",
            "secrets.token_hex",
            "secrets.token_urlsafe",
            "os.urandom",
            "numpy.random.choice",
            "numpy.random.normal",
            "numpy.random.permutation",
            "numpy.random.rand",
            "numpy.random.randint",
            "numpy.random.randn",
            "numpy.random.random",
            "numpy.random.shuffle",
            "numpy.random.uniform",
        ],
    ),
    (Impurity::Uuid, &["uuid.uuid1", "uuid.uuid4", "uuid.uuid7"]),
    (
        Impurity::Network,
        &[
            "requests.delete",
            "requests.get",
            "requests.head",
            "requests.options",
            "requests.patch",
            "requests.post",
            "requests.put",
            "requests.request",
            "httpx.delete",
            "httpx.get",
            "httpx.head",
            "httpx.options",
            "httpx.patch",
            "httpx.post",
            "httpx.put",
            "httpx.request",
            "httpx.stream",
            "aiohttp.request",
            "urllib.request.urlopen",
            "urllib.request.urlretrieve",
            "socket.create_connection",
            "socket.gethostbyname",
        ],
    ),
    (
        Impurity::File,
        &[
            "open",
            "io.open",
            "glob.glob",
            "glob.iglob",
            "os.listdir",
            "os.makedirs",
            "os.mkdir",
            "os.remove",
            "os.rename",
            "os.replace",
            "os.rmdir",
            "os.scandir",
            "os.stat",
            "os.unlink",
            "os.walk",
            "os.path.exists",
            "os.path.getmtime",
            "os.path.getsize",
            "os.path.isdir",
            "os.path.isfile",
            "shutil.copy",
            "shutil.copyfile",
            "shutil.copytree",
            "shutil.move",
            "shutil.rmtree",
            "tempfile.NamedTemporaryFile",
            "tempfile.TemporaryDirectory",
            "tempfile.TemporaryFile",
            "tempfile.mkdtemp",
            "tempfile.mkstemp",
        ],
    ),
    (Impurity::Environment, &["os.getenv", "os.environ.get"]),
];

pub(super) fn look(code: &mut Code<'_>, workflow: NodeId, found: &mut Vec<WorkflowMistake>) {
    let tree = code.tree;
    // With a seed of one's own, chance comes out the same each time.
    let is_seeded = tree.text().contains("seed(");
    code.each(workflow, |code, node| {
        let kind = tree.kind(node);
        // A function may be what `step` is given.
        if kind.is_function() {
            return false;
        }
        let function = match kind {
            Kind::Call => {
                let function = tree.called(node);
                if function.is_some_and(|f| is_apart(code, f)) {
                    return false;
                }
                function
            }
            Kind::Subscript => tree.child(node, 0),
            _ => None,
        };
        let Some(function) = function else {
            return true;
        };
        let Some(name) = code.qualified(function) else {
            return true;
        };
        let kind = match kind {
            Kind::Call => of_function(&name),
            _ => (name == "os.environ").then_some(Impurity::Environment),
        };
        let is_fixed = match kind {
            Some(Impurity::Environment) => !reads_other_variable(code, node),
            Some(Impurity::Random) => is_seeded,
            _ => false,
        };
        found.extend(kind.filter(|_| !is_fixed).map(|kind| WorkflowMistake {
            kind: WorkflowMistakeKind::Impure(kind),
            name: tree.text_of(function).to_owned(),
            span: tree.span(function),
        }));
        true
    });
}

fn of_function(name: &str) -> Option<Impurity> {
    let row = FUNCTIONS.iter().find(|(_, names)| names.contains(&name));
    row.map(|(kind, _)| *kind)
}

/// Whether what a call is given does not matter to the workflow: `step` keeps the result, a log is only
/// read by people.
fn is_apart(code: &Code<'_>, function: NodeId) -> bool {
    let written = code.tree.text_of(function);
    let logs = ["logger.", "logging.", "log.", "warnings."];
    code.sdk_name(function) == Some("step")
        || written == "print"
        || logs.iter().any(|l| written.starts_with(l))
}

/// Whether an access to the environment names a variable that is not the job's own.
fn reads_other_variable(code: &Code<'_>, access: NodeId) -> bool {
    let key = code.tree.child(access, 1);
    let name = key.and_then(|k| code.tree.plain_string(k));
    name.is_some_and(|n| !n.starts_with("WM_") && !n.starts_with("BASE_"))
}
