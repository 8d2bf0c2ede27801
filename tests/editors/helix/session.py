"""A user's session in Helix, under tmux: session.py ROOT

Keys go in, the screen is read until it shows what is waited for. Nothing is asked at fixed times: tmux copies what
the editor writes into a pipe, and each look waits for that."""

import os
import re
import select
import subprocess
import sys
import time

WORKSPACE = "/root/helix/ws"
FLOW = "f/billing/collect_overdue.flow/flow.yaml"
SCRIPT = "f/billing/list_overdue_invoices.py"
SDK = "f/shared/report_failure.py"
STEP = "results.group_by_customer"


class Helix:
    """An editor with a screen of its own."""

    def __init__(self, root, command):
        self.root = root
        self.socket = f"windmill-ls-helix-{os.getpid()}"
        self.pipe = os.path.join(root, "root/helix/screen")
        os.mkfifo(self.pipe)
        self.reader = os.open(self.pipe, os.O_RDONLY | os.O_NONBLOCK)
        inside = f"tests/editors/in-root '{root}' sh -c 'cd {WORKSPACE} && {command}; read end'"
        self.tmux("new-session", "-d", "-x", "160", "-y", "50", "sh", "-c", f"read start; {inside}")
        self.tmux("pipe-pane", "-o", f"cat >'{self.pipe}'")
        self.keys("Enter")

    def tmux(self, *arguments):
        done = subprocess.run(["tmux", "-L", self.socket, *arguments], capture_output=True, text=True, check=True)
        return done.stdout

    def keys(self, *keys):
        """Presses keys, by tmux' names."""
        self.tmux("send-keys", *keys)

    def type(self, text):
        """Types a text as it stands, all at once: of such a burst, Helix 25.01 tells the server in another order."""
        self.tmux("send-keys", "-l", "--", text)

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def until(self, what, shown):
        """Waits until `shown` finds what it wants on the screen."""
        end = time.monotonic() + 60
        while True:
            screen = self.screen()
            if found := shown(screen):
                print("ok:", what, flush=True)
                return found
            left = end - time.monotonic()
            if left < 0 or not self.written(left):
                self.fail(f"waited for {what}", screen)

    def written(self, seconds):
        """Whether the editor writes something within some seconds; what it wrote is taken."""
        if not select.select([self.reader], [], [], seconds)[0]:
            return False
        os.read(self.reader, 1 << 20)
        return True

    def fail(self, what, screen):
        print("FAILED:", what, file=sys.stderr)
        print(screen, file=sys.stderr)
        log = os.path.join(self.root, "root/.cache/helix/helix.log")
        if os.path.exists(log):
            print(*open(log, encoding="utf-8").readlines()[-5:], file=sys.stderr)
        sys.exit(1)

    def text(self):
        path = os.path.join(self.root, WORKSPACE.lstrip("/"), FLOW)
        with open(path, encoding="utf-8") as file:
            return file.read()

    def command(self, line):
        """A command of the prompt. Only an empty prompt takes it."""
        self.type(":" + line)
        self.until(f"the prompt with {line}", lambda s: f":{line}" in s.splitlines()[-1])
        self.keys("Enter")

    def saved(self, what, wanted):
        """Saves, and holds the file against the wanted text."""
        self.command("write")
        self.until(f"{what}: saved", lambda s: "written" in s.splitlines()[-1])
        if self.text() != wanted:
            self.fail(f"{what}: the file is now\n{self.text()}", self.screen())
        print("ok:", what, flush=True)

    def find(self, pattern):
        """Selects the first match, from the start of the file."""
        self.keys("g", "g")
        self.type("/" + pattern)
        self.until(f"the search for {pattern}", lambda s: f"search:{pattern}" in s.splitlines()[-1])
        self.keys("Enter")

    def stop(self):
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], capture_output=True, check=False)
        os.close(self.reader)
        os.remove(self.pipe)


def listed(name):
    """Whether a step is in the list: in full, as it was proposed before the dot, or by its name."""
    return lambda screen: re.search(rf" (results\.)?{name} +(property|field)", screen)


def findings(count):
    """The number of errors in the status line."""
    return lambda screen: re.search(rf"● {count}\s", screen)


def session(helix):
    helix.until("a flow", lambda s: "summary: Chase overdue invoices" in s)
    clean = helix.text()

    # A finding and its fix.
    helix.find(re.escape(STEP))
    helix.keys("c")
    helix.until("insert mode", lambda s: " INS " in s)
    helix.type("results.group_by_custmer")
    helix.keys("Escape")
    helix.until("the misspelt step", findings(1))
    helix.until("its message", lambda s: "this flow has no step `group_by_custmer`" in s)
    helix.keys("Space", "a")
    helix.until("the fixes", lambda s: "Change to `group_by_customer`" in s)
    helix.keys("Enter")
    helix.until("no finding", lambda s: not findings(1)(s) and STEP in s)
    helix.saved("the quick fix", clean)

    # A completion that is taken.
    helix.find(re.escape(STEP))
    helix.keys("c")
    helix.until("insert mode", lambda s: " INS " in s)
    helix.type("results")
    helix.until("the list of what there is", lambda s: re.search(r" results +variable", s))
    helix.type(".")
    helix.until("the list of completions", listed("group_by_customer"))
    helix.until("the other step", listed("list_invoices"))
    # What fits a loop best comes first, which is the other one: letters choose.
    helix.type("group")
    helix.until("what is left of the list", lambda s: not listed("list_invoices")(s) and listed("group_by_customer")(s))
    helix.keys("C-n", "Enter")
    helix.until("the end of the list", lambda s: not listed("group_by_customer")(s))
    helix.keys("Escape")
    helix.until("normal mode", lambda s: " NOR " in s)
    helix.saved("the completion", clean)

    # Hover.
    helix.find("group_by_customer.customers")
    helix.until("a step's name", lambda s: STEP in s)
    helix.keys("Space", "k")
    helix.until("the hover", lambda s: "From line 19 of group_by_customer.inline_script.py" in s)
    helix.keys("Escape")

    # Every place of a step, its rename, there and back, and the outline.
    renamed = clean
    for before in ("id: ", "results."):
        renamed = re.sub(before + r"group_by_customer\b", before + "by_payer", renamed)
    places = renamed.count("by_payer")
    helix.find(re.escape(STEP))
    helix.keys("g", "r")
    helix.until("the places of the step", lambda s: f"{places}/{places}" in s)
    helix.keys("Escape")
    helix.until("the flow again", lambda s: f"{places}/{places}" not in s)
    helix.find(re.escape(STEP))
    for new, text in [("by_payer", renamed), ("group_by_customer", clean)]:
        helix.keys("Space", "r")
        helix.until("the question for a name", lambda s: "rename-to:" in s.splitlines()[-1])
        helix.keys("C-u")
        helix.type(new)
        helix.keys("Enter")
        helix.until(f"the name {new}", lambda s: f"results.{new}" in s)
        helix.saved(f"the rename to {new}", text)
    helix.keys("Space", "s")
    helix.until("the outline", lambda s: all(name in s for name in ("each_customer", "pick_tone", "min_days")))
    helix.keys("Escape")
    helix.until("the flow once more", lambda s: "summary: " in s)

    # The next line begins beside the item's first key.
    helix.find("id: list_invoices")
    helix.keys("o")
    helix.until("insert mode", lambda s: " INS " in s)
    helix.type("cache_ttl: 60")
    helix.keys("Escape")
    helix.until("normal mode", lambda s: " NOR " in s)
    at = clean.index("      summary: List overdue")
    helix.saved("the indentation", clean[:at] + "      cache_ttl: 60\n" + clean[at:])
    helix.keys("u")

    # A script that another program changes.
    script = os.path.join(helix.root, WORKSPACE.lstrip("/"), SCRIPT)
    with open(script, encoding="utf-8") as file:
        code = file.read()
    with open(script, "w", encoding="utf-8") as file:
        file.write(code.replace("min_days", "least_days"))
    helix.until("findings of its callers", findings(r"\d+"))
    with open(script, "w", encoding="utf-8") as file:
        file.write(code)
    helix.until("none again", lambda s: not findings(r"\d+")(s))

    # From a step's path to the script it runs.
    helix.find("f/billing/list_overdue")
    helix.keys("g", "d")
    helix.until("the script", lambda s: f"{SCRIPT} " in s.splitlines()[-2])

    # A script, which has other servers beside this one.
    helix.command(f"open {SDK}")
    helix.until("another script", lambda s: f"{SDK} " in s.splitlines()[-2])
    helix.find("get_workspace")
    helix.keys("c")
    helix.until("insert mode", lambda s: " INS " in s)
    helix.type("get_worspace")
    helix.keys("Escape")
    helix.until("the misspelt name of the SDK", findings(1))
    helix.find("get_resource")
    helix.keys("Space", "k")
    helix.until("the SDK's description", lambda s: "Read the value of a resource." in s)


def main():
    helix = Helix(sys.argv[1], f"hx {FLOW}")
    try:
        session(helix)
    finally:
        helix.stop()


main()
