"""The command line: all commands in one list."""

from __future__ import annotations

from importlib import import_module

import click

from incident_actions.cli.workflow_start import WORKFLOW_COMMANDS

SECTIONS = {
    "Get started": ("init", "doctor", "drill"),
    "Look at incidents": ("status", "show", "report", "metrics"),
    "Check and print": ("check", "import", "preset", "runbook", "site"),
    "While GitHub is down": ("declare", "log", "replay"),
    "In workflows": WORKFLOW_COMMANDS,
    "Try things out": ("sandbox", "conformance"),
}
"""Every command under its heading in the help; each is the `command` of the module with its name."""

MODULES = {"import": "import_postmortems"}
"""The modules of commands whose name no module can have."""

COMMANDS = tuple(name for names in SECTIONS.values() for name in names)
WHOLE_LINE = 200
"""A command's line in the help is wrapped, never cut."""


class LazyGroup(click.Group):
    """Lists the commands by section, and loads a command only when it is run, so that an ignored event stays cheap.

    https://click.palletsprojects.com/en/stable/complex/#lazily-loading-subcommands
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the commands in the order of the help."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands into the help, section by section."""
        for title, names in SECTIONS.items():
            with formatter.section(title):
                found = ((name, self.get_command(ctx, name)) for name in names)
                formatter.write_dl([(name, each.get_short_help_str(WHOLE_LINE)) for name, each in found if each])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"incident_actions.cli.{MODULES.get(cmd_name, cmd_name)}").command
        assert isinstance(command, click.Command)  # noqa: S101  each module has one
        return command


def _print_version(context: click.Context, _: click.Parameter, is_asked: bool) -> None:  # noqa: FBT001  click's signature
    if is_asked:
        import_module("incident_actions.cli.version").print_version(context)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and the commit, and exit.",
)
def cli() -> None:
    """Run incidents entirely inside your GitHub repository."""
