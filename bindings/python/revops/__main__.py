# SPDX-License-Identifier: MIT
"""The command ``revops``, also ``python -m revops``: its words, and a sentence for whatever a user can cause. What it does is in `_command`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn, Optional

_HELP = """usage: revops COMMAND [FILE ...]      revops COMMAND --help has examples
  replay   figures of a log, as text            check    what of a log a policy understands, before any figure
  report   one HTML file for the meeting        map      propose the mapping of a file, to keep and to edit
  compare  two policies on one log              policy   check, diff, init (write one to begin with), plot
  score    points and grades of a table         --version
A log is CSV or Parquet, plain or .gz; forms of HubSpot and Salesforce are known by their columns; - is standard input.
  revops report --policy monday.json --as-of 2025-12-15T08:00+01:00 -o monday.html salesforce_*.csv
  revops compare --policy monday.json --set "clocks.first contact.target=2 h" salesforce_*.csv
Exit status: 0 done; 1 could not (said on standard error); 2 wrongly asked; 3 check or --strict found faults.
"""
_LOG = "[--policy FILE|NAME] [--as-of WHEN] [--leads FILE --lead COLUMN] [--map FILE] [--strict] [--threads N]"
#: By command: what it does, its usage, and examples.
_COMMANDS = {
    "replay": ("Figures of a log, as text.", f"{_LOG} [--format text|json] [--explain LEAD] LOG...", """
  revops replay log.csv
  revops replay --policy monday.json --as-of 2025-12-15T08:00+01:00 salesforce_*.csv
  gzip -dc log.csv.gz | revops replay -"""),
    "report": ("One HTML file for the meeting.", _LOG.replace(" [--leads", " [--by KEY]... [--leads") + " [-o FILE] LOG...", """
  revops report --policy monday.json --by source -o monday.html salesforce_*.csv
  revops report --leads contacts.csv --lead "Record ID" --by month:Europe/Berlin --by "Original Traffic Source" -o page.html history.csv"""),
    "compare": ("Two policies on one log.", f"{_LOG} (--set PATH=VALUE... | --with FILE|NAME) LOG...", """
  revops compare --policy monday.json --set "clocks.first contact.target=2 h" salesforce_*.csv
  revops compare --policy old.json --with new.json log.csv"""),
    "score": ("Points and grades of fit of a table with a row a lead: its rows as CSV, and two columns more.", "[--policy FILE|NAME] [--map FILE] TABLE", """
  revops score leads.csv > scored.csv
  revops score --policy mine.json leads.parquet"""),
    "check": ("What of a log a policy understands, before any figure.", "[--policy FILE|NAME] [--leads FILE --lead COLUMN] [--map FILE] LOG...", """
  revops check --policy monday.json log.csv"""),
    "map": ("Proposes the mapping of a file, to keep and to edit.", "[--policy FILE|NAME] LOG...", """
  revops map activities.csv > map.json            # then: revops replay --map map.json activities.csv"""),
    "policy": ("Checks a policy, tells the difference of two, writes one to begin with, or draws its stages.",
               "check FILE|NAME\n       revops policy diff BEFORE AFTER\n       revops policy init [NAME]\n       revops policy plot [-o FILE] FILE|NAME", """
  revops policy check monday.json
  revops policy diff old.json new.json
  revops policy init hubspot > mine.json
  revops policy plot -o stages.svg mine.json"""),
}


class Parser(argparse.ArgumentParser):
    """A parser that tells what is wrong before how it is used, as the C programs do."""

    def error(self, message: str) -> NoReturn:
        _say(f"{self.prog}: {message}\n{self.format_usage()}")
        raise SystemExit(2)


def _say(text: str) -> None:
    print(text.encode("utf-8", "backslashreplace").decode(), end="", file=sys.stderr)


def _policy_of(parser: Parser) -> None:
    parser.add_argument("--policy", metavar="FILE|NAME", help="a document (JSON or TOML), or default, hubspot, salesforce, product-led, enterprise; else that of the log's form")
    parser.add_argument("--base", action="append", default=[], metavar="FILE", help="a document that the policy extends; its own folder is searched for others")


def _log_of(parser: Parser) -> None:
    parser.add_argument("log", nargs="*", metavar="LOG", help="files, or - for standard input (the default)")
    _policy_of(parser)
    parser.add_argument("--map", metavar="FILE", help="what the columns of each LOG mean (JSON), as revops map proposes it")
    parser.add_argument("--leads", "--leads-in", action="append", default=[], metavar="FILE", help="a table with a row a lead: its columns are keys; its source, campaign, account")
    parser.add_argument("--lead", metavar="COLUMN", help="the column of that table that names the lead")
    parser.add_argument("--tz", metavar="ZONE", help="of times that name none, such as Europe/Berlin or UTC")
    parser.add_argument("--quiet", action="store_true", help="nothing on standard error but what failed")


def _replaying(parser: Parser) -> None:
    _log_of(parser)
    parser.add_argument("--mode", choices=("record", "enforce"), metavar="record|enforce", default="record", help="as what happened, with deviations told; or as requests")
    parser.add_argument("--automatic", choices=("told", "taken"), metavar="told|taken", help="what becomes of moves that the policy makes by itself")
    parser.add_argument("--as-of", metavar="WHEN", help="leaves out later events, and lets time pass until then: 2025-12-15T08:00+01:00, or a day, at its end in the policy's zone")
    parser.add_argument("--strict", action="store_true", help="what would change a figure is an error (3)")
    parser.add_argument("--threads", type=int, metavar="N", help="fold leads in so many threads (1)")


def _parser(command: str) -> Parser:
    about, usage, examples = _COMMANDS[command]
    parser = Parser(prog=f"revops {command}", description=about, usage=f"revops {command} {usage}", epilog=f"examples:{examples}", allow_abbrev=False,
                    formatter_class=argparse.RawDescriptionHelpFormatter)
    if command in ("replay", "report", "compare"):
        _replaying(parser)
    if command == "check":
        _log_of(parser)
    if command == "replay":
        parser.add_argument("--format", choices=("text", "json"), metavar="text|json", default="text", help="form of the figures")
        parser.add_argument("--explain", metavar="LEAD", help="what happened to one lead, in words, instead")
    if command == "report":
        parser.add_argument("-o", "--output", metavar="FILE", help="where to (standard output); written beside and renamed, so that there is a whole file or none")
        parser.add_argument("--by", action="append", default=[], metavar="KEY", help="a column, owner, source, or a period: day, week, month, quarter, of a zone as month:Europe/Berlin")
        parser.add_argument("--title", metavar="TEXT", help="of the page")
    if command in ("report", "compare"):
        parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="what if: a change of the policy, as \"clocks.first contact.target=2 h\"")
    if command == "compare":
        parser.add_argument("--with", dest="other", metavar="FILE|NAME", help="another policy instead")
    if command in ("map", "score"):
        parser.add_argument("log", nargs="*", metavar="LOG" if command == "map" else "TABLE", help="files, or - for standard input (the default)")
        _policy_of(parser)
        parser.add_argument("--quiet", action="store_true", help="nothing on standard error but what failed")
    if command == "score":
        parser.add_argument("--map", metavar="FILE", help="facts: which columns hold which attributes, where names differ (JSON)")
    if command == "policy":
        parser.add_argument("what", choices=("check", "diff", "init", "plot"), metavar="check|diff|init|plot")
        parser.add_argument("files", nargs="*", metavar="FILE|NAME", help="a document, or default, hubspot, salesforce, product-led, enterprise")
        parser.add_argument("--base", action="append", default=[], metavar="FILE", help="a document that the policy extends; its own folder is searched for others")
        parser.add_argument("-o", "--output", metavar="FILE", help="of plot: .svg, .png, .pdf (with matplotlib), or .dot (Graphviz, as without it on standard output)")
    return parser


def main(arguments: Optional[Sequence[str]] = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = given[0] if given else ""
    if command in ("--help", "-h"):
        print(_HELP, end="")
        return 0
    if command == "--version":
        from . import __version__

        print(f"revops {__version__}")
        return 0
    if command not in _COMMANDS:
        from ._log_errors import nearest

        near = nearest(command, _COMMANDS) if command else ""
        _say((f"revops: no command {command!r}" + (f"; did you mean {near}?" if near else "") + "\n" if given else "") + _HELP)
        raise SystemExit(2)
    parser = _parser(command)
    options = parser.parse_intermixed_args(given[1:])
    for name, value in vars(options).items():
        if value == "" or (isinstance(value, list) and "" in value):
            parser.error(f"a value must follow --{name.replace('_', '-')}" if name not in ("log", "files") else "a name of a file is empty")
    options.command = command
    from ._command import act

    return act(options, parser)


if __name__ == "__main__":
    sys.exit(main())
