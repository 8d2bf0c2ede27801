"""Language servers to compare, started afresh for each session, in turn."""

from dataclasses import dataclass, field

from lsp_client import LspClient, LspError


@dataclass
class Server:
    """How a server is started, and the settings it asks for."""

    command: list
    settings: dict = field(default_factory=dict)


def in_turn(servers, root, rounds, log_dir, session):
    """Calls `session(name, client)` `rounds` times for each server, each time with a new process.

    `servers` maps names to servers. Every server has its turn before the next round begins, so that what
    disturbs the machine for a while disturbs all of them.
    """
    for turn in range(rounds):
        for name, server in servers.items():
            log = log_dir / f"{name}.{turn}.stderr".replace(" ", "-")
            client = LspClient(server.command, root, server.settings, log)
            try:
                session(name, client)
            except LspError as error:
                last = log.read_text(errors="replace")[-1500:] if log.exists() else ""
                raise LspError(f"{name}: {error}\n{last}") from error
            finally:
                client.close()
