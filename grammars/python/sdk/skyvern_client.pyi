# skyvern.client 1.0.56
#
# The client whose calls block, which `skyvern.client` alone has; the rest of that module
# is in the stub of `skyvern`.

import datetime as dt
import enum
from typing import Any, Dict, List, Literal, Optional, Sequence, Union

import httpx
from skyvern.client import (
    AgentClient,
    Artifact,
    BrowserProfile,
    BrowserSessionResponse,
    BulkCancelRunsResponse,
    ClearOrganizationAuthTokenResponse,
    CreateCredentialRequestCredential,
    CreateScriptResponse,
    CredentialResponse,
    CustomLlmConfig,
    CustomLlmListResponse,
    CustomLlmResponse,
    DeleteScheduleResponse,
    Folder,
    GetRunResponse,
    OrganizationScheduleListResponse,
    RawAgentsClient,
    RawArtifactsClient,
    RawSchedulesClient,
    RawScriptsClient,
    RawSkyvern,
    RequestOptions,
    RetryRunWebhookRequest,
    RunSdkActionRequestAction,
    RunSdkActionResponse,
    RunTagHistoryResponse,
    RunTagsBatchResponse,
    RunTagsResponse,
    RunWebhookReplayResponse,
    SchedulesListAllRequestStatus,
    Script,
    ScriptFileCreate,
    SyncClientWrapper,
    TagDeleteInput,
    TagHistoryResponse,
    TagInput,
    TagKey,
    TagKeyDeleteResponse,
    TagValue,
    TagValueDeleteResponse,
    TagValueRenameResponse,
    TagsResponse,
    TaskRunListItem,
    TaskRunRequestInputDataExtractionSchema,
    TaskRunResponse,
    TotpCode,
    UploadFileResponse,
    Workflow,
    WorkflowCreateYamlRequest,
    WorkflowRun,
    WorkflowRunResponse,
    WorkflowRunTimeline,
    WorkflowScheduleListResponse,
    WorkflowScheduleResponse,
    WorkflowTagsBatchResponse,
)

ArtifactType = Literal[
    "recording",
    "audio",
    "session_replay",
    "eval_score",
    "eval_trajectory",
    "eval_rubrics",
    "browser_console_log",
    "browser_session_action_log",
    "skyvern_log",
    "skyvern_log_raw",
    "screenshot",
    "screenshot_llm",
    "screenshot_action",
    "screenshot_final",
    "screenshot_proxy",
    "screenshot_pre_submit",
    "llm_prompt",
    "llm_request",
    "llm_response",
    "llm_response_parsed",
    "llm_response_rendered",
    "visible_elements_id_css_map",
    "visible_elements_id_frame_map",
    "visible_elements_tree",
    "visible_elements_tree_trimmed",
    "visible_elements_tree_in_prompt",
    "hashed_href_map",
    "visible_elements_id_xpath_map",
    "html",
    "html_scrape",
    "html_action",
    "html_pre_submit",
    "trace",
    "har",
    "script_file",
    "pdf",
    "step_archive",
    "task_archive",
    "download",
    "unknown",
]
"""Kinds of files that runs leave."""

CredentialVaultType = Literal["skyvern", "bitwarden", "azure_vault", "gcp", "custom"]
"""Where credentials are kept."""

Extensions = Literal["ad-blocker", "captcha-solver"]
"""Browser extensions that a session can load."""

OtpType = Literal["totp", "magic_link"]
"""Kinds of one-time codes."""

PersistentBrowserType = Literal["msedge", "chrome", "stealth-chromium"]
"""Browsers that a session can start."""

ProxyLocation = Literal[
    "RESIDENTIAL",
    "US-CA",
    "US-NY",
    "US-TX",
    "US-FL",
    "US-WA",
    "RESIDENTIAL_ES",
    "RESIDENTIAL_IE",
    "RESIDENTIAL_GB",
    "RESIDENTIAL_IN",
    "RESIDENTIAL_JP",
    "RESIDENTIAL_FR",
    "RESIDENTIAL_DE",
    "RESIDENTIAL_NZ",
    "RESIDENTIAL_ZA",
    "RESIDENTIAL_AR",
    "RESIDENTIAL_AU",
    "RESIDENTIAL_BR",
    "RESIDENTIAL_TR",
    "RESIDENTIAL_CA",
    "RESIDENTIAL_MX",
    "RESIDENTIAL_IT",
    "RESIDENTIAL_NL",
    "RESIDENTIAL_PH",
    "RESIDENTIAL_KR",
    "RESIDENTIAL_SA",
    "RESIDENTIAL_ISP",
    "NONE",
]
"""Where in the world the traffic comes from; `NONE` for no proxy."""

RunEngine = Literal[
    "skyvern-1.0",
    "skyvern-2.0",
    "skyvern-3.0",
    "openai-cua",
    "anthropic-cua",
    "ui-tars",
    "yutori-navigator",
]
"""Which agent does the work; `skyvern-2.0` for tasks of many steps, `skyvern-1.0` for simple ones."""

RunStatus = Literal[
    "created",
    "queued",
    "running",
    "paused",
    "timed_out",
    "failed",
    "terminated",
    "completed",
    "canceled",
]
"""How far a run has come."""

RunType = Literal[
    "task_v1",
    "task_v2",
    "task_v3",
    "workflow_run",
    "openai_cua",
    "anthropic_cua",
    "ui_tars",
    "yutori_navigator",
]
"""Kinds of runs."""

SkyvernForgeSdkSchemasCredentialsCredentialType = Literal[
    "password",
    "credit_card",
    "secret",
]
"""Kinds of stored credentials."""

SkyvernSchemasCredentialTypeCredentialType = Literal[
    "skyvern",
    "bitwarden",
    "1password",
    "azure_vault",
]
"""Whose credentials to log in with."""

WorkflowRunStatus = Literal[
    "created",
    "queued",
    "running",
    "failed",
    "terminated",
    "canceled",
    "timed_out",
    "completed",
    "paused",
]
"""How far a run of a workflow has come."""

WorkflowStatus = Literal[
    "published",
    "draft",
    "auto_generated",
    "importing",
    "import_failed",
]
"""How far a workflow is: a draft or in use."""


class SkyvernEnvironment(enum.Enum):
    """The servers of Skyvern."""

    CLOUD = "https://api.skyvern.com"
    STAGING = "https://api-staging.skyvern.com"
    LOCAL = "http://localhost:8000"


class AgentsClient:
    """Calls about what agents keep."""

    def __init__(self, *, client_wrapper: SyncClientWrapper) -> None:
        """Made by the client itself.

        Args:
            client_wrapper: Connection to the server.
        """
        ...

    @property
    def with_raw_response(self) -> RawAgentsClient:
        """The same calls, but each gives the HTTP answer with its headers."""
        ...

    def reset_workflow_browser_profile(
        self,
        workflow_permanent_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> None:
        """Forget the browser profile that a workflow has kept.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            request_options: Settings of this one request, such as its timeout.

        Raises:
            ApiError: The server refused the request.
        """
        ...


class ArtifactsClient:
    """Calls about the files that runs leave."""

    def __init__(self, *, client_wrapper: SyncClientWrapper) -> None:
        """Made by the client itself.

        Args:
            client_wrapper: Connection to the server.
        """
        ...

    @property
    def with_raw_response(self) -> RawArtifactsClient:
        """The same calls, but each gives the HTTP answer with its headers."""
        ...

    def get_artifact_content(
        self,
        artifact_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> Optional[Any]:
        """Download an artifact.

        Args:
            artifact_id: Id of the artifact.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            What the artifact holds.

        Raises:
            ApiError: The server refused the request.
        """
        ...


class SchedulesClient:
    """Calls about schedules of workflows."""

    def __init__(self, *, client_wrapper: SyncClientWrapper) -> None:
        """Made by the client itself.

        Args:
            client_wrapper: Connection to the server.
        """
        ...

    @property
    def with_raw_response(self) -> RawSchedulesClient:
        """The same calls, but each gives the HTTP answer with its headers."""
        ...

    def list_all(
        self,
        *,
        page: Optional[int] = None,
        page_size: Optional[int] = None,
        status: Optional[SchedulesListAllRequestStatus] = None,
        search: Optional[str] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> OrganizationScheduleListResponse:
        """List the schedules of all workflows.

        Args:
            page: Which page, counted from 1.
            page_size: How many a page holds.
            status: Leave out what has another status.
            search: Text that must be found.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            One page of schedules.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def list(
        self,
        workflow_permanent_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowScheduleListResponse:
        """List the schedules of one workflow.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The schedules.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def create(
        self,
        workflow_permanent_id: str,
        *,
        timezone: str,
        cron_expression: Optional[str] = ...,
        interval_seconds: Optional[int] = ...,
        first_fire_at: Optional[dt.datetime] = ...,
        run_at: Optional[dt.datetime] = ...,
        enabled: Optional[bool] = ...,
        parameters: Optional[Dict[str, Optional[Any]]] = ...,
        name: Optional[str] = ...,
        description: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowScheduleResponse:
        """Schedule a workflow: by cron, at fixed intervals or once.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            timezone: Time zone of the times, such as `Europe/Berlin`.
            cron_expression: When to run, as five cron fields.
            interval_seconds: Seconds from one run to the next.
            first_fire_at: When a schedule by intervals runs first.
            run_at: When a schedule that runs once runs.
            enabled: Whether the schedule is on.
            parameters: Parameters of the workflow, by name.
            name: Name to show.
            description: Description to show.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The new schedule.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get(
        self,
        workflow_permanent_id: str,
        workflow_schedule_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowScheduleResponse:
        """Look up a schedule and when it runs next.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            workflow_schedule_id: Id of the schedule.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The schedule.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def update(
        self,
        workflow_permanent_id: str,
        workflow_schedule_id: str,
        *,
        timezone: str,
        cron_expression: Optional[str] = ...,
        interval_seconds: Optional[int] = ...,
        first_fire_at: Optional[dt.datetime] = ...,
        run_at: Optional[dt.datetime] = ...,
        enabled: Optional[bool] = ...,
        parameters: Optional[Dict[str, Optional[Any]]] = ...,
        name: Optional[str] = ...,
        description: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowScheduleResponse:
        """Replace the times and the parameters of a schedule.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            workflow_schedule_id: Id of the schedule.
            timezone: Time zone of the times, such as `Europe/Berlin`.
            cron_expression: When to run, as five cron fields.
            interval_seconds: Seconds from one run to the next.
            first_fire_at: When a schedule by intervals runs first.
            run_at: When a schedule that runs once runs.
            enabled: Whether the schedule is on.
            parameters: Parameters of the workflow, by name.
            name: Name to show.
            description: Description to show.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The schedule as changed.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def delete(
        self,
        workflow_permanent_id: str,
        workflow_schedule_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> DeleteScheduleResponse:
        """Delete a schedule.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            workflow_schedule_id: Id of the schedule.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            What was deleted.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def enable(
        self,
        workflow_permanent_id: str,
        workflow_schedule_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowScheduleResponse:
        """Switch a schedule on.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            workflow_schedule_id: Id of the schedule.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The schedule as changed.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def disable(
        self,
        workflow_permanent_id: str,
        workflow_schedule_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowScheduleResponse:
        """Switch a schedule off.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            workflow_schedule_id: Id of the schedule.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The schedule as changed.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def cancel(
        self,
        workflow_permanent_id: str,
        workflow_schedule_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowScheduleResponse:
        """Call off a schedule that runs once and has not run yet.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            workflow_schedule_id: Id of the schedule.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The schedule as changed.

        Raises:
            ApiError: The server refused the request.
        """
        ...


class ScriptsClient:
    """Calls that run scripts."""

    def __init__(self, *, client_wrapper: SyncClientWrapper) -> None:
        """Made by the client itself.

        Args:
            client_wrapper: Connection to the server.
        """
        ...

    @property
    def with_raw_response(self) -> RawScriptsClient:
        """The same calls, but each gives the HTTP answer with its headers."""
        ...

    def run_script(
        self,
        script_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> Optional[Any]:
        """Run a script.

        Args:
            script_id: Id of the script.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            What the server answers.

        Raises:
            ApiError: The server refused the request.
        """
        ...


class Skyvern:
    """A client of the Skyvern API whose calls wait for the answer."""

    agent: AgentClient
    """Calls to run things, as clients before 1.0 have them."""

    def __init__(
        self,
        *,
        base_url: Optional[str] = None,
        environment: SkyvernEnvironment = SkyvernEnvironment.CLOUD,
        api_key: Optional[str] = None,
        headers: Optional[Dict[str, str]] = None,
        timeout: Optional[float] = None,
        follow_redirects: Optional[bool] = True,
        httpx_client: Optional[httpx.Client] = None,
    ) -> None:
        """Keep the key and the address of the server.

        Args:
            base_url: Address of the server, in place of the environment's.
            environment: Which server to talk to.
            api_key: API key, from the settings page of Skyvern.
            headers: HTTP headers to send with every request.
            timeout: Longest time to wait for an answer, in seconds.
            follow_redirects: Follow HTTP redirects.
            httpx_client: HTTP client to use in place of an own one.
        """
        ...

    @property
    def with_raw_response(self) -> RawSkyvern:
        """The same calls, but each gives the HTTP answer with its headers."""
        ...

    def run_task(
        self,
        *,
        prompt: str,
        user_agent: Optional[str] = None,
        url: Optional[str] = ...,
        engine: Optional[RunEngine] = ...,
        title: Optional[str] = ...,
        proxy_location: Optional[ProxyLocation] = ...,
        data_extraction_schema: Optional[TaskRunRequestInputDataExtractionSchema] = ...,
        error_code_mapping: Optional[Dict[str, Optional[str]]] = ...,
        max_steps: Optional[int] = ...,
        webhook_url: Optional[str] = ...,
        totp_identifier: Optional[str] = ...,
        totp_url: Optional[str] = ...,
        browser_session_id: Optional[str] = ...,
        model: Optional[Dict[str, Optional[Any]]] = ...,
        extra_http_headers: Optional[Dict[str, Optional[str]]] = ...,
        cdp_connect_headers: Optional[Dict[str, Optional[str]]] = ...,
        publish_workflow: Optional[bool] = ...,
        include_action_history_in_verification: Optional[bool] = ...,
        max_screenshot_scrolls: Optional[int] = ...,
        browser_address: Optional[str] = ...,
        run_with: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> TaskRunResponse:
        """Let the agent do a task that is put in words.

        Args:
            prompt: What is to be done, in plain words.
            user_agent: Sent as the header `x-user-agent`.
            url: Page to start on; chosen by Skyvern where none is given.
            engine: Which agent does the work.
            title: Title to show.
            proxy_location: Where in the world the traffic comes from; in the cloud only.
            data_extraction_schema: JSON Schema of the data to bring back.
            error_code_mapping: Error codes of your own, each with what it stands for.
            max_steps: Stop with a failure after this many steps; each is charged.
            webhook_url: Address that is told when the run is over.
            totp_identifier: Name under which one-time codes are handed over.
            totp_url: Address that gives one-time codes.
            browser_session_id: Browser session to work in.
            model: Settings of the language model.
            extra_http_headers: HTTP headers that the browser sends with its requests.
            cdp_connect_headers: HTTP headers for connecting to the browser.
            publish_workflow: Save the task as a workflow too; engine `skyvern-2.0` only.
            include_action_history_in_verification: Let the check of the result see what was done.
            max_screenshot_scrolls: How many times to scroll for one picture of a page.
            browser_address: Debugging address of a browser to use.
            run_with: What runs it: `agent` or `code`.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The run, which may still be under way.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def run_workflow(
        self,
        *,
        agent_id: str,
        template: Optional[bool] = None,
        max_steps_override: Optional[int] = None,
        user_agent: Optional[str] = None,
        parameters: Optional[Dict[str, Optional[Any]]] = ...,
        title: Optional[str] = ...,
        proxy_location: Optional[ProxyLocation] = ...,
        webhook_url: Optional[str] = ...,
        totp_url: Optional[str] = ...,
        totp_identifier: Optional[str] = ...,
        browser_session_id: Optional[str] = ...,
        browser_profile_id: Optional[str] = ...,
        max_screenshot_scrolls: Optional[int] = ...,
        max_elapsed_time_minutes: Optional[int] = ...,
        extra_http_headers: Optional[Dict[str, Optional[str]]] = ...,
        cdp_connect_headers: Optional[Dict[str, Optional[str]]] = ...,
        browser_address: Optional[str] = ...,
        ai_fallback: Optional[bool] = ...,
        run_with: Optional[str] = ...,
        run_metadata: Optional[Dict[str, Optional[str]]] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowRunResponse:
        """Start a saved workflow.

        Args:
            agent_id: Id of the workflow, which begins with `wpid_`.
            template: Whether it is a template.
            max_steps_override: Stop with a failure after this many steps, whatever the workflow says.
            user_agent: Sent as the header `x-user-agent`.
            parameters: Parameters of the workflow, by name.
            title: Title to show.
            proxy_location: Where in the world the traffic comes from; in the cloud only.
            webhook_url: Address that is told when the run is over.
            totp_url: Address that gives one-time codes.
            totp_identifier: Name under which one-time codes are handed over.
            browser_session_id: Browser session to work in.
            browser_profile_id: Browser profile to begin with.
            max_screenshot_scrolls: How many times to scroll for one picture of a page.
            max_elapsed_time_minutes: Stop with a failure after this many minutes.
            extra_http_headers: HTTP headers that the browser sends with its requests.
            cdp_connect_headers: HTTP headers for connecting to the browser.
            browser_address: Debugging address of a browser to use.
            ai_fallback: Let the agent take over where saved code fails.
            run_with: What runs it: `agent` or `code`.
            run_metadata: Notes of your own to keep with the run.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The run, which may still be under way.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_run(
        self,
        run_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> GetRunResponse:
        """Look up a run of a task or workflow.

        Args:
            run_id: Id of the run.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The run as it stands now.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def cancel_run(
        self,
        run_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> Optional[Any]:
        """Stop a run of a task or workflow.

        Args:
            run_id: Id of the run.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            What the server answers.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def bulk_cancel_runs(
        self,
        *,
        run_ids: Sequence[str],
        request_options: Optional[RequestOptions] = None,
    ) -> BulkCancelRunsResponse:
        """Stop several runs in one request.

        Args:
            run_ids: Ids of the runs.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            Which runs were stopped and which were not.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_workflows(
        self,
        *,
        page: Optional[int] = None,
        page_size: Optional[int] = None,
        only_saved_tasks: Optional[bool] = None,
        only_workflows: Optional[bool] = None,
        only_templates: Optional[bool] = None,
        search_key: Optional[str] = None,
        title: Optional[str] = None,
        folder_id: Optional[str] = None,
        status: Optional[Union[WorkflowStatus, Sequence[WorkflowStatus]]] = None,
        tags: Optional[Union[str, Sequence[str]]] = None,
        template: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> List[Workflow]:
        """List the workflows of the organisation, each in its latest version.

        Args:
            page: Which page, counted from 1.
            page_size: How many a page holds.
            only_saved_tasks: Leave out all but saved tasks.
            only_workflows: Leave out saved tasks.
            only_templates: Leave out all but templates.
            search_key: Text that must be found.
            title: Leave out workflows with other titles.
            folder_id: Leave out what is in other folders.
            status: Leave out what has another status.
            tags: Leave out workflows without these tags.
            template: Whether it is a template.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            One page of workflows.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def create_workflow(
        self,
        *,
        folder_id: Optional[str] = None,
        json_definition: Optional[WorkflowCreateYamlRequest] = ...,
        yaml_definition: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> Workflow:
        """Save a new workflow, given as JSON or as YAML.

        Args:
            folder_id: Id of the folder.
            json_definition: The workflow as an object.
            yaml_definition: The workflow as YAML text.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The workflow as saved.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def update_workflow(
        self,
        workflow_id: str,
        *,
        json_definition: Optional[WorkflowCreateYamlRequest] = ...,
        yaml_definition: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> Workflow:
        """Save a new version of a workflow.

        Args:
            workflow_id: Id of the workflow, which begins with `wpid_`.
            json_definition: The workflow as an object.
            yaml_definition: The workflow as YAML text.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The workflow as saved.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def delete_workflow(
        self,
        workflow_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> Optional[Any]:
        """Delete a workflow.

        Args:
            workflow_id: Id of the workflow, which begins with `wpid_`.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            What the server answers.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_folders(
        self,
        *,
        page: Optional[int] = None,
        page_size: Optional[int] = None,
        search: Optional[str] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> List[Folder]:
        """List the folders that workflows are kept in.

        Args:
            page: Which page, counted from 1.
            page_size: How many a page holds.
            search: Text that must be found.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            One page of folders.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def create_folder(
        self,
        *,
        title: str,
        description: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> Folder:
        """Make a folder for workflows.

        Args:
            title: Title to show.
            description: Description to show.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The new folder.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_folder(
        self,
        folder_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> Folder:
        """Look up a folder.

        Args:
            folder_id: Id of the folder.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The folder.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def update_folder(
        self,
        folder_id: str,
        *,
        title: Optional[str] = ...,
        description: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> Folder:
        """Change the title or the description of a folder.

        Args:
            folder_id: Id of the folder.
            title: Title to show.
            description: Description to show.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The folder as changed.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def delete_folder(
        self,
        folder_id: str,
        *,
        delete_workflows: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Dict[str, Optional[Any]]:
        """Delete a folder, and its workflows where that is asked for.

        Args:
            folder_id: Id of the folder.
            delete_workflows: Delete the workflows in it as well.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            What was deleted.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_run_tags(
        self,
        workflow_run_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> RunTagsResponse:
        """Read the tags that a run has now.

        Args:
            workflow_run_id: Id of the workflow's run.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The tags.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def apply_run_tags(
        self,
        workflow_run_id: str,
        *,
        tags: Optional[Sequence[TagInput]] = ...,
        tags_to_delete: Optional[Sequence[TagDeleteInput]] = ...,
        colors: Optional[Dict[str, Optional[str]]] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> RunTagsResponse:
        """Set and delete tags of a run in one go; where both name a key, it is set.

        Args:
            workflow_run_id: Id of the workflow's run.
            tags: Tags to set.
            tags_to_delete: Tags to take off.
            colors: Colours of tags, by key.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The tags as they are afterwards.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def delete_run_tag(
        self,
        workflow_run_id: str,
        key: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> RunTagsResponse:
        """Take one tag off a run.

        Args:
            workflow_run_id: Id of the workflow's run.
            key: Key of the tag.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The tags that are left.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_run_tag_history(
        self,
        workflow_run_id: str,
        *,
        limit: Optional[int] = None,
        since: Optional[dt.datetime] = None,
        key: Optional[str] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> RunTagHistoryResponse:
        """List how the tags of a run were changed, the newest change first.

        Args:
            workflow_run_id: Id of the workflow's run.
            limit: Give no more than this many.
            since: Leave out what is older.
            key: Leave out other tags.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The changes.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def list_tag_keys(
        self,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> List[TagKey]:
        """List the tag keys that the organisation knows.

        Args:
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The keys with their descriptions.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def delete_tag_key(
        self,
        key: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> TagKeyDeleteResponse:
        """Forget a tag key and take its tags off every workflow.

        Args:
            key: Key of the tag.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            How many workflows lost the tag.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def update_tag_key(
        self,
        key: str,
        *,
        description: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> TagKey:
        """Change the description of a tag key.

        Args:
            key: Key of the tag.
            description: Description to show.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The key as changed.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def list_tag_values(
        self,
        *,
        key: Optional[str] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> List[TagValue]:
        """List tag values with their colours and how many workflows carry them.

        Args:
            key: Leave out other tags.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The values.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def delete_tag_value(
        self,
        key: str,
        *,
        value: str,
        request_options: Optional[RequestOptions] = None,
    ) -> TagValueDeleteResponse:
        """Delete one value of a tag and take it off every workflow.

        Args:
            key: Key of the tag.
            value: Value of the tag.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            How many workflows lost the tag.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def update_tag_value(
        self,
        key: str,
        *,
        value: str,
        color: str,
        request_options: Optional[RequestOptions] = None,
    ) -> TagValue:
        """Give a tag value another colour.

        Args:
            key: Key of the tag.
            value: Value of the tag.
            color: Name of the colour.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The value as changed.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def rename_tag_value(
        self,
        key: str,
        *,
        value: str,
        new_value: str,
        request_options: Optional[RequestOptions] = None,
    ) -> TagValueRenameResponse:
        """Rename a tag value on every workflow that carries it.

        Args:
            key: Key of the tag.
            value: Value of the tag.
            new_value: What the value is called from now on.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The value as renamed.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def batch_get_workflow_tags(
        self,
        *,
        workflow_permanent_ids: Optional[str] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowTagsBatchResponse:
        """Read the tags of many workflows at once.

        Args:
            workflow_permanent_ids: Ids of the workflows.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The tags by workflow.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def batch_get_workflow_tags_post(
        self,
        *,
        workflow_permanent_ids: Optional[Sequence[str]] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowTagsBatchResponse:
        """Read the tags of more workflows than fit an address.

        Args:
            workflow_permanent_ids: Ids of the workflows.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The tags by workflow.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def batch_get_run_tags(
        self,
        *,
        workflow_run_ids: Optional[str] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> RunTagsBatchResponse:
        """Read the tags of many runs at once.

        Args:
            workflow_run_ids: Ids of the runs.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The tags by run.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def batch_get_run_tags_post(
        self,
        *,
        workflow_run_ids: Optional[Sequence[str]] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> RunTagsBatchResponse:
        """Read the tags of more runs than fit an address.

        Args:
            workflow_run_ids: Ids of the runs.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The tags by run.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_run_artifacts(
        self,
        run_id: str,
        *,
        artifact_type: Optional[Union[ArtifactType, Sequence[ArtifactType]]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> List[Artifact]:
        """List the files that a run has left.

        Args:
            run_id: Id of the run.
            artifact_type: Leave out other kinds of files.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The artifacts.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def retry_run_webhook(
        self,
        run_id: str,
        *,
        request: Optional[RetryRunWebhookRequest] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> RunWebhookReplayResponse:
        """Send the webhook of a run again.

        Args:
            run_id: Id of the run.
            request: What to change for the new attempt.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            What became of the new attempt.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_run_timeline(
        self,
        run_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> List[WorkflowRunTimeline]:
        """List what happened in a run, step by step.

        Args:
            run_id: Id of the run.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The events.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_version(
        self,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> Dict[str, str]:
        """Ask the server which version it is.

        Args:
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The version.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_runs_v2(
        self,
        *,
        page: Optional[int] = None,
        page_size: Optional[int] = None,
        status: Optional[Union[RunStatus, Sequence[RunStatus]]] = None,
        search_key: Optional[str] = None,
        run_type: Optional[Union[RunType, Sequence[RunType]]] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> List[TaskRunListItem]:
        """List runs of tasks and workflows together.

        Args:
            page: Which page, counted from 1.
            page_size: How many a page holds.
            status: Leave out what has another status.
            search_key: Text that must be found.
            run_type: Leave out other kinds of runs.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            One page of runs.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def upload_file(
        self,
        *,
        file: str,
        request_options: Optional[RequestOptions] = None,
    ) -> UploadFileResponse:
        """Store a file so that runs can use it.

        Args:
            file: The file.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            Where the file is stored.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def list_browser_profiles(
        self,
        *,
        page: Optional[int] = None,
        page_size: Optional[int] = None,
        include_deleted: Optional[bool] = None,
        search_key: Optional[str] = None,
        managed: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> List[BrowserProfile]:
        """List the browser profiles of the organisation.

        Args:
            page: Which page, counted from 1.
            page_size: How many a page holds.
            include_deleted: List deleted ones too.
            search_key: Text that must be found.
            managed: Leave out all that are managed, or all that are not.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            One page of profiles.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def create_browser_profile(
        self,
        *,
        name: str,
        description: Optional[str] = ...,
        browser_session_id: Optional[str] = ...,
        workflow_run_id: Optional[str] = ...,
        proxy_location: Optional[ProxyLocation] = ...,
        proxy_session_id: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> BrowserProfile:
        """Make a browser profile: a blank one, or from a session or a run.

        Args:
            name: Name to show.
            description: Description to show.
            browser_session_id: Browser session to work in.
            workflow_run_id: Id of the workflow's run.
            proxy_location: Where in the world the traffic comes from; in the cloud only.
            proxy_session_id: Keeps the same address of the proxy across runs.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The new profile.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_browser_profile(
        self,
        profile_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> BrowserProfile:
        """Look up a browser profile.

        Args:
            profile_id: Id of the browser profile.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The profile.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def delete_browser_profile(
        self,
        profile_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> None:
        """Delete a browser profile.

        Args:
            profile_id: Id of the browser profile.
            request_options: Settings of this one request, such as its timeout.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def update_browser_profile(
        self,
        profile_id: str,
        *,
        name: Optional[str] = ...,
        description: Optional[str] = ...,
        proxy_location: Optional[ProxyLocation] = ...,
        proxy_session_id: Optional[str] = ...,
        rotate_proxy_session_id: Optional[bool] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> BrowserProfile:
        """Change the name, the description or the proxy of a browser profile.

        Args:
            profile_id: Id of the browser profile.
            name: Name to show.
            description: Description to show.
            proxy_location: Where in the world the traffic comes from; in the cloud only.
            proxy_session_id: Keeps the same address of the proxy across runs.
            rotate_proxy_session_id: Ask for a new address of the proxy.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The profile as changed.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_browser_sessions(
        self,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> List[BrowserSessionResponse]:
        """List the browser sessions that are open.

        Args:
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The sessions.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def create_browser_session(
        self,
        *,
        url: Optional[str] = ...,
        timeout: Optional[int] = ...,
        proxy_location: Optional[ProxyLocation] = ...,
        proxy_session_id: Optional[str] = ...,
        extensions: Optional[Sequence[Extensions]] = ...,
        browser_type: Optional[PersistentBrowserType] = ...,
        browser_profile_id: Optional[str] = ...,
        generate_browser_profile: Optional[bool] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> BrowserSessionResponse:
        """Open a browser session that outlives single runs.

        Args:
            url: Page to open first.
            timeout: Minutes after which the session closes by itself.
            proxy_location: Where in the world the traffic comes from; in the cloud only.
            proxy_session_id: Keeps the same address of the proxy across runs.
            extensions: Browser extensions to load.
            browser_type: Which browser to start.
            browser_profile_id: Browser profile to begin with.
            generate_browser_profile: Save a browser profile when the session ends.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The new session.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def close_browser_session(
        self,
        browser_session_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> Optional[Any]:
        """Close a browser session for good.

        Args:
            browser_session_id: Browser session to work in.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            What the server answers.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def extend_browser_session(
        self,
        browser_session_id: str,
        *,
        additional_minutes: int,
        request_options: Optional[RequestOptions] = None,
    ) -> BrowserSessionResponse:
        """Keep an open browser session alive for longer, up to six hours in all.

        Args:
            browser_session_id: Browser session to work in.
            additional_minutes: How many minutes to add.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The session with its new end.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_browser_session(
        self,
        browser_session_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> BrowserSessionResponse:
        """Look up a browser session with the address of its browser.

        Args:
            browser_session_id: Browser session to work in.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The session.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def update_browser_session(
        self,
        browser_session_id: str,
        *,
        generate_browser_profile: bool,
        request_options: Optional[RequestOptions] = None,
    ) -> BrowserSessionResponse:
        """Say whether an open session saves a browser profile when it ends.

        Args:
            browser_session_id: Browser session to work in.
            generate_browser_profile: Save a browser profile when the session ends.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The session as changed.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def send_totp_code(
        self,
        *,
        totp_identifier: str,
        content: str,
        task_id: Optional[str] = ...,
        workflow_id: Optional[str] = ...,
        workflow_run_id: Optional[str] = ...,
        source: Optional[str] = ...,
        expired_at: Optional[dt.datetime] = ...,
        type: Optional[OtpType] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> TotpCode:
        """Hand over a one-time code, or the message that has it, for runs that wait for it.

        Args:
            totp_identifier: Name under which one-time codes are handed over.
            content: The code, or the message that has it.
            task_id: Id of the task that waits for it.
            workflow_id: Id of the workflow, which begins with `wpid_`.
            workflow_run_id: Id of the workflow's run.
            source: Where the code came from, such as `email`.
            expired_at: When the code stops being valid.
            type: Which kind of code it is.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The code as stored.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_credentials(
        self,
        *,
        page: Optional[int] = None,
        page_size: Optional[int] = None,
        vault_type: Optional[CredentialVaultType] = None,
        credential_type: Optional[SkyvernForgeSdkSchemasCredentialsCredentialType] = None,
        search: Optional[str] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> List[CredentialResponse]:
        """List the stored credentials of the organisation.

        Args:
            page: Which page, counted from 1.
            page_size: How many a page holds.
            vault_type: Where credentials are kept.
            credential_type: Which kind of credential it is.
            search: Text that must be found.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            One page of credentials, without secrets.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def create_credential(
        self,
        *,
        name: str,
        credential_type: SkyvernForgeSdkSchemasCredentialsCredentialType,
        credential: CreateCredentialRequestCredential,
        vault_type: Optional[CredentialVaultType] = ...,
        proxy_location: Optional[ProxyLocation] = ...,
        proxy_session_id: Optional[str] = ...,
        rotate_proxy_session_id: Optional[bool] = ...,
        tested_url: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> CredentialResponse:
        """Store a credential.

        Args:
            name: Name to show.
            credential_type: Which kind of credential it is.
            credential: What the credential holds.
            vault_type: Where credentials are kept.
            proxy_location: Where in the world the traffic comes from; in the cloud only.
            proxy_session_id: Keeps the same address of the proxy across runs.
            rotate_proxy_session_id: Ask for a new address of the proxy.
            tested_url: Page that the credential was tried on.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The credential, without secrets.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def update_credential(
        self,
        credential_id: str,
        *,
        name: str,
        credential_type: SkyvernForgeSdkSchemasCredentialsCredentialType,
        credential: CreateCredentialRequestCredential,
        vault_type: Optional[CredentialVaultType] = ...,
        proxy_location: Optional[ProxyLocation] = ...,
        proxy_session_id: Optional[str] = ...,
        rotate_proxy_session_id: Optional[bool] = ...,
        tested_url: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> CredentialResponse:
        """Replace what a stored credential holds; its id stays.

        Args:
            credential_id: Id of the stored credential.
            name: Name to show.
            credential_type: Which kind of credential it is.
            credential: What the credential holds.
            vault_type: Where credentials are kept.
            proxy_location: Where in the world the traffic comes from; in the cloud only.
            proxy_session_id: Keeps the same address of the proxy across runs.
            rotate_proxy_session_id: Ask for a new address of the proxy.
            tested_url: Page that the credential was tried on.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The credential, without secrets.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def delete_credential(
        self,
        credential_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> None:
        """Delete a stored credential.

        Args:
            credential_id: Id of the stored credential.
            request_options: Settings of this one request, such as its timeout.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_credential(
        self,
        credential_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> CredentialResponse:
        """Look up a stored credential.

        Args:
            credential_id: Id of the stored credential.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The credential, without secrets.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def list_custom_llms(
        self,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> CustomLlmListResponse:
        """List the language models that the organisation has set up itself.

        Args:
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The models.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def create_custom_llm(
        self,
        *,
        config: CustomLlmConfig,
        request_options: Optional[RequestOptions] = None,
    ) -> CustomLlmResponse:
        """Set up a language model of your own.

        Args:
            config: Settings of the model.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The model as stored.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def update_custom_llm(
        self,
        custom_llm_id: str,
        *,
        config: CustomLlmConfig,
        request_options: Optional[RequestOptions] = None,
    ) -> CustomLlmResponse:
        """Change the settings of a language model of your own.

        Args:
            custom_llm_id: Id of the model.
            config: Settings of the model.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The model as stored.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def delete_custom_llm(
        self,
        custom_llm_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> ClearOrganizationAuthTokenResponse:
        """Remove a language model of your own.

        Args:
            custom_llm_id: Id of the model.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            What was removed.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def login(
        self,
        *,
        credential_type: SkyvernSchemasCredentialTypeCredentialType,
        user_agent: Optional[str] = None,
        url: Optional[str] = ...,
        webhook_url: Optional[str] = ...,
        proxy_location: Optional[ProxyLocation] = ...,
        totp_identifier: Optional[str] = ...,
        totp_url: Optional[str] = ...,
        browser_session_id: Optional[str] = ...,
        browser_profile_id: Optional[str] = ...,
        browser_address: Optional[str] = ...,
        extra_http_headers: Optional[Dict[str, Optional[str]]] = ...,
        cdp_connect_headers: Optional[Dict[str, Optional[str]]] = ...,
        max_screenshot_scrolling_times: Optional[int] = ...,
        prompt: Optional[str] = ...,
        credential_id: Optional[str] = ...,
        bitwarden_collection_id: Optional[str] = ...,
        bitwarden_item_id: Optional[str] = ...,
        onepassword_vault_id: Optional[str] = ...,
        onepassword_item_id: Optional[str] = ...,
        azure_vault_name: Optional[str] = ...,
        azure_vault_username_key: Optional[str] = ...,
        azure_vault_password_key: Optional[str] = ...,
        azure_vault_totp_secret_key: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowRunResponse:
        """Log in to a website with a stored credential.

        Args:
            credential_type: Which kind of credential it is.
            user_agent: Sent as the header `x-user-agent`.
            url: Page to start on; chosen by Skyvern where none is given.
            webhook_url: Address that is told when the run is over.
            proxy_location: Where in the world the traffic comes from; in the cloud only.
            totp_identifier: Name under which one-time codes are handed over.
            totp_url: Address that gives one-time codes.
            browser_session_id: Browser session to work in.
            browser_profile_id: Browser profile to begin with.
            browser_address: Debugging address of a browser to use.
            extra_http_headers: HTTP headers that the browser sends with its requests.
            cdp_connect_headers: HTTP headers for connecting to the browser.
            max_screenshot_scrolling_times: How many times to scroll for one picture of a page.
            prompt: What is to be done, in plain words.
            credential_id: Id of the stored credential.
            bitwarden_collection_id: Id of the collection in Bitwarden.
            bitwarden_item_id: Id of the item in Bitwarden.
            onepassword_vault_id: Id of the vault in 1Password.
            onepassword_item_id: Id of the item in 1Password.
            azure_vault_name: Name of the vault in Azure.
            azure_vault_username_key: Name of the secret with the user name.
            azure_vault_password_key: Name of the secret with the password.
            azure_vault_totp_secret_key: Name of the secret for one-time codes.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The run, which may still be under way.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def download_files(
        self,
        *,
        navigation_goal: str,
        user_agent: Optional[str] = None,
        url: Optional[str] = ...,
        webhook_url: Optional[str] = ...,
        proxy_location: Optional[ProxyLocation] = ...,
        totp_identifier: Optional[str] = ...,
        totp_url: Optional[str] = ...,
        browser_session_id: Optional[str] = ...,
        browser_profile_id: Optional[str] = ...,
        browser_address: Optional[str] = ...,
        extra_http_headers: Optional[Dict[str, Optional[str]]] = ...,
        cdp_connect_headers: Optional[Dict[str, Optional[str]]] = ...,
        max_screenshot_scrolling_times: Optional[int] = ...,
        download_suffix: Optional[str] = ...,
        download_timeout: Optional[float] = ...,
        max_steps_per_run: Optional[int] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowRunResponse:
        """Let the agent find and download files from a website.

        Args:
            navigation_goal: What to download, in plain words.
            user_agent: Sent as the header `x-user-agent`.
            url: Page to start on; chosen by Skyvern where none is given.
            webhook_url: Address that is told when the run is over.
            proxy_location: Where in the world the traffic comes from; in the cloud only.
            totp_identifier: Name under which one-time codes are handed over.
            totp_url: Address that gives one-time codes.
            browser_session_id: Browser session to work in.
            browser_profile_id: Browser profile to begin with.
            browser_address: Debugging address of a browser to use.
            extra_http_headers: HTTP headers that the browser sends with its requests.
            cdp_connect_headers: HTTP headers for connecting to the browser.
            max_screenshot_scrolling_times: How many times to scroll for one picture of a page.
            download_suffix: Ending or name for the downloaded file.
            download_timeout: Longest time to wait for a download.
            max_steps_per_run: Stop with a failure after this many steps.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The run, which may still be under way.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_scripts(
        self,
        *,
        page: Optional[int] = None,
        page_size: Optional[int] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> List[Script]:
        """List the scripts of the organisation.

        Args:
            page: Which page, counted from 1.
            page_size: How many a page holds.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            One page of scripts.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def create_script(
        self,
        *,
        workflow_id: Optional[str] = ...,
        run_id: Optional[str] = ...,
        files: Optional[Sequence[ScriptFileCreate]] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> CreateScriptResponse:
        """Save a script, from files or from a run.

        Args:
            workflow_id: Id of the workflow, which begins with `wpid_`.
            run_id: Id of the run.
            files: The files of the script.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The script as saved.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_script(
        self,
        script_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> Script:
        """Look up a script.

        Args:
            script_id: Id of the script.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The script.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def deploy_script(
        self,
        script_id: str,
        *,
        files: Sequence[ScriptFileCreate],
        request_options: Optional[RequestOptions] = None,
    ) -> CreateScriptResponse:
        """Save new files of a script as its next version.

        Args:
            script_id: Id of the script.
            files: The files of the script.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The script as saved.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def run_sdk_action(
        self,
        *,
        url: str,
        action: RunSdkActionRequestAction,
        browser_session_id: Optional[str] = ...,
        browser_address: Optional[str] = ...,
        workflow_run_id: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> RunSdkActionResponse:
        """Do one action in the browser.

        Args:
            url: Page that the action is meant for.
            action: What to do.
            browser_session_id: Browser session to work in.
            browser_address: Debugging address of a browser to use.
            workflow_run_id: Id of the workflow's run.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            What the action gives.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def update_workflow_folder(
        self,
        workflow_permanent_id: str,
        *,
        folder_id: Optional[str] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> Workflow:
        """Move a workflow into a folder, or out of all.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            folder_id: Id of the folder.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The workflow as moved.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_workflow_tags(
        self,
        workflow_permanent_id: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> TagsResponse:
        """Read the tags that a workflow has now.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The tags.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def apply_workflow_tags(
        self,
        workflow_permanent_id: str,
        *,
        tags: Optional[Sequence[TagInput]] = ...,
        tags_to_delete: Optional[Sequence[TagDeleteInput]] = ...,
        colors: Optional[Dict[str, Optional[str]]] = ...,
        request_options: Optional[RequestOptions] = None,
    ) -> TagsResponse:
        """Set and delete tags of a workflow in one go; where both name a key, it is set.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            tags: Tags to set.
            tags_to_delete: Tags to take off.
            colors: Colours of tags, by key.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The tags as they are afterwards.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def delete_workflow_tag(
        self,
        workflow_permanent_id: str,
        key: str,
        *,
        request_options: Optional[RequestOptions] = None,
    ) -> TagsResponse:
        """Take one tag off a workflow.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            key: Key of the tag.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The tags that are left.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_workflow_tag_history(
        self,
        workflow_permanent_id: str,
        *,
        limit: Optional[int] = None,
        since: Optional[dt.datetime] = None,
        key: Optional[str] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> TagHistoryResponse:
        """List how the tags of a workflow were changed, the newest change first.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            limit: Give no more than this many.
            since: Leave out what is older.
            key: Leave out other tags.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The changes.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def retry_workflow_run(
        self,
        workflow_run_id: str,
        *,
        max_steps_override: Optional[int] = None,
        user_agent: Optional[str] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> WorkflowRunResponse:
        """Run a workflow again with the parameters of an earlier run.

        Args:
            workflow_run_id: Id of the workflow's run.
            max_steps_override: Stop with a failure after this many steps, whatever the workflow says.
            user_agent: Sent as the header `x-user-agent`.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The new run.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_workflow_runs(
        self,
        *,
        page: Optional[int] = None,
        page_size: Optional[int] = None,
        status: Optional[Union[WorkflowRunStatus, Sequence[WorkflowRunStatus]]] = None,
        search_key: Optional[str] = None,
        error_code: Optional[str] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> List[WorkflowRun]:
        """List the runs of all workflows.

        Args:
            page: Which page, counted from 1.
            page_size: How many a page holds.
            status: Leave out what has another status.
            search_key: Text that must be found.
            error_code: Leave out runs that did not end with this code.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            One page of runs that match every filter.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_workflow_runs_by_id(
        self,
        workflow_id: str,
        *,
        page: Optional[int] = None,
        page_size: Optional[int] = None,
        status: Optional[Union[WorkflowRunStatus, Sequence[WorkflowRunStatus]]] = None,
        search_key: Optional[str] = None,
        error_code: Optional[str] = None,
        created_at_start: Optional[dt.datetime] = None,
        created_at_end: Optional[dt.datetime] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> List[WorkflowRun]:
        """List the runs of one workflow.

        Args:
            workflow_id: Id of the workflow, which begins with `wpid_`.
            page: Which page, counted from 1.
            page_size: How many a page holds.
            status: Leave out what has another status.
            search_key: Text that must be found.
            error_code: Leave out runs that did not end with this code.
            created_at_start: Leave out what is older.
            created_at_end: Leave out what is newer.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            One page of runs that match every filter.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_workflow(
        self,
        workflow_permanent_id: str,
        *,
        version: Optional[int] = None,
        template: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Workflow:
        """Look up a workflow in its latest or in a given version.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            version: Which version; else the latest.
            template: Whether it is a template.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The workflow.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    def get_workflow_versions(
        self,
        workflow_permanent_id: str,
        *,
        template: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> List[Workflow]:
        """List all versions of a workflow.

        Args:
            workflow_permanent_id: Id of the workflow, which begins with `wpid_`.
            template: Whether it is a template.
            request_options: Settings of this one request, such as its timeout.

        Returns:
            The versions.

        Raises:
            ApiError: The server refused the request.
        """
        ...

    @property
    def artifacts(self) -> ArtifactsClient:
        """Calls about the files that runs leave."""
        ...

    @property
    def scripts(self) -> ScriptsClient:
        """Calls that run scripts."""
        ...

    @property
    def schedules(self) -> SchedulesClient:
        """Calls about schedules of workflows."""
        ...

    @property
    def agents(self) -> AgentsClient:
        """Calls about what agents keep."""
        ...
