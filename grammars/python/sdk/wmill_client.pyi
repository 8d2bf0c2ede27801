# wmill.client, legacy
#
# The class that early versions of the SDK offered. Present versions have
# `wmill.Windmill` and module functions in its place.

import enum
from typing import Any, Dict, Optional

class JobStatus(enum.Enum):
    """How far a job has come."""

    COMPLETED = ...
    RUNNING = ...
    WAITING = ...

class Client:
    """A connection to a Windmill server.

    Attributes:
        base_url: Address of the API, ending in `/api`.
        token: Token sent with each request.
    """

    base_url: str
    token: str

    def __init__(self, base_url: str = "http://localhost:8000/api", token: str = ""):
        """Keep the address and the token of the server.

        Args:
            base_url: Address of the API, ending in `/api`.
            token: API token.
        """
        ...

    def get_job_status(self, job_id: str) -> JobStatus:
        """Tell whether a job waits, runs or is done.

        Args:
            job_id: Id of the job.
        """
        ...

    def get_resource(self, path: str) -> Dict[str, Any]:
        """Read the value of a resource.

        Args:
            path: Path of the resource.
        """
        ...

    def get_result(self, job_id: str) -> Dict[str, Any]:
        """Fetch the result of a job that is done.

        Args:
            job_id: Id of the job.
        """
        ...

    def get_version(self) -> str:
        """Get the version of the Windmill server."""
        ...

    def run_script_async(
        self,
        hash: str,
        args: Dict[str, Any] = {},
        scheduled_in_secs: Optional[None] = None,
    ) -> str:
        """Start one version of a script and do not wait for it.

        Args:
            hash: Hash of one deployed version of the script.
            args: Arguments for the run, by parameter name.
            scheduled_in_secs: Start after this many seconds instead of at once.

        Returns:
            The id of the new job.
        """
        ...

    def run_script_sync(
        self,
        hash: str,
        args: Dict[str, Any] = {},
        verbose: bool = False,
    ) -> Dict[str, Any]:
        """Run one version of a script and wait for its result.

        Args:
            hash: Hash of one deployed version of the script.
            args: Arguments for the run, by parameter name.
            verbose: Log the progress of the wait.

        Returns:
            The result of the run.
        """
        ...
