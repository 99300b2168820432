# SPDX-License-Identifier: MIT
"""Files of the command: forms, compression, and whatever is wrong with one; the same figures and exit statuses as the C programs."""

import gzip
import io
import json
import os
import pathlib
import subprocess
import sys

import pytest

import headers
from revops import Policy
from revops._library import library
from revops.__main__ import main

DEMO = headers.ROOT / "examples" / "data" / "demo.csv"
POLICIES = headers.ROOT / "examples" / "policies"
PROGRAMS = pathlib.Path(library._name).parent.parent / "examples"
programs = pytest.mark.skipif(not (PROGRAMS / "replay").exists(), reason="the C programs aren't built")
LOG = b"at,lead,event\n2026-03-02T09:00:00Z,a,created\n2026-03-02T10:00:00+01:00,a,mql\n"


class Input:
    """Standard input with some bytes in it."""

    def __init__(self, data):
        self.buffer = io.BufferedReader(io.BytesIO(data))

    def isatty(self):
        return False


def parquet(data):
    pl = pytest.importorskip("polars")
    out = io.BytesIO()
    pl.read_csv(io.BytesIO(data), infer_schema=False).write_parquet(out)
    return out.getvalue()


def test_a_log_is_known_by_what_stands_in_it(tmp_path, capsysbinary, monkeypatch):
    def replayed(*arguments):
        assert main(["replay", "--quiet", *map(str, arguments)]) == 0
        told = capsysbinary.readouterr()
        assert told.err == b""
        return told.out

    data = DEMO.read_bytes()
    expected = replayed(DEMO)
    for name, content in (("log.csv.gz", gzip.compress(data)), ("log.parquet", parquet(data)), ("log.parquet.gz", gzip.compress(parquet(data))), ("log", gzip.compress(data)),
                          ("named.gz", data), ("bom.csv", b"\xef\xbb\xbf" + data)):
        (tmp_path / name).write_bytes(content)
        assert replayed(tmp_path / name) == expected, name
        monkeypatch.setattr(sys, "stdin", Input(content))
        assert replayed("-") == expected and replayed(DEMO, "--mode=record") == expected, name
    (tmp_path / "half.csv").write_bytes(b"".join(data.splitlines(True)[:1000]))
    (tmp_path / "rest.csv").write_bytes(b"".join([data.splitlines(True)[0], *data.splitlines(True)[1000:]]))
    assert replayed(tmp_path / "rest.csv", tmp_path / "half.csv") == replayed(DEMO, "--threads", "2")


@programs
@pytest.mark.parametrize("log", [
    LOG, b"at,lead,event\n", LOG.replace(b"\n", b"\r\n"), b"at,lead,event\n-5,a,created\n1764460800,a,mql\n", b"at,lead,event,value\n1,a,created,\n2,a,amount_set,lots\n",
    b"at,lead,event\n1,a,foo\n2,a,creatd\n3,a,created\n", b"at,lead,event,source\n1,a\xe9,created,caf\xe9\n", b"at,lead,event\n" + b"".join(b"%d,a,n%d\n" % (n, n) for n in range(30)) + b"40,a,mql\n",
], ids=["instants", "no rows", "CRLF", "seconds", "values", "unknown names", "latin-1", "many names"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_program_prints_the_same_to_the_byte(tmp_path, capfdbinary, log, form):
    path = tmp_path / "log.csv"
    path.write_bytes(log)
    theirs = subprocess.run([PROGRAMS / "replay", "--format", form, path], capture_output=True)
    status = main(["replay", "--format", form, str(path)])
    ours = capfdbinary.readouterr()
    assert (status, ours.out) == (theirs.returncode, theirs.stdout)
    lines = theirs.stderr.decode(errors="surrogateescape").splitlines()
    assert [line for line in lines if "nearest is" not in line and "other names" not in line and "can't be read" not in line] == [
        line for line in ours.err.decode().splitlines() if "nearest is" not in line and "other names" not in line and "can't be read" not in line and "is no value" not in line]


@programs
@pytest.mark.parametrize("document", [b'{"revops":1,"name":"x","stages":[{"nam":"A"}]}', b'{"revops":1,', b"", b"[1]", b"{}", b'{"revops":1,"name":"x","extends":"nowhere"}', b"\xff\xfe"],
                         ids=["key", "torn", "empty", "list", "nothing", "extends", "no UTF-8"])
def test_faults_of_a_policy_are_those_of_the_program(tmp_path, capfdbinary, document):
    path = tmp_path / "mine.json"
    path.write_bytes(document)
    theirs = subprocess.run([PROGRAMS / "policy", "check", path], capture_output=True)
    status = main(["policy", "check", str(path)])
    ours = capfdbinary.readouterr()
    if theirs.returncode == 3 and document[:1] != b"\xff":
        assert (status, ours.out) == (3, theirs.stdout)
        (tmp_path / "log.csv").write_bytes(LOG)
        replayed = subprocess.run([PROGRAMS / "replay", "--policy", path, tmp_path / "log.csv"], capture_output=True)
        assert main(["replay", "--policy", str(path), str(tmp_path / "log.csv")]) == replayed.returncode == 1
        assert capfdbinary.readouterr().err == replayed.stderr
    else:
        assert status == 3 and ours.out.startswith(b"mine.json: line 1, column ")


@programs
@pytest.mark.parametrize("name", sorted(path.stem for path in POLICIES.glob("*.json")))
def test_policies_are_checked_written_and_drawn_as_by_the_program(capfdbinary, tmp_path, name):
    for ours, theirs in (("check", "check"), ("init", "print"), ("plot", "dot")):
        expected = subprocess.run([PROGRAMS / "policy", theirs, POLICIES / f"{name}.json"], capture_output=True, check=True).stdout
        assert main(["policy", ours, name]) == 0 and capfdbinary.readouterr().out == expected
    expected = subprocess.run([PROGRAMS / "policy", "diff", POLICIES / f"{name}.json", POLICIES / "hubspot.json"], capture_output=True, check=True).stdout
    assert main(["policy", "diff", name, "hubspot"]) == 0 and capfdbinary.readouterr().out == expected


def test_a_policy_finds_what_it_extends_in_its_own_folder(tmp_path, capsys):
    (tmp_path / "ours.json").write_text(Policy("hubspot").with_({"name": "ours"}).write())
    (tmp_path / "mine.json").write_text('{"revops": 1, "name": "mine", "extends": "ours"}')
    assert main(["policy", "check", str(tmp_path / "mine.json")]) == 0 and capsys.readouterr().out.startswith("mine is sound: 8 stages")
    assert main(["policy", "check", "default"]) == 0 and capsys.readouterr().out.startswith("default is sound")


WRONG = [
    ("log.csv", b"", 1, "log.csv: the file is empty: expected a row with the names of columns"), ("log.csv", b"\n\n", 1, "log.csv: the file is empty"),
    ("log.csv.gz", gzip.compress(DEMO.read_bytes())[:3000], 1, "log.csv.gz: the compressed file is cut off or damaged"),
    ("log.csv", "at,lead,event\n".encode("utf-16"), 1, "log.csv is in UTF-16; expected UTF-8"), ("log.xlsx", b"PK\x03\x04abc", 1, "log.xlsx is a workbook or an archive; expected CSV"),
    ("log.parquet", b"PAR1 and nothing", 1, "log.parquet can't be read as Parquet: "), ("log.parquet", b"", 1, "log.parquet can't be read as Parquet: "),
    ("log.csv", bytes(range(256)) * 4, 1, "log.csv:"), ("log.csv", b"at,lead\n1,a\n", 1, "log.csv has no column 'event' (event=). It has at, lead.\n"),
    ("log.csv", b'at,lead,event\n1,"a"b,created\n', 1, 'log.csv:2: a quote out of place; expected "" for a quote inside a quoted field'),
    ("log.csv", b'at,lead,event\n1,"ab,created\n', 1, "log.csv:2: the file ends inside a quoted field; expected a closing quote"),
    ("log.csv", b"at,lead,event\n1,a,created\n2,b\n", 1, "log.csv:3: 2 fields; expected 3, as the header has"), ("log.csv", b"at,lead,event\n1,a\0,x\n", 1, "log.csv:2: column 'lead': expected text"),
    ("log.csv", b"at,lead,event\nnoon,a,created\n", 1, "log.csv, row 2, column 'at': found 'noon'; expected a time such as"),
    ("log.csv", b"at,lead,event\n2026-03-02 09:00,a,created\n", 1, "log.csv, row 2, column 'at': '2026-03-02 09:00' has no zone"),
    ("log.csv", b"at,lead,event\n1,a,created\n2,,mql\n", 1, "log.csv, row 3, column 'lead' (lead=) is empty"), ("log.csv", b"at,lead,lead,event\n", 1, "log.csv has two columns 'lead'"),
    ("log.csv", b"when,who,what\n1,a,b\n", 1, "Other columns need a mapping: revops map log.csv > map.json proposes one, then --map map.json."),
]


@pytest.mark.parametrize(("name", "data", "status", "message"), WRONG, ids=[f"{number} {row[0]}" for number, row in enumerate(WRONG)])
def test_whatever_is_wrong_with_a_file_is_a_sentence(tmp_path, capsys, name, data, status, message):
    if name.endswith("parquet"):
        pytest.importorskip("polars")
    path = tmp_path / name
    path.write_bytes(data)
    for command in ("replay", "check", "map", "score") if ", row" not in message and " has no column" not in message and "mapping" not in message else ("replay", "check"):
        assert main([command, str(path)]) == status, command
        told = capsys.readouterr().err
        assert message in told.replace("\nreplay: ", "\n").replace("\nrevops: ", "\n") and all(line.startswith(("replay: ", "revops: ")) for line in told.splitlines())


def test_files_that_are_none(tmp_path, capsys):
    for path, message in ((tmp_path, "Is a directory"), (tmp_path / "none.csv", "No such file or directory"), (tmp_path / "none_*.csv", "No such file or directory")):
        for command in ("replay", "check", "map", "score"):
            assert main([command, str(path)]) == 1
            assert capsys.readouterr().err in (f"{'replay' if command == 'replay' else 'revops'}: {path}: {message}\n",) or os.name == "nt"
        assert main(["replay", "--leads", str(path), "--lead", "x", str(DEMO)]) == 1 and message in capsys.readouterr().err
        assert main(["replay", "--map", str(path), str(DEMO)]) == 1 and message in capsys.readouterr().err
    secret = tmp_path / "secret.csv"
    secret.write_bytes(LOG)
    secret.chmod(0)
    if not os.access(secret, os.R_OK):
        assert main(["replay", str(secret)]) == 1 and capsys.readouterr().err == f"replay: {secret}: Permission denied\n"


@pytest.mark.parametrize(("document", "message"), [(b"{", "map.json is no JSON: "), (b"[1]", "map.json: found 1; expected an object a file"), (b"\xff", "map.json isn't in UTF-8"),
                                                  (b'{"led": "lead"}', "Did you mean 'lead'?"), (b'{"lead": "lead", "at": "at", "event": "what"}', "has no column 'what' (event=)")])
def test_mappings_that_are_none(tmp_path, capsys, document, message):
    (tmp_path / "map.json").write_bytes(document)
    assert main(["replay", "--map", str(tmp_path / "map.json"), str(DEMO)]) == 1 and message in capsys.readouterr().err


@programs
def test_a_mapping_says_the_same_to_the_program(tmp_path, capfdbinary):
    (tmp_path / "log.csv").write_text("ID,When,What\n7,02.03.2026 09:00,Started\n7,03.03.2026 09:00,Qualified\n8,14.03.2026 09:00,Started\n8,15.03.2026 10:00,Note\n")
    (tmp_path / "map.json").write_text(json.dumps({"lead": "ID", "at": "When", "event": "What", "tz": "Europe/Berlin", "date_format": "%d.%m.%Y %H:%M",
                                                   "events": {"Started": "created", "Qualified": "mql", "Note": None}}))
    arguments = ["--map", str(tmp_path / "map.json"), str(tmp_path / "log.csv")]
    expected = subprocess.run([PROGRAMS / "replay", *arguments], capture_output=True, check=True)
    assert main(["replay", *arguments]) == 0 and capfdbinary.readouterr().out == expected.stdout


def test_only_numpy_and_narwhals_are_needed_for_csv(tmp_path):
    (tmp_path / "log.csv").write_bytes(LOG)
    code = ("import sys\nclass No:\n    def find_spec(self, name, path=None, target=None):\n        if name.split('.')[0] in ('polars', 'pandas', 'pyarrow', 'duckdb', 'matplotlib'):\n"
            "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\nsys.meta_path.insert(0, No())\n"
            "import importlib.util\nreal = importlib.util.find_spec\nimportlib.util.find_spec = lambda name, *rest: None if name in ('polars', 'pandas', 'pyarrow', 'duckdb', 'matplotlib') else real(name, *rest)\n"
            "from revops.__main__ import main\nimport os\nos.chdir(sys.argv[1])\n"
            "print([main(['replay', '--quiet', 'log.csv']), main(['report', '--quiet', '-o', 'p.html', 'log.csv']), main(['compare', '--quiet', '--set', 'clocks.routing.target=2 h', 'log.csv']),\n"
            "       main(['check', 'log.csv']), main(['map', 'log.csv']), main(['policy', 'plot', '-o', 'p.svg', 'hubspot']), main(['replay', 'log.parquet'])])\n")
    (tmp_path / "log.parquet").write_bytes(b"PAR1")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, cwd=headers.ROOT / "bindings" / "python")
    assert done.stdout.decode().splitlines()[-1] == "[0, 0, 0, 0, 0, 1, 1]", done.stderr.decode()
    told = done.stderr.decode()
    assert "pictures need matplotlib: pip install revops[plot]" in told and "Parquet needs polars, pandas or pyarrow" in told and "Pictures need matplotlib" in (tmp_path / "p.html").read_text("utf-8")
