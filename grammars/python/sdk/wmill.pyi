# wmill 1.850.0
#
# The public names of the Python SDK of Windmill, with the signatures of that version
# and descriptions of our own. At run time the package also exposes the modules it
# imports (`wmill.os`, `wmill.httpx`, …); those are left out here.

import datetime as dt
import logging
from io import BufferedReader, BytesIO
from typing import Any, Dict, Literal, Optional, Union

import httpx
from typing_extensions import deprecated

logger: logging.Logger
"""Logger of the SDK, named "windmill_client"."""

JobStatus = Literal["RUNNING", "WAITING", "COMPLETED"]
"""What `get_job_status` returns."""


class Windmill:
    """A connection to one workspace of a Windmill server.

    Inside a job it needs no arguments: the environment has all it asks for.
    """

    base_url: str
    """Address of the API, ending in `/api`."""

    token: Optional[str]
    """Token sent with each request."""

    headers: Dict[str, str]
    """Headers sent with each request, the token among them."""

    verify: bool
    """Whether TLS certificates are checked."""

    client: httpx.Client
    """The HTTP client in use."""

    workspace: str
    """Id of the workspace."""

    path: Optional[str]
    """Path of the running script or flow."""

    mocked_api: Optional[dict]
    """Mock variables and resources, where `WM_MOCKED_API_FILE` points to some."""

    def __init__(self, base_url=None, token=None, workspace=None, verify=True):
        """Connect, taking from the environment what is not given.

        Args:
            base_url: Address of the server; else `BASE_INTERNAL_URL` or `WM_BASE_URL`.
            token: API token; else `WM_TOKEN`.
            workspace: Workspace id; else `WM_WORKSPACE`.
            verify: Check TLS certificates.

        Raises:
            AssertionError: No workspace is known.
        """
        ...

    def worker_has_internal_server(self) -> bool:
        """Tell whether the API is served on the same host as this worker."""
        ...

    def get_mocked_api(self) -> Optional[dict]:
        """Read the mock variables and resources that `WM_MOCKED_API_FILE` points to.

        Returns:
            The mock data, or None when the variable is not set.
        """
        ...

    def get_client(self) -> httpx.Client:
        """Build an HTTP client that carries the address and the token."""
        ...

    def get(self, endpoint, raise_for_status=True, **kwargs) -> httpx.Response:
        """Send a GET request to the Windmill API.

        Args:
            endpoint: API path below `/api`, with or without a leading slash.
            raise_for_status: Raise when the answer is an HTTP error.
            **kwargs: Passed on to httpx, for example `params`.

        Returns:
            The HTTP response.

        Raises:
            Exception: The server answered with an error and `raise_for_status` is set.
        """
        ...

    def post(self, endpoint, raise_for_status=True, **kwargs) -> httpx.Response:
        """Send a POST request to the Windmill API.

        Args:
            endpoint: API path below `/api`, with or without a leading slash.
            raise_for_status: Raise when the answer is an HTTP error.
            **kwargs: Passed on to httpx, for example `json`.

        Returns:
            The HTTP response.

        Raises:
            Exception: The server answered with an error and `raise_for_status` is set.
        """
        ...

    def create_token(self, duration=dt.timedelta(days=1)) -> str:
        """Create an API token for the current user.

        Args:
            duration: How long the token stays valid.

        Returns:
            The new token.
        """
        ...

    @deprecated("Use `run_script_by_path_async` or `run_script_by_hash_async` instead.")
    def run_script_async(
        self,
        path: str = None,
        hash_: str = None,
        args: dict = None,
        scheduled_in_secs: int = None,
        tag: str = None,
    ) -> str:
        """Start a script by path or by hash and do not wait for it.

        Give either `path` or `hash_`, not both.

        Args:
            path: Path of the script.
            hash_: Hash of one deployed version of the script.
            args: Arguments for the run, by parameter name.
            scheduled_in_secs: Start after this many seconds instead of at once.
            tag: Worker tag to run on instead of the default one.

        Returns:
            The id of the new job.
        """
        ...

    def run_script_by_path_async(
        self,
        path: str,
        args: dict = None,
        scheduled_in_secs: int = None,
        tag: str = None,
        retry: dict = None,
    ) -> str:
        """Start the script at a path and do not wait for it.

        Args:
            path: Path of the script.
            args: Arguments for the run, by parameter name.
            scheduled_in_secs: Start after this many seconds instead of at once.
            tag: Worker tag to run on instead of the default one.
            retry: What to do on failure, in the form a schedule takes, for example
                `{"constant": {"attempts": 3, "seconds": 10}}`.

        Returns:
            The id of the new job. A retry runs as a child of that job.
        """
        ...

    def run_script_by_hash_async(
        self,
        hash_: str,
        args: dict = None,
        scheduled_in_secs: int = None,
        tag: str = None,
        retry: dict = None,
    ) -> str:
        """Start one version of a script and do not wait for it.

        Args:
            hash_: Hash of one deployed version of the script.
            args: Arguments for the run, by parameter name.
            scheduled_in_secs: Start after this many seconds instead of at once.
            tag: Worker tag to run on instead of the default one.
            retry: What to do on failure, in the form a schedule takes, for example
                `{"constant": {"attempts": 3, "seconds": 10}}`.

        Returns:
            The id of the new job. A retry runs as a child of that job.
        """
        ...

    def run_flow_async(
        self,
        path: str,
        args: dict = None,
        scheduled_in_secs: int = None,
        do_not_track_in_parent: bool = True,
        tag: str = None,
    ) -> str:
        """Start the flow at a path and do not wait for it.

        Args:
            path: Path of the flow.
            args: Arguments for the run, by parameter name.
            scheduled_in_secs: Start after this many seconds instead of at once.
            do_not_track_in_parent: Keep the run apart from the current job. Set it to
                False only when you wait for the flow and start nothing else beside it.
            tag: Worker tag to run on instead of the default one.

        Returns:
            The id of the new job.
        """
        ...

    @deprecated("Use `run_script_by_path` or `run_script_by_hash` instead.")
    def run_script(
        self,
        path: str = None,
        hash_: str = None,
        args: dict = None,
        timeout: dt.timedelta | int | float | None = None,
        verbose: bool = False,
        cleanup: bool = True,
        assert_result_is_not_none: bool = False,
        tag: str = None,
    ) -> Any:
        """Run a script by path or by hash and wait for its result.

        Give either `path` or `hash_`, not both.

        Args:
            path: Path of the script.
            hash_: Hash of one deployed version of the script.
            args: Arguments for the run, by parameter name.
            timeout: Longest time to wait, in seconds or as a timedelta. The job is
                cancelled when it runs out.
            verbose: Log the progress of the wait.
            cleanup: Cancel the job if this process exits first.
            assert_result_is_not_none: Treat a null result as an error.
            tag: Worker tag to run on instead of the default one.

        Returns:
            The result of the run.

        Raises:
            TimeoutError: The wait took longer than `timeout`.
            Exception: The job failed, or its result is null and that is asked to be an
                error.
        """
        ...

    def run_script_by_path(
        self,
        path: str,
        args: dict = None,
        timeout: dt.timedelta | int | float | None = None,
        verbose: bool = False,
        cleanup: bool = True,
        assert_result_is_not_none: bool = False,
        tag: str = None,
    ) -> Any:
        """Run the script at a path and wait for its result.

        Args:
            path: Path of the script.
            args: Arguments for the run, by parameter name.
            timeout: Longest time to wait, in seconds or as a timedelta. The job is
                cancelled when it runs out.
            verbose: Log the progress of the wait.
            cleanup: Cancel the job if this process exits first.
            assert_result_is_not_none: Treat a null result as an error.
            tag: Worker tag to run on instead of the default one.

        Returns:
            The result of the run.

        Raises:
            TimeoutError: The wait took longer than `timeout`.
            Exception: The job failed, or its result is null and that is asked to be an
                error.
        """
        ...

    def run_script_by_hash(
        self,
        hash_: str,
        args: dict = None,
        timeout: dt.timedelta | int | float | None = None,
        verbose: bool = False,
        cleanup: bool = True,
        assert_result_is_not_none: bool = False,
        tag: str = None,
    ) -> Any:
        """Run one version of a script and wait for its result.

        Args:
            hash_: Hash of one deployed version of the script.
            args: Arguments for the run, by parameter name.
            timeout: Longest time to wait, in seconds or as a timedelta. The job is
                cancelled when it runs out.
            verbose: Log the progress of the wait.
            cleanup: Cancel the job if this process exits first.
            assert_result_is_not_none: Treat a null result as an error.
            tag: Worker tag to run on instead of the default one.

        Returns:
            The result of the run.

        Raises:
            TimeoutError: The wait took longer than `timeout`.
            Exception: The job failed, or its result is null and that is asked to be an
                error.
        """
        ...

    def run_inline_script_preview(
        self,
        content: str,
        language: str,
        args: dict = None,
    ) -> Any:
        """Run a piece of code on this worker without queueing a job.

        A worker that has no API server of its own queues a preview job and waits.

        Args:
            content: The source code.
            language: Language of the code, such as "duckdb" or "postgresql".
            args: Arguments for the run, by parameter name.

        Returns:
            The result of the code.
        """
        ...

    def wait_job(
        self,
        job_id,
        timeout: dt.timedelta | int | float | None = None,
        verbose: bool = False,
        cleanup: bool = True,
        assert_result_is_not_none: bool = False,
    ):
        """Wait until a job is done and return its result.

        Args:
            job_id: Id of the job.
            timeout: Longest time to wait, in seconds or as a timedelta. The job is
                cancelled when it runs out.
            verbose: Log the progress of the wait.
            cleanup: Cancel the job if this process exits first.
            assert_result_is_not_none: Treat a null result as an error.

        Returns:
            The result of the job.

        Raises:
            TimeoutError: The wait took longer than `timeout`.
            Exception: The job failed, or its result is null and that is asked to be an
                error.
        """
        ...

    def cancel_job(self, job_id: str, reason: str = None) -> str:
        """Cancel a job that is queued or running.

        Args:
            job_id: Id of the job.
            reason: Text to record with the cancellation.

        Returns:
            The answer of the server.
        """
        ...

    def cancel_running(self) -> dict:
        """Cancel all other running jobs of the current script.

        Returns:
            The responses of the server, by job id.
        """
        ...

    def get_job(self, job_id: str) -> dict:
        """Fetch all that is known about a job.

        Args:
            job_id: Id of the job.
        """
        ...

    def get_root_job_id(self, job_id: str | None = None) -> dict:
        """Find the job at the top of the flow that a job belongs to.

        Args:
            job_id: Id of the job; the current one when left out.

        Returns:
            The id of the topmost job.
        """
        ...

    def get_id_token(self, audience: str, expires_in: int | None = None) -> str:
        """Get an OIDC token that proves to another service which job this is.

        Args:
            audience: Who the token is for, such as "vault".
            expires_in: Lifetime of the token in seconds.

        Returns:
            A signed JWT.
        """
        ...

    def get_job_status(self, job_id: str) -> JobStatus:
        """Tell whether a job waits, runs or is done.

        Args:
            job_id: Id of the job.
        """
        ...

    def get_result(self, job_id: str, assert_result_is_not_none: bool = True) -> Any:
        """Fetch the result of a job that is done.

        Args:
            job_id: Id of the job.
            assert_result_is_not_none: Treat a null result as an error.

        Raises:
            Exception: The result is null and `assert_result_is_not_none` is set.
        """
        ...

    def get_variable(self, path: str) -> str:
        """Read a variable or a secret.

        Args:
            path: Path of the variable; a `var://` prefix is accepted.

        Returns:
            The value.

        Raises:
            Exception: The variable does not exist or may not be read.
        """
        ...

    def set_variable(self, path: str, value: str, is_secret: bool = False) -> None:
        """Change a variable, or create it when there is none.

        Args:
            path: Path of the variable; a `var://` prefix is accepted.
            value: The new value.
            is_secret: Store the value encrypted. It counts only when the variable is
                created.
        """
        ...

    def get_resource(
        self,
        path: str,
        none_if_undefined: bool = False,
        interpolated: bool = True,
    ) -> dict | None:
        """Read the value of a resource.

        Args:
            path: Path of the resource; a `$res:` or `res://` prefix is accepted.
            none_if_undefined: Return None when the resource cannot be read.
            interpolated: Replace nested `$var:` and `$res:` references by their values.

        Returns:
            The value, or None if it is missing and that is allowed.

        Raises:
            Exception: The resource cannot be read and `none_if_undefined` is not set.
        """
        ...

    def set_resource(self, value: Any, path: str, resource_type: str):
        """Change the value of a resource, or create it when there is none.

        The module function of the same name takes `path` first.

        Args:
            value: The new value.
            path: Path of the resource; a `$res:` or `res://` prefix is accepted.
            resource_type: Type to give the resource if it is created.
        """
        ...

    def list_resources(
        self,
        resource_type: str = None,
        page: int = None,
        per_page: int = None,
    ) -> list[dict]:
        """List the resources of the workspace.

        Args:
            resource_type: Only resources of this type.
            page: Page to fetch.
            per_page: Number of resources on a page.

        Returns:
            One dict for each resource.
        """
        ...

    def set_state(self, value: Any, path: str | None = None) -> None:
        """Keep a value for the next run of this script.

        Args:
            value: Any value that fits in JSON.
            path: Resource to use in place of the default state path.
        """
        ...

    def get_state(self, path: str | None = None) -> Any:
        """Read the value that an earlier run of this script kept.

        Args:
            path: Resource to use in place of the default state path.

        Returns:
            The value, or None when nothing was kept yet.
        """
        ...

    def set_progress(self, value: int, job_id: Optional[str] = None):
        """Show how far the job has come.

        Args:
            value: Per cent done, from 0 to 99.
            job_id: Id of the job; the current one when left out.
        """
        ...

    def get_progress(self, job_id: Optional[str] = None) -> Any:
        """Read how far a job has come.

        Args:
            job_id: Id of the job; the current one when left out.

        Returns:
            Per cent done, or None when it is not known.
        """
        ...

    def worker_is_draining(self, job_id: Optional[str] = None) -> bool:
        """Tell whether the worker of a job has been asked to shut down.

        A long job can look at this now and then and stop early.

        Args:
            job_id: Id of the job; the current one when left out.
        """
        ...

    def set_flow_user_state(self, key: str, value: Any) -> None:
        """Keep a value that the steps of this flow run share.

        Args:
            key: Name of the value.
            value: Any value that fits in JSON.
        """
        ...

    def get_flow_user_state(self, key: str) -> Any:
        """Read a value that a step of this flow run kept.

        Args:
            key: Name of the value.

        Returns:
            The value, or None when the job is not part of a flow.
        """
        ...

    @property
    def version(self):
        """Version of the Windmill server."""
        ...

    def get_duckdb_connection_settings(
        self,
        s3_resource_path: str = "",
    ) -> DuckDbConnectionSettings | None:
        """Get the settings with which DuckDB can reach S3 storage.

        Without a resource the workspace storage is used, through a proxy of the server
        when it can be.

        Args:
            s3_resource_path: S3 resource to use in place of the workspace storage.

        Raises:
            Exception: The server gave no usable settings.
        """
        ...

    def get_polars_connection_settings(
        self,
        s3_resource_path: str = "",
    ) -> PolarsConnectionSettings:
        """Get the settings with which Polars can reach S3 storage.

        Without a resource the workspace storage is used, through a proxy of the server
        when it can be.

        Args:
            s3_resource_path: S3 resource to use in place of the workspace storage.

        Raises:
            Exception: The server gave no usable settings.
        """
        ...

    def get_boto3_connection_settings(
        self,
        s3_resource_path: str = "",
    ) -> Boto3ConnectionSettings:
        """Get the settings with which boto3 can reach S3 storage.

        Without a resource the workspace storage is used, through a proxy of the server
        when it can be.

        Args:
            s3_resource_path: S3 resource to use in place of the workspace storage.

        Raises:
            Exception: The server gave no usable settings.
        """
        ...

    def load_s3_file(
        self,
        s3object: S3Object | str,
        s3_resource_path: str | None,
    ) -> bytes:
        """Read a file of the object storage into memory.

        Args:
            s3object: The file, as an S3Object or an `s3://storage/key` string.
            s3_resource_path: S3 resource to use in place of the workspace storage.

        Returns:
            The whole content.
        """
        ...

    def load_s3_file_reader(
        self,
        s3object: S3Object | str,
        s3_resource_path: str | None,
    ) -> BufferedReader:
        """Open a file of the object storage as a stream.

        Args:
            s3object: The file, as an S3Object or an `s3://storage/key` string.
            s3_resource_path: S3 resource to use in place of the workspace storage.

        Returns:
            A reader to be used in a `with` statement.
        """
        ...

    def write_s3_file(
        self,
        s3object: S3Object | str | None,
        file_content: BufferedReader | bytes,
        s3_resource_path: str | None,
        content_type: str | None = None,
        content_disposition: str | None = None,
    ) -> S3Object:
        """Store a file in the object storage.

        Args:
            s3object: Where to put the file; None lets the server choose the key.
            file_content: The bytes to store, or a reader to stream them from.
            s3_resource_path: S3 resource to use in place of the workspace storage.
            content_type: MIME type to store with the file.
            content_disposition: Content-Disposition header to store with the file.

        Returns:
            The place where the file is now.

        Raises:
            Exception: The content is of the wrong type, or the upload failed.
        """
        ...

    def delete_s3_object(
        self,
        s3object: S3Object | str,
        s3_resource_path: str | None = None,
    ) -> None:
        """Delete a file of the object storage for good.

        Args:
            s3object: The file, as an S3Object or an `s3://storage/key` string.
            s3_resource_path: S3 resource to use in place of the workspace storage.

        Raises:
            Exception: The file could not be deleted.
        """
        ...

    def sign_s3_objects(
        self,
        s3_objects: list[S3Object | str],
        expiry_secs: int | None = None,
    ) -> list[S3Object]:
        """Sign files so that people without a login can open them in public apps.

        Args:
            s3_objects: The files, as S3Objects or `s3://storage/key` strings.
            expiry_secs: Life of the signature in seconds, from 60 to 604800. The
                default is 43200, which is 12 hours.

        Returns:
            The same files with a signature.
        """
        ...

    def sign_s3_object(
        self,
        s3_object: S3Object | str,
        expiry_secs: int | None = None,
    ) -> S3Object:
        """Sign a file so that people without a login can open it in a public app.

        Args:
            s3_object: The file, as an S3Object or an `s3://storage/key` string.
            expiry_secs: Life of the signature in seconds, from 60 to 604800. The
                default is 43200, which is 12 hours.

        Returns:
            The same file with a signature.
        """
        ...

    def get_presigned_s3_public_urls(
        self,
        s3_objects: list[S3Object | str],
        base_url: str | None = None,
        expiry_secs: int | None = None,
    ) -> list[str]:
        """Get links to files that work without a login.

        Files without a signature are signed first.

        Args:
            s3_objects: The files, as S3Objects or `s3://storage/key` strings.
            base_url: Public address of the server; else `WM_BASE_URL`.
            expiry_secs: Life of the signature in seconds, from 60 to 604800. The
                default is 43200, which is 12 hours.

        Returns:
            One link for each file, in the same order.
        """
        ...

    def get_presigned_s3_public_url(
        self,
        s3_object: S3Object | str,
        base_url: str | None = None,
        expiry_secs: int | None = None,
    ) -> str:
        """Get a link to a file that works without a login.

        A file without a signature is signed first.

        Args:
            s3_object: The file, as an S3Object or an `s3://storage/key` string.
            base_url: Public address of the server; else `WM_BASE_URL`.
            expiry_secs: Life of the signature in seconds, from 60 to 604800. The
                default is 43200, which is 12 hours.

        Returns:
            The link.
        """
        ...

    def whoami(self) -> dict:
        """Get the user that this job runs as."""
        ...

    @property
    def user(self) -> dict:
        """The user that this job runs as; the same as `whoami()`."""
        ...

    @property
    def state_path(self) -> str:
        """Path of the resource that holds the state of this script.

        Raises:
            Exception: The environment does not give a state path.
        """
        ...

    @property
    def state(self) -> Any:
        """The value kept between runs of this script; None when there is none."""
        ...

    @state.setter
    def state(self, value: Any) -> None:
        """Keep a value for the next run of this script."""
        ...

    @staticmethod
    def set_shared_state_pickle(value: Any, path: str = "state.pickle") -> None:
        """Pickle a value into the folder that the steps of a flow share.

        Args:
            value: Any value that can be pickled.
            path: File name inside the shared folder.
        """
        ...

    @staticmethod
    def get_shared_state_pickle(path: str = "state.pickle") -> Any:
        """Load a pickled value from the folder that the steps of a flow share.

        Args:
            path: File name inside the shared folder.
        """
        ...

    @staticmethod
    def set_shared_state(value: Any, path: str = "state.json") -> None:
        """Write a value as JSON into the folder that the steps of a flow share.

        Args:
            value: Any value that fits in JSON.
            path: File name inside the shared folder.
        """
        ...

    @staticmethod
    def get_shared_state(path: str = "state.json") -> None:
        """Load a JSON value from the folder that the steps of a flow share.

        It returns the value, although it is annotated as None.

        Args:
            path: File name inside the shared folder.
        """
        ...

    def get_resume_urls(self, approver: str = None, flow_level: bool = None) -> dict:
        """Get the links that resume or cancel this suspended flow.

        Args:
            approver: Name to record as the approver.
            flow_level: Make links for the whole parent flow, so that any later
                suspended step can take the approval, instead of links for this step.

        Returns:
            A dict with `approvalPage`, `resume` and `cancel`.
        """
        ...

    def get_approval_urls(
        self,
        step_key: str = "approval",
        approver: str = None,
    ) -> dict:
        """Get the links that answer one `wait_for_approval` of this workflow.

        Args:
            step_key: Key of the approval step, as given to `wait_for_approval`.
            approver: Name to record as the approver.

        Returns:
            A dict with `approvalPage`, `resume` and `cancel`.

        Raises:
            RuntimeError: The key is empty, has a slash or is a dot segment.
        """
        ...

    def request_interactive_slack_approval(
        self,
        slack_resource_path: str,
        channel_id: str,
        message: str = None,
        approver: str = None,
        default_args_json: dict = None,
        dynamic_enums_json: dict = None,
    ) -> None:
        """Ask for an approval with a message in Slack.

        It works only inside a flow and needs the Enterprise Edition.

        Args:
            slack_resource_path: Path of the Slack resource.
            channel_id: Slack channel that gets the request.
            message: Text of the request.
            approver: Name to record as the approver.
            default_args_json: Values to fill the form fields with, by field.
            dynamic_enums_json: Choices to offer in the enum fields, by field.

        Raises:
            Exception: The script does not run as a step of a flow.
        """
        ...

    @deprecated('Use `os.environ.get("WM_END_USER_EMAIL") or os.environ.get("WM_EMAIL")` instead.')
    def username_to_email(self, username: str) -> str:
        """Look up the e-mail address of a user of the workspace.

        Args:
            username: Name of the user.
        """
        ...

    def send_teams_message(
        self,
        conversation_id: str,
        text: str,
        success: bool = True,
        card_block: dict = None,
    ):
        """Post a message in a Microsoft Teams chat or channel.

        Args:
            conversation_id: Teams conversation to write to.
            text: The message.
            success: Style the message as good or as bad news.
            card_block: Card to send along, as the Teams API takes it.
        """
        ...

    def datatable(
        self,
        name: str = "main",
        *,
        role: Optional[str] = None,
    ) -> DataTableClient:
        """Open a data table for SQL queries.

        Args:
            name: Name of the data table, or `name:schema`.
            role: Role to connect as, in place of the data table's default.

        Returns:
            A DataTableClient.

        Raises:
            ValueError: The role has characters that are not allowed.
        """
        ...

    def ducklake(self, name: str = "main") -> DucklakeClient:
        """Open a DuckLake for DuckDB queries.

        Args:
            name: Name of the DuckLake.

        Returns:
            A DucklakeClient.
        """
        ...


def init_global_client(f):
    """Decorate a function so that the global client exists when it runs.

    Args:
        f: The function.
    """
    ...


def deprecate(in_favor_of: str):
    """Decorate a function so that each call warns that it is out of date.

    Args:
        in_favor_of: What to use in its place.
    """
    ...


def get_workspace() -> str:
    """Get the id of the current workspace."""
    ...


def get_root_job_id(job_id: str | None = None) -> str:
    """Find the job at the top of the flow that a job belongs to.

    Args:
        job_id: Id of the job; the current one when left out.

    Returns:
        The id of the topmost job.
    """
    ...


@deprecated("Use `Windmill().version` instead.")
def get_version() -> str:
    """Get the version of the Windmill server."""
    ...


def run_script_async(
    hash_or_path: str,
    args: Dict[str, Any] = None,
    scheduled_in_secs: int = None,
    tag: str = None,
) -> str:
    """Start a script by path or by hash and do not wait for it.

    Args:
        hash_or_path: Path or hash of the script; one with a slash is a path.
        args: Arguments for the run, by parameter name.
        scheduled_in_secs: Start after this many seconds instead of at once.
        tag: Worker tag to run on instead of the default one.

    Returns:
        The id of the new job.
    """
    ...


def run_flow_async(
    path: str,
    args: Dict[str, Any] = None,
    scheduled_in_secs: int = None,
    do_not_track_in_parent: bool = True,
    tag: str = None,
) -> str:
    """Start the flow at a path and do not wait for it.

    Args:
        path: Path of the flow.
        args: Arguments for the run, by parameter name.
        scheduled_in_secs: Start after this many seconds instead of at once.
        do_not_track_in_parent: Keep the run apart from the current job. Set it to False
            only when you wait for the flow and start nothing else beside it.
        tag: Worker tag to run on instead of the default one.

    Returns:
        The id of the new job.
    """
    ...


def run_script_sync(
    hash: str,
    args: Dict[str, Any] = None,
    verbose: bool = False,
    assert_result_is_not_none: bool = True,
    cleanup: bool = True,
    timeout: dt.timedelta = None,
    tag: str = None,
) -> Any:
    """Run one version of a script and wait for its result.

    Args:
        hash: Hash of one deployed version of the script.
        args: Arguments for the run, by parameter name.
        verbose: Log the progress of the wait.
        assert_result_is_not_none: Treat a null result as an error.
        cleanup: Cancel the job if this process exits first.
        timeout: Longest time to wait, in seconds or as a timedelta. The job is
            cancelled when it runs out.
        tag: Worker tag to run on instead of the default one.

    Returns:
        The result of the run.

    Raises:
        TimeoutError: The wait took longer than `timeout`.
        Exception: The job failed, or its result is null and that is asked to be an
            error.
    """
    ...


def run_script_by_path_async(
    path: str,
    args: Dict[str, Any] = None,
    scheduled_in_secs: Union[None, int] = None,
    tag: str = None,
    retry: Dict[str, Any] = None,
) -> str:
    """Start the script at a path and do not wait for it.

    Args:
        path: Path of the script.
        args: Arguments for the run, by parameter name.
        scheduled_in_secs: Start after this many seconds instead of at once.
        tag: Worker tag to run on instead of the default one.
        retry: What to do on failure, in the form a schedule takes, for example
            `{"constant": {"attempts": 3, "seconds": 10}}`.

    Returns:
        The id of the new job. A retry runs as a child of that job.
    """
    ...


def run_script_by_hash_async(
    hash_: str,
    args: Dict[str, Any] = None,
    scheduled_in_secs: Union[None, int] = None,
    tag: str = None,
    retry: Dict[str, Any] = None,
) -> str:
    """Start one version of a script and do not wait for it.

    Args:
        hash_: Hash of one deployed version of the script.
        args: Arguments for the run, by parameter name.
        scheduled_in_secs: Start after this many seconds instead of at once.
        tag: Worker tag to run on instead of the default one.
        retry: What to do on failure, in the form a schedule takes, for example
            `{"constant": {"attempts": 3, "seconds": 10}}`.

    Returns:
        The id of the new job. A retry runs as a child of that job.
    """
    ...


def run_script_by_path_sync(
    path: str,
    args: Dict[str, Any] = None,
    verbose: bool = False,
    assert_result_is_not_none: bool = True,
    cleanup: bool = True,
    timeout: dt.timedelta = None,
    tag: str = None,
) -> Any:
    """Run the script at a path and wait for its result.

    Args:
        path: Path of the script.
        args: Arguments for the run, by parameter name.
        verbose: Log the progress of the wait.
        assert_result_is_not_none: Treat a null result as an error.
        cleanup: Cancel the job if this process exits first.
        timeout: Longest time to wait, in seconds or as a timedelta. The job is
            cancelled when it runs out.
        tag: Worker tag to run on instead of the default one.

    Returns:
        The result of the run.

    Raises:
        TimeoutError: The wait took longer than `timeout`.
        Exception: The job failed, or its result is null and that is asked to be an
            error.
    """
    ...


def get_id_token(audience: str) -> str:
    """Get an OIDC token that proves to another service which job this is.

    Args:
        audience: Who the token is for, such as "vault".

    Returns:
        A signed JWT.
    """
    ...


def get_job_status(job_id: str) -> JobStatus:
    """Tell whether a job waits, runs or is done.

    Args:
        job_id: Id of the job.
    """
    ...


def get_job(job_id: str) -> dict:
    """Fetch all that is known about a job.

    Args:
        job_id: Id of the job.
    """
    ...


def get_result(job_id: str, assert_result_is_not_none=True) -> Dict[str, Any]:
    """Fetch the result of a job that is done.

    Args:
        job_id: Id of the job.
        assert_result_is_not_none: Treat a null result as an error.

    Raises:
        Exception: The result is null and `assert_result_is_not_none` is set.
    """
    ...


def duckdb_connection_settings(s3_resource_path: str = "") -> DuckDbConnectionSettings:
    """Get the settings with which DuckDB can reach S3 storage.

    Without a resource the workspace storage is used, through a proxy of the server when
    it can be.

    Args:
        s3_resource_path: S3 resource to use in place of the workspace storage.

    Raises:
        Exception: The server gave no usable settings.
    """
    ...


def polars_connection_settings(s3_resource_path: str = "") -> PolarsConnectionSettings:
    """Get the settings with which Polars can reach S3 storage.

    Without a resource the workspace storage is used, through a proxy of the server when
    it can be.

    Args:
        s3_resource_path: S3 resource to use in place of the workspace storage.

    Raises:
        Exception: The server gave no usable settings.
    """
    ...


def boto3_connection_settings(s3_resource_path: str = "") -> Boto3ConnectionSettings:
    """Get the settings with which boto3 can reach S3 storage.

    Without a resource the workspace storage is used, through a proxy of the server when
    it can be.

    Args:
        s3_resource_path: S3 resource to use in place of the workspace storage.

    Raises:
        Exception: The server gave no usable settings.
    """
    ...


def load_s3_file(
    s3object: S3Object | str,
    s3_resource_path: str | None = None,
) -> bytes:
    """Read a file of the object storage into memory.

    Args:
        s3object: The file, as an S3Object or an `s3://storage/key` string.
        s3_resource_path: S3 resource to use in place of the workspace storage.

    Returns:
        The whole content.
    """
    ...


def load_s3_file_reader(
    s3object: S3Object | str,
    s3_resource_path: str | None = None,
) -> BufferedReader:
    """Open a file of the object storage as a stream.

    Args:
        s3object: The file, as an S3Object or an `s3://storage/key` string.
        s3_resource_path: S3 resource to use in place of the workspace storage.

    Returns:
        A reader to be used in a `with` statement.
    """
    ...


def write_s3_file(
    s3object: S3Object | str | None,
    file_content: BufferedReader | bytes,
    s3_resource_path: str | None = None,
    content_type: str | None = None,
    content_disposition: str | None = None,
) -> S3Object:
    """Store a file in the object storage.

    Args:
        s3object: Where to put the file; None lets the server choose the key.
        file_content: The bytes to store, or a reader to stream them from.
        s3_resource_path: S3 resource to use in place of the workspace storage.
        content_type: MIME type to store with the file.
        content_disposition: Content-Disposition header to store with the file.

    Returns:
        The place where the file is now.

    Raises:
        Exception: The content is of the wrong type, or the upload failed.
    """
    ...


def delete_s3_object(
    s3object: S3Object | str,
    s3_resource_path: str | None = None,
) -> None:
    """Delete a file of the object storage for good.

    Args:
        s3object: The file, as an S3Object or an `s3://storage/key` string.
        s3_resource_path: S3 resource to use in place of the workspace storage.

    Raises:
        Exception: The file could not be deleted.
    """
    ...


def sign_s3_objects(
    s3_objects: list[S3Object | str],
    expiry_secs: int | None = None,
) -> list[S3Object]:
    """Sign files so that people without a login can open them in public apps.

    Args:
        s3_objects: The files, as S3Objects or `s3://storage/key` strings.
        expiry_secs: Life of the signature in seconds, from 60 to 604800. The default is
            43200, which is 12 hours.

    Returns:
        The same files with a signature.
    """
    ...


def sign_s3_object(
    s3_object: S3Object | str,
    expiry_secs: int | None = None,
) -> S3Object:
    """Sign a file so that people without a login can open it in a public app.

    Args:
        s3_object: The file, as an S3Object or an `s3://storage/key` string.
        expiry_secs: Life of the signature in seconds, from 60 to 604800. The default is
            43200, which is 12 hours.

    Returns:
        The same file with a signature.
    """
    ...


def get_presigned_s3_public_urls(
    s3_objects: list[S3Object | str],
    base_url: str | None = None,
    expiry_secs: int | None = None,
) -> list[str]:
    """Get links to files that work without a login.

    Files without a signature are signed first.

    Args:
        s3_objects: The files, as S3Objects or `s3://storage/key` strings.
        base_url: Public address of the server; else `WM_BASE_URL`.
        expiry_secs: Life of the signature in seconds, from 60 to 604800. The default is
            43200, which is 12 hours.

    Returns:
        One link for each file, in the same order.
    """
    ...


def get_presigned_s3_public_url(
    s3_object: S3Object | str,
    base_url: str | None = None,
    expiry_secs: int | None = None,
) -> str:
    """Get a link to a file that works without a login.

    A file without a signature is signed first.

    Args:
        s3_object: The file, as an S3Object or an `s3://storage/key` string.
        base_url: Public address of the server; else `WM_BASE_URL`.
        expiry_secs: Life of the signature in seconds, from 60 to 604800. The default is
            43200, which is 12 hours.

    Returns:
        The link.
    """
    ...


def whoami() -> dict:
    """Get the user that this job runs as."""
    ...


def get_state(path: str | None = None) -> Any:
    """Read the value that an earlier run of this script kept.

    Args:
        path: Resource to use in place of the default state path.

    Returns:
        The value, or None when nothing was kept yet.
    """
    ...


def get_resource(
    path: str,
    none_if_undefined: bool = False,
    interpolated: bool = True,
) -> dict | None:
    """Read the value of a resource.

    Args:
        path: Path of the resource; a `$res:` or `res://` prefix is accepted.
        none_if_undefined: Return None when the resource cannot be read.
        interpolated: Replace nested `$var:` and `$res:` references by their values.

    Returns:
        The value, or None if it is missing and that is allowed.

    Raises:
        Exception: The resource cannot be read and `none_if_undefined` is not set.
    """
    ...


def set_resource(path: str, value: Any, resource_type: str = "any") -> None:
    """Change the value of a resource, or create it when there is none.

    The method of the same name takes `value` first.

    Args:
        path: Path of the resource; a `$res:` or `res://` prefix is accepted.
        value: The new value.
        resource_type: Type to give the resource if it is created.
    """
    ...


def list_resources(
    resource_type: str = None,
    page: int = None,
    per_page: int = None,
) -> list[dict]:
    """List the resources of the workspace.

    Args:
        resource_type: Only resources of this type.
        page: Page to fetch.
        per_page: Number of resources on a page.

    Returns:
        One dict for each resource.
    """
    ...


def set_state(value: Any, path: str | None = None) -> None:
    """Keep a value for the next run of this script.

    Args:
        value: Any value that fits in JSON.
        path: Resource to use in place of the default state path.
    """
    ...


def set_progress(value: int, job_id: Optional[str] = None) -> None:
    """Show how far the job has come.

    Args:
        value: Per cent done, from 0 to 99.
        job_id: Id of the job; the current one when left out.
    """
    ...


def get_progress(job_id: Optional[str] = None) -> Any:
    """Read how far a job has come.

    Args:
        job_id: Id of the job; the current one when left out.

    Returns:
        Per cent done, or None when it is not known.
    """
    ...


def worker_is_draining(job_id: Optional[str] = None) -> bool:
    """Tell whether the worker of a job has been asked to shut down.

    A long job can look at this now and then and stop early.

    Args:
        job_id: Id of the job; the current one when left out.
    """
    ...


def set_shared_state_pickle(value: Any, path="state.pickle") -> None:
    """Pickle a value into the folder that the steps of a flow share.

    Args:
        value: Any value that can be pickled.
        path: File name inside the shared folder.
    """
    ...


@deprecated("Use `Windmill.get_shared_state_pickle(...)` instead.")
def get_shared_state_pickle(path="state.pickle") -> Any:
    """Load a pickled value from the folder that the steps of a flow share.

    Args:
        path: File name inside the shared folder.
    """
    ...


def set_shared_state(value: Any, path="state.json") -> None:
    """Write a value as JSON into the folder that the steps of a flow share.

    Args:
        value: Any value that fits in JSON.
        path: File name inside the shared folder.
    """
    ...


def get_shared_state(path="state.json") -> None:
    """Load a JSON value from the folder that the steps of a flow share.

    It returns the value, although it is annotated as None.

    Args:
        path: File name inside the shared folder.
    """
    ...


def get_variable(path: str) -> str:
    """Read a variable or a secret.

    Args:
        path: Path of the variable; a `var://` prefix is accepted.

    Returns:
        The value.

    Raises:
        Exception: The variable does not exist or may not be read.
    """
    ...


def set_variable(path: str, value: str, is_secret: bool = False) -> None:
    """Change a variable, or create it when there is none.

    Args:
        path: Path of the variable; a `var://` prefix is accepted.
        value: The new value.
        is_secret: Store the value encrypted. It counts only when the variable is
            created.
    """
    ...


def get_flow_user_state(key: str) -> Any:
    """Read a value that a step of this flow run kept.

    Args:
        key: Name of the value.

    Returns:
        The value, or None when the job is not part of a flow.
    """
    ...


def set_flow_user_state(key: str, value: Any) -> None:
    """Keep a value that the steps of this flow run share.

    Args:
        key: Name of the value.
        value: Any value that fits in JSON.
    """
    ...


def get_state_path() -> str:
    """Get the path of the resource that holds the state of this script.

    Raises:
        Exception: The environment does not give a state path.
    """
    ...


def get_resume_urls(approver: str = None, flow_level: bool = None) -> dict:
    """Get the links that resume or cancel this suspended flow.

    Args:
        approver: Name to record as the approver.
        flow_level: Make links for the whole parent flow, so that any later suspended
            step can take the approval, instead of links for this step.

    Returns:
        A dict with `approvalPage`, `resume` and `cancel`.
    """
    ...


def get_approval_urls(step_key: str = "approval", approver: str = None) -> dict:
    """Get the links that answer one `wait_for_approval` of this workflow.

    Args:
        step_key: Key of the approval step, as given to `wait_for_approval`.
        approver: Name to record as the approver.

    Returns:
        A dict with `approvalPage`, `resume` and `cancel`.

    Raises:
        RuntimeError: The key is empty, has a slash or is a dot segment.
    """
    ...


def request_interactive_slack_approval(
    slack_resource_path: str,
    channel_id: str,
    message: str = None,
    approver: str = None,
    default_args_json: dict = None,
    dynamic_enums_json: dict = None,
) -> None:
    """Ask for an approval with a message in Slack.

    It works only inside a flow and needs the Enterprise Edition.

    Args:
        slack_resource_path: Path of the Slack resource.
        channel_id: Slack channel that gets the request.
        message: Text of the request.
        approver: Name to record as the approver.
        default_args_json: Values to fill the form fields with, by field.
        dynamic_enums_json: Choices to offer in the enum fields, by field.

    Raises:
        Exception: The script does not run as a step of a flow.
    """
    ...


def send_teams_message(
    conversation_id: str,
    text: str,
    success: bool,
    card_block: dict = None,
):
    """Post a message in a Microsoft Teams chat or channel.

    Args:
        conversation_id: Teams conversation to write to.
        text: The message.
        success: Style the message as good or as bad news.
        card_block: Card to send along, as the Teams API takes it.
    """
    ...


def cancel_job(job_id: str, reason: str = None) -> str:
    """Cancel a job that is queued or running.

    Args:
        job_id: Id of the job.
        reason: Text to record with the cancellation.

    Returns:
        The answer of the server.
    """
    ...


def cancel_running() -> dict:
    """Cancel all other running jobs of the current script.

    Returns:
        The responses of the server, by job id.
    """
    ...


@deprecated("Use `run_script_by_path` or `run_script_by_hash` instead.")
def run_script(
    path: str = None,
    hash_: str = None,
    args: dict = None,
    timeout: dt.timedelta | int | float = None,
    verbose: bool = False,
    cleanup: bool = True,
    assert_result_is_not_none: bool = True,
    tag: str = None,
) -> Any:
    """Run a script by path or by hash and wait for its result.

    Give either `path` or `hash_`, not both.

    Args:
        path: Path of the script.
        hash_: Hash of one deployed version of the script.
        args: Arguments for the run, by parameter name.
        timeout: Longest time to wait, in seconds or as a timedelta. The job is
            cancelled when it runs out.
        verbose: Log the progress of the wait.
        cleanup: Cancel the job if this process exits first.
        assert_result_is_not_none: Treat a null result as an error.
        tag: Worker tag to run on instead of the default one.

    Returns:
        The result of the run.

    Raises:
        TimeoutError: The wait took longer than `timeout`.
        Exception: The job failed, or its result is null and that is asked to be an
            error.
    """
    ...


def run_script_by_path(
    path: str,
    args: dict = None,
    timeout: dt.timedelta | int | float = None,
    verbose: bool = False,
    cleanup: bool = True,
    assert_result_is_not_none: bool = True,
    tag: str = None,
) -> Any:
    """Run the script at a path and wait for its result.

    Args:
        path: Path of the script.
        args: Arguments for the run, by parameter name.
        timeout: Longest time to wait, in seconds or as a timedelta. The job is
            cancelled when it runs out.
        verbose: Log the progress of the wait.
        cleanup: Cancel the job if this process exits first.
        assert_result_is_not_none: Treat a null result as an error.
        tag: Worker tag to run on instead of the default one.

    Returns:
        The result of the run.

    Raises:
        TimeoutError: The wait took longer than `timeout`.
        Exception: The job failed, or its result is null and that is asked to be an
            error.
    """
    ...


def run_script_by_hash(
    hash_: str,
    args: dict = None,
    timeout: dt.timedelta | int | float = None,
    verbose: bool = False,
    cleanup: bool = True,
    assert_result_is_not_none: bool = True,
    tag: str = None,
) -> Any:
    """Run one version of a script and wait for its result.

    Args:
        hash_: Hash of one deployed version of the script.
        args: Arguments for the run, by parameter name.
        timeout: Longest time to wait, in seconds or as a timedelta. The job is
            cancelled when it runs out.
        verbose: Log the progress of the wait.
        cleanup: Cancel the job if this process exits first.
        assert_result_is_not_none: Treat a null result as an error.
        tag: Worker tag to run on instead of the default one.

    Returns:
        The result of the run.

    Raises:
        TimeoutError: The wait took longer than `timeout`.
        Exception: The job failed, or its result is null and that is asked to be an
            error.
    """
    ...


def run_inline_script_preview(content: str, language: str, args: dict = None) -> Any:
    """Run a piece of code on this worker without queueing a job.

    A worker that has no API server of its own queues a preview job and waits.

    Args:
        content: The source code.
        language: Language of the code, such as "duckdb" or "postgresql".
        args: Arguments for the run, by parameter name.

    Returns:
        The result of the code.
    """
    ...


@deprecated('Use `os.environ.get("WM_END_USER_EMAIL") or os.environ.get("WM_EMAIL")` instead.')
def username_to_email(username: str) -> str:
    """Look up the e-mail address of a user of the workspace.

    Args:
        username: Name of the user.
    """
    ...


def datatable(name: str = "main", *, role: Optional[str] = None) -> DataTableClient:
    """Open a data table for SQL queries.

    Args:
        name: Name of the data table, or `name:schema`.
        role: Role to connect as, in place of the data table's default.

    Returns:
        A DataTableClient.

    Raises:
        ValueError: The role has characters that are not allowed.
    """
    ...


def ducklake(name: str = "main") -> DucklakeClient:
    """Open a DuckLake for DuckDB queries.

    Args:
        name: Name of the DuckLake.

    Returns:
        A DucklakeClient.
    """
    ...


def parse_resource_syntax(s: str) -> Optional[str]:
    """Take the path out of a `$res:path` or `res://path` string.

    Args:
        s: The string.

    Returns:
        The path, or None when the string is no such reference.
    """
    ...


def parse_s3_object(s3_object: S3Object | str) -> S3Object:
    """Turn an `s3://storage/key` string into an S3Object.

    `s3:///key` means the default storage. An S3Object comes back as it is.

    Raises:
        ValueError: The string does not have that form.
    """
    ...


def parse_variable_syntax(s: str) -> Optional[str]:
    """Take the path out of a `var://path` string.

    Args:
        s: The string.

    Returns:
        The path, or None when the string is no such reference.
    """
    ...


def append_to_result_stream(text: str) -> None:
    """Add a piece of text to the streamed result of the job.

    Args:
        text: The text.
    """
    ...


def stream_result(stream) -> None:
    """Send the pieces of text of an iterable as the streamed result of the job.

    Args:
        stream: The pieces of text.
    """
    ...


class DataTableClient:
    """Runs SQL on one data table."""

    client: Windmill
    """The connection in use."""

    name: str
    """Name of the data table."""

    schema: Optional[str]
    """Schema to look in, if one was named."""

    role: Optional[str]
    """Role to connect as, if one was named."""

    def __init__(self, client: Windmill, name: str, role: Optional[str] = None):
        """Prepare a client; `datatable()` is the usual way to get one.

        Args:
            client: The connection to use.
            name: Name of the data table, or `name:schema`.
            role: Role to connect as, in place of the data table's default.

        Raises:
            ValueError: The role has characters that are not allowed.
        """
        ...

    def query(self, sql: str, *args) -> SqlQuery:
        """Prepare an SQL statement.

        Args:
            sql: The statement, with `$1`, `$2` and so on for values.
            *args: The values, in that order.

        Returns:
            A query that has not run yet.
        """
        ...


class DucklakeClient:
    """Runs DuckDB statements on one DuckLake."""

    client: Windmill
    """The connection in use."""

    name: str
    """Name of the DuckLake."""

    def __init__(self, client: Windmill, name: str):
        """Prepare a client; `ducklake()` is the usual way to get one.

        Args:
            client: The connection to use.
            name: Name of the DuckLake.
        """
        ...

    def query(self, sql: str, **kwargs) -> SqlQuery:
        """Prepare a DuckDB statement.

        Args:
            sql: The statement, with `$name` for values.
            **kwargs: The values, by name.

        Returns:
            A query that has not run yet.
        """
        ...

    def upsert_partition(
        self,
        table: str,
        select_sql: str,
        partition: str = None,
        unique_key: str = None,
        partition_col: str = "_wm_partition",
        schema: str = None,
    ):
        """Prepare to write rows into a table or partition of it, replacing old ones.

        It is safe to repeat.

        Args:
            table: Name of the table.
            select_sql: Query that yields the rows. It is used as it is, so it must be
                trusted.
            partition: Value of the partition; None stands for the whole table.
            unique_key: Column by which old rows are replaced; without it the whole
                partition is.
            partition_col: Column that holds the partition value.
            schema: Schema of the table.

        Returns:
            A query that has not run yet.
        """
        ...

    def append_partition(
        self,
        table: str,
        select_sql: str,
        partition: str = None,
        partition_col: str = "_wm_partition",
        schema: str = None,
    ):
        """Prepare to add rows to a table or one partition of it.

        A repeat adds the rows a second time.

        Args:
            table: Name of the table.
            select_sql: Query that yields the rows. It is used as it is, so it must be
                trusted.
            partition: Value of the partition; None stands for the whole table.
            partition_col: Column that holds the partition value.
            schema: Schema of the table.

        Returns:
            A query that has not run yet.
        """
        ...

    def read(
        self,
        table: str,
        partition: str = None,
        partition_col: str = "_wm_partition",
        schema: str = None,
    ):
        """Prepare to read a table or one partition of it.

        Args:
            table: Name of the table.
            partition: Value of the partition; None stands for the whole table.
            partition_col: Column that holds the partition value.
            schema: Schema of the table.

        Returns:
            A query that has not run yet.
        """
        ...


class SqlQuery:
    """A prepared statement; nothing runs before one of its methods is called."""

    sql: str
    """Text of the statement."""

    fetch_fn: Any
    """Function that runs it."""

    def __init__(self, sql: str, fetch_fn):
        """Keep a statement and the function that runs it.

        Args:
            sql: The statement.
            fetch_fn: Function that takes the statement and returns the rows.
        """
        ...

    def fetch(self, result_collection: str | None = None):
        """Run the statement and return its rows.

        Args:
            result_collection: Which part of the result to return, such as
                "last_statement_first_row".

        Returns:
            The rows, or the part that was asked for.
        """
        ...

    def fetch_one(self):
        """Run the statement and return the first row."""
        ...

    def fetch_one_scalar(self):
        """Run the statement and return the single value of the first row."""
        ...

    def execute(self):
        """Run the statement and drop its result."""
        ...


def infer_sql_type(value) -> str:
    """Choose the SQL type for a Python value.

    Args:
        value: The value.

    Returns:
        A type name that both DuckDB and PostgreSQL know.
    """
    ...


def parse_sql_client_name(name: str) -> tuple[str, Optional[str]]:
    """Split `name:schema` into its two parts.

    Args:
        name: The text to split.

    Returns:
        The name, "main" if empty, and the schema or None.
    """
    ...


class TaskError(Exception):
    """Raised in a workflow when one of its tasks or steps has failed."""

    step_key: str
    """Key of the task or step."""

    child_job_id: Optional[str]
    """Id of the failed job; None for a step, which has no job of its own."""

    result: Any
    """The error, as `{"error": {"name": …, "message": …}}`."""

    def __init__(
        self,
        message: str,
        *,
        step_key: str = "",
        child_job_id: Optional[str] = None,
        result=None,
    ):
        """Build the error.

        Args:
            message: What went wrong.
            step_key: Key of the task or step.
            child_job_id: Id of the failed job.
            result: The error as the server reported it.
        """
        ...


class WorkflowCtx:
    """Keeps track of a running workflow; scripts have no use for it."""

    def __init__(self, checkpoint: dict | None = None):
        """Start from the steps that earlier rounds have completed.

        Args:
            checkpoint: What the earlier rounds recorded.
        """
        ...


def task(
    _func=None,
    *,
    path: Optional[str] = None,
    tag: Optional[str] = None,
    timeout: Optional[int] = None,
    cache_ttl: Optional[int] = None,
    priority: Optional[int] = None,
    concurrency_limit: Optional[int] = None,
    concurrency_key: Optional[str] = None,
    concurrency_time_window_s: Optional[int] = None,
    retry: Optional[dict] = None,
):
    """Decorate a function so that a workflow runs it as a job of its own.

    Use it bare or with options. Results pass through JSON, so that for example a tuple
    comes back as a list.

    Args:
        _func: The function, when the decorator is used without brackets.
        path: Script to run in place of the function body.
        tag: Worker tag to run on.
        timeout: Longest run time of the task in seconds.
        cache_ttl: Seconds for which an earlier result is used again.
        priority: Priority in the job queue.
        concurrency_limit: How many runs may go on at the same time.
        concurrency_key: Runs that share this key share the limit.
        concurrency_time_window_s: Length of the window for the limit, in seconds.
        retry: Retry policy with the keys `attempts` (required, 0 to 100), `delay`,
            `multiplier` and `max_delay`; both delays are in seconds.
    """
    ...


def task_script(
    path: str,
    *,
    timeout: Optional[int] = None,
    tag: Optional[str] = None,
    cache_ttl: Optional[int] = None,
    priority: Optional[int] = None,
    concurrency_limit: Optional[int] = None,
    concurrency_key: Optional[str] = None,
    concurrency_time_window_s: Optional[int] = None,
    retry: Optional[dict] = None,
):
    """Make a task that runs the script at a path.

    Args:
        path: Path of the script.
        timeout: Longest run time of the task in seconds.
        tag: Worker tag to run on.
        cache_ttl: Seconds for which an earlier result is used again.
        priority: Priority in the job queue.
        concurrency_limit: How many runs may go on at the same time.
        concurrency_key: Runs that share this key share the limit.
        concurrency_time_window_s: Length of the window for the limit, in seconds.
        retry: Retry policy with the keys `attempts` (required, 0 to 100), `delay`,
            `multiplier` and `max_delay`; both delays are in seconds.

    Returns:
        A function to await inside a workflow.

    Raises:
        RuntimeError: The function is called outside a workflow.
    """
    ...


def task_flow(
    path: str,
    *,
    timeout: Optional[int] = None,
    tag: Optional[str] = None,
    cache_ttl: Optional[int] = None,
    priority: Optional[int] = None,
    concurrency_limit: Optional[int] = None,
    concurrency_key: Optional[str] = None,
    concurrency_time_window_s: Optional[int] = None,
    retry: Optional[dict] = None,
):
    """Make a task that runs the flow at a path.

    Args:
        path: Path of the flow.
        timeout: Longest run time of the task in seconds.
        tag: Worker tag to run on.
        cache_ttl: Without effect: the flow keeps its own cache setting.
        priority: Priority in the job queue.
        concurrency_limit: How many runs may go on at the same time.
        concurrency_key: Runs that share this key share the limit.
        concurrency_time_window_s: Length of the window for the limit, in seconds.
        retry: Retry policy with the keys `attempts` (required, 0 to 100), `delay`,
            `multiplier` and `max_delay`; both delays are in seconds.

    Returns:
        A function to await inside a workflow.

    Raises:
        RuntimeError: The function is called outside a workflow.
    """
    ...


def workflow(func):
    """Decorate the async function that is the entry point of a workflow.

    The function is run again after each pause, so it must call the same tasks in the
    same order. Put the clock, chance and outside calls into `step`.

    Args:
        func: The async function.
    """
    ...


async def step(name: str, fn):
    """Run a function in the workflow job and record its result.

    When the workflow is run again, the recorded result is used.

    Args:
        name: Name of the step.
        fn: Function without parameters.

    Returns:
        The result, passed through JSON.
    """
    ...


async def sleep(seconds: int):
    """Pause the workflow without holding a worker.

    Outside a workflow it is an ordinary asyncio sleep.

    Args:
        seconds: How long to pause.
    """
    ...


async def wait_for_approval(
    timeout: int = 1800,
    form: dict | None = None,
    self_approval: bool = True,
    key: str | None = None,
    skin: Literal["detailed", "minimal"] | None = None,
    description: str | dict | None = None,
) -> dict:
    """Pause the workflow until somebody approves or rejects it.

    Args:
        timeout: Longest time to wait in seconds.
        form: Schema of a form to show to the approver.
        self_approval: Let the one who started the run approve it.
        key: Name of this step, to be used with `get_approval_urls`.
        skin: "minimal" hides the details of the run on the approval page.
        description: Text above the form, or a rich value such as `{"markdown": "…"}`.

    Returns:
        A dict with `value`, `approver` and `approved`.

    Raises:
        RuntimeError: It is called outside a workflow.
    """
    ...


async def parallel(items, fn, *, concurrency: Optional[int] = None):
    """Run a task on each of many items at the same time.

    Args:
        items: The items.
        fn: Task that takes one item.
        concurrency: How many to run at a time; all when left out.

    Returns:
        The results, in the order of the items.
    """
    ...


def commit_kafka_offsets(
    trigger_path: str,
    topic: str,
    partition: int,
    offset: int,
) -> None:
    """Commit an offset for a Kafka trigger that does not commit by itself.

    Args:
        trigger_path: Path of the Kafka trigger.
        topic: Name of the topic.
        partition: Number of the partition.
        offset: Offset of the message.
    """
    ...


class S3Object(dict):
    """A file in the object storage. Keys can be read as attributes too.

    Attributes:
        s3: Key of the file.
        storage: Name of the storage, when it is not the default one.
        presigned: Signature that allows access without a login.
    """

    s3: str
    storage: Optional[str]
    presigned: Optional[str]

    def __getattr__(self, attr):
        """Read a key as an attribute.

        Raises:
            AttributeError: There is no such key.
        """
        ...


class S3FsClientKwargs(dict):
    """Client options inside S3FsArgs.

    Attributes:
        region_name: Region of the bucket.
    """

    region_name: str

    def __getattr__(self, attr):
        """Read a key as an attribute.

        Raises:
            AttributeError: There is no such key.
        """
        ...


class S3FsArgs(dict):
    """Settings for s3fs. Keys can be read as attributes too.

    Attributes:
        endpoint_url: Address of the S3 service.
        key: Access key.
        secret: Secret key.
        use_ssl: Connect with TLS.
        cache_regions: Remember the region of each bucket.
        client_kwargs: Further client options.
    """

    endpoint_url: str
    key: str
    secret: str
    use_ssl: bool
    cache_regions: bool
    client_kwargs: S3FsClientKwargs

    def __getattr__(self, attr):
        """Read a key as an attribute.

        Raises:
            AttributeError: There is no such key.
        """
        ...


class StorageOptions(dict):
    """Settings for the object store of Polars. Keys can be read as attributes too.

    Attributes:
        aws_endpoint_url: Address of the S3 service.
        aws_access_key_id: Access key.
        aws_secret_access_key: Secret key.
        aws_region: Region of the bucket.
        aws_allow_http: Whether plain HTTP is allowed, as text.
    """

    aws_endpoint_url: str
    aws_access_key_id: str
    aws_secret_access_key: str
    aws_region: str
    aws_allow_http: str

    def __getattr__(self, attr):
        """Read a key as an attribute.

        Raises:
            AttributeError: There is no such key.
        """
        ...


class PolarsConnectionSettings(dict):
    """All that Polars needs to reach S3 storage.

    Attributes:
        s3fs_args: Settings for s3fs.
        storage_options: Settings for Polars itself.
        s3_bucket: Bucket of the storage, if known.
    """

    s3fs_args: S3FsArgs
    storage_options: StorageOptions
    s3_bucket: Optional[str]

    def __getattr__(self, attr):
        """Read a key as an attribute.

        Raises:
            AttributeError: There is no such key.
        """
        ...


class Boto3ConnectionSettings(dict):
    """Arguments for a boto3 S3 client.

    Attributes:
        endpoint_url: Address of the S3 service.
        region_name: Region of the bucket.
        use_ssl: Connect with TLS.
        aws_access_key_id: Access key.
        aws_secret_access_key: Secret key.
        aws_session_token: Session token, if the storage uses one.
    """

    endpoint_url: str
    region_name: str
    use_ssl: bool
    aws_access_key_id: str
    aws_secret_access_key: str
    aws_session_token: Optional[str]

    def __getattr__(self, attr):
        """Read a key as an attribute.

        Raises:
            AttributeError: There is no such key.
        """
        ...


class DuckDbConnectionSettings(dict):
    """Statements that connect DuckDB to S3 storage.

    Attributes:
        connection_settings_str: SQL to run before the first query.
        s3_bucket: Bucket of the storage, if known.
    """

    connection_settings_str: str
    s3_bucket: Optional[str]

    def __getattr__(self, attr):
        """Read a key as an attribute.

        Raises:
            AttributeError: There is no such key.
        """
        ...


class S3BufferedReader(BufferedReader):
    """Streams a file of the object storage. Use it in a `with` statement."""

    def __init__(
        self,
        workspace: str,
        windmill_client: httpx.Client,
        file_key: str,
        s3_resource_path: Optional[str],
        storage: Optional[str],
    ):
        """Prepare the download; it starts when the `with` block is entered.

        Args:
            workspace: Id of the workspace.
            windmill_client: HTTP client to fetch with.
            file_key: Key of the file.
            s3_resource_path: S3 resource to use in place of the workspace storage.
            storage: Name of the storage, when it is not the default one.
        """
        ...

    def __enter__(self):
        """Start the download.

        Raises:
            httpx.HTTPStatusError: The server refused the download.
        """
        ...

    def peek(self, size=0):
        """Look at the next bytes without taking them.

        Args:
            size: A hint only; more or fewer bytes may come back.
        """
        ...

    def read(self, size=-1):
        """Take the next bytes.

        Args:
            size: Number of bytes; a negative one takes all that is left.
        """
        ...

    def read1(self, size=-1):
        """Take the next bytes with at most one read of the stream.

        Args:
            size: Largest number of bytes; a negative one takes what is at hand.
        """
        ...

    def __exit__(self, *args):
        """End the download."""
        ...


def bytes_generator(buffered_reader: Union[BufferedReader, BytesIO]):
    """Yield the content of a reader in pieces of 50 KiB.

    Args:
        buffered_reader: The reader.
    """
    ...
