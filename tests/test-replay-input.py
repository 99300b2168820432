# SPDX-License-Identifier: MIT
"""Bad, odd and hostile input for replay: python3 test-replay-input.py REPLAY DEMO

Whatever comes in, replay ends by itself with status 0 (read; what could be counted was counted), 1 (bad input, nothing of it used, or a failed
write) or 2 (bad usage), never by a crash. An error in the log names file, line and column and says what was expected, and
nothing is reported. Build with -Db_sanitize=address,undefined to see more.
"""

import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest

REPLAY, DEMO = map(os.path.abspath, sys.argv[1:3])
TIMEOUT_S = 60
csv.field_size_limit(1 << 24)
HEADER = b"at,lead,event,value,reason,source,campaign,actor,account\n"
ROWS = (
    b"2026-03-02T09:00:00Z,a,created,,,webinar,spring,,acme\n"
    b"2026-03-02T09:00:01Z,a,fit_graded,A,,,,,\n"
    b"2026-03-02T09:01:00Z,a,demo_requested,,,,,,\n"
    b"2026-03-02T09:02:00Z,a,assigned,,,,,ann,\n"
    b"2026-03-02T10:00:00Z,a,rejected,,wrong_title,,,ann,\n"
)
LOG = HEADER + ROWS


def run(*options, log=None, stdout=subprocess.PIPE, folder=None):
    return subprocess.run([REPLAY, *options], input=log, cwd=folder, stdin=None if log is not None else subprocess.DEVNULL, stdout=stdout,
                          stderr=subprocess.PIPE, timeout=TIMEOUT_S)


def row(at=b"2026-03-02T09:00:00Z", lead=b"a", event=b"created", value=b"", reason=b"", source=b"", rest=b",,"):
    return b",".join((at, lead, event, value, reason, source, rest)) + b"\n"


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name, content=None):
        path = os.path.join(self.folder, name)
        if content is not None:
            with open(path, "wb") as file:
                file.write(content)
        return path

    def assert_clean(self, result):
        """It ended by itself, and what it says can be shown on a terminal."""
        self.assertIn(result.returncode, (0, 1, 2), result.stderr[-4000:].decode(errors="replace"))
        self.assertNotRegex(result.stderr, rb"[\x00-\x09\x0b-\x1f\x7f]")
        self.assertLess(len(result.stderr), 100000)

    def report(self, log, *options):
        """The report of a log that must be readable."""
        result = run("--format", "json", *options, log=log)
        self.assert_clean(result)
        self.assertEqual(result.returncode, 0, result.stderr.decode(errors="replace"))
        return json.loads(result.stdout.decode("utf-8"))

    @staticmethod
    def table(found, name):
        """A table of the report as rows by column."""
        table = next(table for table in found["report"]["tables"] if table["name"] == name)
        names = [column["name"] for column in table["columns"]]
        return [dict(zip(names, row)) for row in table["rows"]]

    def refused(self, log, line, column=None, expected=""):
        """The log must be refused, at this line and column (a number or the column's name)."""
        path = self.path("log.csv", log)
        place = "[0-9]+|\"[a-z]+\"" if column is None else re.escape(str(column) if isinstance(column, int) else f'"{column}"')
        number = "[0-9]+" if line is None else line
        for result, shown in ((run(path), path), (run("--format", "json", log=log), "(standard input)")):
            self.assert_clean(result)
            message = result.stderr.decode(errors="replace")
            self.assertEqual(result.returncode, 1, f"{log[:200]!r}: {message}")
            self.assertRegex(message, f"(?m)^{re.escape(shown)}:{number}: column ({place}): .*expected", log[:200])
            self.assertIn(expected, message)
            self.assertEqual(result.stdout, b"", "no report of a log that couldn't be read")


class Forms(Case):
    """The same log in other clothes gives the same report."""

    def setUp(self):
        super().setUp()
        with open(DEMO, "rb") as file:
            self.demo = file.read()
        self.expected = self.report(self.demo)

    def test_demo(self):
        self.assertEqual(self.expected["leads"], 300)
        self.assertEqual(self.expected["log"]["rows"], len(list(csv.reader(io.StringIO(self.demo.decode())))) - 1)

    def test_file_and_standard_input(self):
        path = self.path("demo.csv", self.demo)
        for options in ([path], ["-"], []):
            result = run("--format", "json", *options, log=None if options == [path] else self.demo)
            self.assertEqual(json.loads(result.stdout), self.expected)

    def test_line_ends_and_byte_order_mark(self):
        crlf = self.demo.replace(b"\n", b"\r\n")
        bom = b"\xef\xbb\xbf"
        for log in (crlf, bom + self.demo, bom + crlf, self.demo[:-1], crlf[:-2], crlf[:-1], self.demo + b"\n\r\n\n",
                    b"\r\n\n" + self.demo, self.demo.replace(b"\n", b"\n\n")):
            self.assertEqual(self.report(log), self.expected)

    def test_columns_in_any_order_with_others_between(self):
        rows = list(csv.DictReader(io.StringIO(self.demo.decode())))
        columns = ["note", "account", "actor", "at", "", "campaign", "ünbekannt", "event", "lead", "reason", "source", "value", "note2"]
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL):
            out = io.StringIO()
            writer = csv.DictWriter(out, columns, restval='a "quoted",\nnote', quoting=quoting)
            writer.writeheader()
            writer.writerows(rows)
            self.assertEqual(self.report(out.getvalue().encode()), self.expected)

    def test_times_in_milliseconds_and_with_offset(self):
        log = LOG
        for at, other in ((b"2026-03-02T09:00:00Z", b"1772442000000"), (b"2026-03-02T09:00:01Z", b"2026-03-02 14:45:01.000+05:45"),
                          (b"2026-03-02T10:00:00Z", b"1772445600000")):
            log = log.replace(at, other)
        self.assertNotEqual(log, LOG)
        self.assertEqual(self.report(log), self.report(LOG))

    def test_only_what_must_be_there(self):
        found = self.report(b"event,at,lead\ndemo_requested,2026-03-02T09:00:00Z,a\n")
        self.assertEqual((found["leads"], found["log"]["used"]), (1, 1))

    def test_other_separators_and_encodings_are_named(self):
        for mark in (b";", b"\t"):
            self.refused(LOG.replace(b",", mark), 1, 1, "with commas between them")
        for encoding in ("utf-16", "utf-16-be"):
            mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
            self.refused(mark + LOG.decode().encode(encoding), 1, 1, "UTF-16")

    def test_seconds_are_told_of(self):
        for at, told in ((b"1772000000", True), (b"1772000000000", False), (b"-5", False)):
            result = run("--format", "json", log=HEADER + row(at=at))
            self.assert_clean(result)
            self.assertEqual(result.returncode, 0)
            self.assertEqual(b"are they seconds" in result.stderr, told, at)

    def test_header_only(self):
        for log in (HEADER, HEADER[:-1], HEADER + b"\n\n"):
            self.assertEqual(self.report(log)["leads"], 0)
            self.assertEqual(run(log=log).returncode, 0)


class Mappings(Case):
    """Mapping documents of any form: refused with their line and key, or taken (SEM32); what nothing of the policy takes is told (C16)."""

    def mapped(self, given, log=LOG, *options):
        return run("--map", self.path("map.json", given if isinstance(given, bytes) else json.dumps(given).encode()), *options, log=log)

    def test_SEM32_each_key_of_any_type(self):
        whole = {"lead": "lead", "at": "at", "event": "event", "value": "value", "reason": "reason", "source": "source", "campaign": "campaign",
                 "actor": "actor", "account": "account", "tz": "Europe/Berlin", "facts": {"value": "fit graded"}, "events": {"created": None},
                 "stages": {"a": "LEAD"}, "reasons": {"x": "other"}, "amount": "value", "amount_unit": "major", "owner": "actor"}
        self.assertEqual(self.mapped(whole).returncode, 0)
        for key in [*whole, "dates", "every", "property", "id", "sequence", "resume", "date_format", "any"]:
            for value in (None, True, 5, 0.5, [], {}, "", "\udfff", ["a"], [["a"]], {"a": 5}, {"a": ["b"]}, {"a": {"b": 5}}, [None], 10 ** 30, "x" * 10_000):
                result = self.mapped({**whole, key: value})
                self.assert_clean(result)
                self.assertIn(result.returncode, (0, 1))
                self.assertTrue(result.returncode == 0 or result.stderr.strip(), (key, value))

    def test_SEM32_lists_where_objects_belong_are_refused(self):
        for key in ("dates", "facts", "events", "stages", "reasons"):
            for value in (["a"], "a", 5):
                result = self.mapped({"lead": "lead", "at": "at", "event": "event", key: value})
                self.assertEqual(result.returncode, 1, (key, value))
                self.assertRegex(result.stderr.decode(), rf'map.json:1: "{key}": expected an object')

    def test_SEM32_a_format_has_known_directives(self):
        for text in ("%Q", "", "%", "%Y-%m-%d %"):
            result = self.mapped({"lead": "lead", "at": "at", "event": "event", "date_format": text})
            self.assertEqual(result.returncode, 1)
            self.assertIn(b"expected a format of %Y", result.stderr)

    def test_c16_a_fact_that_nothing_takes_is_told(self):
        """Of kind C16: what isn't used of a log is told, with the nearest name where there is one."""
        for name, nearest in (("sorce of it", False), ("reigon", True), ("region", False)):
            result = self.mapped({"lead": "lead", "at": "at", "event": "event", "facts": {"campaign": name}})
            self.assertEqual(result.returncode, 0)
            self.assertIn(f'replay: 1 × left out, a fact that no event of the policy sets: "{name}"'.encode(), result.stderr)
            self.assertEqual(b'nearest is "region"' in result.stderr, nearest, name)

    def test_SEM1_a_sequence_has_64_bits(self):
        head, line = b"at,lead,event,sequence\n", b"2026-03-02T09:00:00Z,a,created,%d\n"
        self.assertEqual(run(log=head + line % (2 ** 64 - 1)).returncode, 0)
        result = run(log=head + line % 2 ** 64)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"expected a whole number, 0 to 18446744073709551615", result.stderr)


class Text(Case):
    """Names are text of the host's: any bytes but NUL."""

    NAMES = [b"x" * 200000, "Łódź ☂ \U0001f600".encode(), b"\xff\xfe\x80 no utf-8 \xc3", b"\xed\xa0\x80\xf5\x90\x80\x80", b"\x01\x1b[31m\x7f\t\b",
             b'say ""hi"", \\n \\ /', b"two\nlines\r\nand three", b"   ", b"-", b"=1+1", b"null", b"%s%n%d", b"(none)", b"(others)"]

    def test_names_of_every_kind(self):
        log = HEADER
        for name in self.NAMES:
            field = b'"' + name + b'"'
            log += b"2026-03-02T09:00:00Z," + field + b",created,,," + field + b"," + field + b",," + field + b"\n"
            log += b"2026-03-02T09:00:00Z," + field + b",assigned,,,,," + field + b",\n"
        leads, effects = self.path("leads.csv"), self.path("effects.csv")
        found = self.report(log, "--leads", leads, "--effects", effects)
        self.assertEqual(found["leads"], len(self.NAMES))
        sources = self.table(found, "Sources")
        self.assertEqual(len(sources), len(self.NAMES))
        self.assertEqual(len({source["source"] for source in sources}), len(self.NAMES))
        self.assert_clean(run(log=log))
        wanted = {name.replace(b'""', b'"') for name in self.NAMES}
        for path in (leads, effects):
            with open(path, encoding="latin-1", newline="") as file:
                rows = list(csv.DictReader(file, strict=True))
            self.assertEqual({row["lead"].encode("latin-1") for row in rows}, wanted)
            self.assertTrue(all(None not in row and None not in row.values() for row in rows))
        with open(leads, encoding="latin-1", newline="") as file:
            for row_found in csv.DictReader(file):
                for column in ("source", "campaign", "account", "owner"):
                    self.assertEqual(row_found[column], row_found["lead"])

    def test_text_report_has_no_control_characters(self):
        result = run(log=HEADER + b'2026-03-02T09:00:00Z,a,created,,,"\x1b]0;x\x07\r\n\x00"'.replace(b"\x00", b"\x01") + b",,,\n")
        self.assertEqual(result.returncode, 0)
        self.assertNotRegex(result.stdout, rb"[\x00-\x09\x0b-\x1f\x7f]")

    def test_unknown_events_are_counted_and_reported(self):
        log = LOG + row(event=b"badge_scanned") * 3 + row(event=b"") + row(event=b"CREATED") + row(event=b"created ", value=b"x", reason=b"y")
        found = self.report(log)
        self.assertEqual((found["log"]["unknown"], found["log"]["used"], found["log"]["duplicates"]), (4, 6, 1))  # case makes no difference, nor do spaces
        text = run(log=log)
        self.assertEqual(text.returncode, 0)
        self.assertIn("badge_scanned", (text.stdout + text.stderr).decode())

    def test_many_unknown_events(self):
        log = HEADER + b"".join(row(event=b"event-%d" % number) for number in range(20000))
        result = run("--format", "json", log=log)
        self.assert_clean(result)
        self.assertEqual((result.returncode, result.stdout), (1, b""))  # nothing of it was used
        self.assertIn(b"nothing of the log was used", result.stderr)
        names = [b"e%02d" % number for number in range(30)]
        result = run(log=LOG + b"".join(row(event=name) for name in names + names[:2] + names[28:]))
        self.assert_clean(result)
        for name, count in ((b"e00", 2), (b"e01", 2), (b"e02", 1)):
            self.assertRegex(result.stderr, b"%d \xc3\x97 [^\"]*\"%s\"" % (count, name))
        counts = [int(count) for count in re.findall("([0-9]+) \u00d7 ", result.stderr.decode())]
        self.assertEqual(sum(counts), 34)
        self.report(LOG + row(event=b"x" * 500000) * 3 + row(event=b'"\x1b[2J\n\xff"'))

    def test_many_sources(self):
        log = HEADER + b"".join(row(lead=b"%d" % number, source=b"source-%d" % number) for number in range(9000))
        found = self.report(log)
        self.assertEqual(found["leads"], 9000)
        self.assertEqual(sum(source["leads"] for source in self.table(found, "Sources")), 9000)


class Refused(Case):
    def test_nothing_to_read(self):
        for log in (b"", b"\n", b"\r\n\r\n", b"\xef\xbb\xbf"):
            self.refused(log, None, expected="header")

    def test_columns(self):
        for column in (b"at", b"lead", b"event"):
            self.refused(LOG.replace(column, b"x" + column, 1), 1, expected=column.decode())
        for column in HEADER.strip().split(b","):
            self.refused(HEADER.strip() + b"," + column + b"\n", 1, 10, column.decode())
        for header in (b"At,Lead,Event\n", b"at;lead;event\n", b"at\tlead\tevent\n", b" at, lead, event\n", ROWS):
            self.refused(header, 1, expected='"at"')

    def test_number_of_fields(self):
        self.refused(LOG + b"2026-03-02T09:00:00Z,a,created,,,,,,,\n" + ROWS, 7, 10)
        self.refused(LOG + b"2026-03-02T09:00:00Z,a,created,,,,,\n" + ROWS, 7)
        self.refused(LOG + b"2026-03-02T09:00:00Z", 7)
        self.refused(LOG + b"," * 100000, 7)

    def test_quotation_marks(self):
        self.refused(LOG + b'2026-03-02T09:00:00Z,a"b,created,,,,,,\n', 7, 2)
        self.refused(LOG + b'2026-03-02T09:00:00Z,"a"b,created,,,,,,\n', 7, 2)
        self.refused(LOG + b'2026-03-02T09:00:00Z,"a" ,created,,,,,,\n', 7, 2)
        self.refused(LOG + b'2026-03-02T09:00:00Z,"a,created,,,,,,\n' + ROWS, 7, 2)
        self.refused(LOG + b'2026-03-02T09:00:00Z,a,created,,,,,,"', 7, 9)
        self.refused(b'"at,lead,event\n', 1, 1)

    def test_times(self):
        for at in (b"", b" ", b"now", b"2026-03-02", b"2026-03-02T09:00:00", b"2026-02-29T09:00:00Z", b"2026-03-02T24:01:00Z",
                   b"2026-03-02T09:00:00+25:00", b"02/03/2026 09:00", b"1e12", b"1772442000000.5", b"0x10", b"+-1", b"-", b"--1",
                   b"9223372036854775808", b"-9223372036854775809", b"9" * 100, b"1772442000000 ", "２０２６".encode(), b"2026-03-02T09:00:00Zx"):
            self.refused(LOG + row(at=at) + ROWS, 7, "at")

    def test_times_that_cannot_be_written(self):
        for at in (b"253402300800000", b"-62167219200001", b"1772442060000000", b"9223372036854775807"):
            self.refused(LOG + row(at=at) + ROWS, 7, "at")

    def test_columns_of_leads_have_names_of_their_own(self):
        leads = self.path("leads.csv")
        run("--leads", leads, log=LOG)
        with open(leads, newline="", encoding="utf-8") as file:
            header = next(csv.reader(file))
        self.assertEqual(len(header), len(set(header)))

    def test_times_far_away(self):
        """Any instant that can be written may be refused with its place, or counted; never more than that."""
        for at in (b"0000-01-01T00:00:00Z", b"9999-12-31T23:59:59.999Z", b"253402300800000", b"9223372036854775807", b"9223372036854775806",
                   b"-9223372036854775807", b"-9223372036854775808", b"9223372035854775807", b"-62167219200001", b"0", b"-1"):
            for events in ((b"created",), (b"demo_requested", b"called", b"accepted"), (b"contact_requested", b"purchased")):
                log = HEADER + b"".join(row(at=at, event=event) for event in events)
                for options in ((), ("--as-of", "9999-12-31T23:59:59Z"), ("--as-of", "253402300799999")):
                    for other in (b"", ROWS):
                        leads, effects = self.path("leads.csv"), self.path("effects.csv")
                        result = run("--format", "json", "--leads", leads, "--effects", effects, *options, log=log + other)
                        self.assert_clean(result)
                        if result.returncode:
                            self.assertEqual(result.returncode, 1)
                            self.assertRegex(result.stderr.decode(), r'standard input\):[0-9]+: column "at": expected')
                        else:
                            json.loads(result.stdout)

    def test_C58_an_absurd_as_of_is_wrongly_asked(self):
        for at in ("9223372036854775807", "253402300800000", "-62167219200001", "noon", "2026-02-30T00:00:00Z"):
            result = run("--as-of", at, log=LOG)
            self.assert_clean(result)
            self.assertEqual(result.returncode, 2)
            self.assertRegex(result.stderr.decode(), "--as-of is an instant such as 2026-12-31T00:00:00Z, not " + re.escape(at))

    def test_values_and_reasons_cost_their_row_or_less(self):
        for event, value in ((b"fit_graded", b"E"), (b"fit_graded", b"AB"), (b"fit_graded", b"1"),
                             (b"confirmed", b"budget+luck"), (b"confirmed", b"budget++need"), (b"confirmed", b"+"),
                             (b"won", b"12.50"), (b"won", b"-1"), (b"won", b"1e3"), (b"won", b"9223372036854775808"), (b"purchased", b"$5"),
                             (b"recycled", b"soon"), (b"recycled", b"2026-02-30T00:00:00Z")):
            field = b'"' + value + b'"'
            result = run("--format", "json", log=LOG + row(event=event, value=field))
            self.assert_clean(result)
            self.assertEqual((result.returncode, json.loads(result.stdout)["log"]["unreadable"]), (0, 1), value)
            self.assertRegex(result.stderr.decode(), "standard input\\):7: value .* can't be read")
        found = self.report(LOG + row(event=b"lost", reason=b"bad_weather"))
        self.assertEqual((found["log"]["unknown_reasons"], found["log"]["used"]), (1, 6))
        self.refused(LOG + row(lead=b""), 7, "lead")

    def test_nul_bytes(self):
        self.refused(LOG + row(lead=b"a\0b"), 7, "lead")
        self.refused(LOG + row(source=b'"\0"'), 7, "source")
        self.refused(LOG + row(at=b"2026-03-02T09:00:00Z\0"), 7, "at")
        self.refused(LOG + row(event=b"created\0"), 7)
        self.refused(b"\0" * 1000, 1)

    def test_line_numbers(self):
        for end in (b"\n", b"\r\n"):
            # 6 rows, 2 blank lines, a row of 5 lines
            log = LOG.replace(b"\n", end) + end * 2
            log += b'2026-03-02T09:00:00Z,"two' + end + b'lines",created,,,"' + end * 3 + b'",,,' + end
            self.refused(log + b"bad,a,created,,,,,," + end, 14, "at")
        self.refused(LOG + row() * 100000 + b'x,"a\nb",created,,,,,,\n', 100007, "at")

    def test_binary_junk(self):
        numbers = random.Random(1)
        with open(REPLAY, "rb") as file:
            program = file.read(300000)
        for junk in (program, b"\x1f\x8b\x08\0\0\0\0\0" + numbers.randbytes(5000), LOG.decode().encode("utf-16"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
                     b"PK\3\4" + numbers.randbytes(5000), b"{\"at\": 1}\n", b"\"" * 1001, b"\r" * 999 + b"x", b"," * 3000):
            self.refused(junk, None)
        for _ in range(10):
            self.refused(numbers.randbytes(3000), None)
            self.refused(HEADER + numbers.randbytes(3000), None)

    def test_lines_of_ten_megabytes(self):
        long = b"x" * 10_000_000
        for log in (long, b"\"" + long, b"\"" + long + b"\",lead,event\n", HEADER + row(lead=long), HEADER + row(lead=b'"' + long + b'"'),
                    HEADER + b"2026-03-02T09:00:00Z,\"" + long, HEADER + b'"' + b'""' * 5_000_000, HEADER + b"," * 10_000_000,
                    HEADER + row(rest=b',,"' + b"\n" * 10_000_000 + b'"')):
            path = self.path("long.csv", log)
            result = run(path)
            self.assert_clean(result)
            self.assertEqual(result.returncode, 1, log[:100])
            self.assertRegex(result.stderr.decode(), f"(?m)^{re.escape(path)}:[12]: column .*expected")

    def test_mutated_logs(self):
        """Seeded changes to a good log: each is read or refused with its place."""
        with open(DEMO, "rb") as file:
            lines = file.read().splitlines(keepends=True)
        numbers = random.Random(2026)
        refused = 0
        for _ in range(200):
            start = numbers.randrange(1, len(lines) - 60)
            log = bytearray(b"".join(lines[:1] + lines[start:start + 60]))
            for _ in range(numbers.choice((1, 1, 2, 8))):
                at = numbers.randrange(len(log))
                change = numbers.randrange(5)
                if change == 0:
                    log[at] = numbers.randrange(256)
                elif change == 1:
                    del log[at:at + numbers.randrange(1, 40)]
                elif change == 2:
                    log[at:at] = numbers.choice((b'"', b",", b"\n", b"\r", b"\0", b'""', b"+", b"-", b"999999999999", b"\xff"))
                elif change == 3:
                    other = numbers.randrange(len(log))
                    log[at:at] = log[other:other + 30]
                else:
                    log = log[:at + 1]
            result = run("--leads", os.devnull, "--effects", os.devnull, log=bytes(log))
            self.assert_clean(result)
            refused += result.returncode
            if result.returncode:
                self.assertRegex(result.stderr.decode(errors="replace"), r"(?m)^\(standard input\):[0-9]+: column ", bytes(log))
        self.assertTrue(40 < refused < 195, refused)


class Files(Case):
    def test_no_file(self):
        for path in (self.path("missing.csv"), self.path("missing/log.csv"), self.folder):
            result = run(path)
            self.assert_clean(result)
            self.assertEqual((result.returncode, result.stdout), (1, b""))
            self.assertIn(path, result.stderr.decode())

    def test_outputs_that_cannot_be_written(self):
        log = self.path("log.csv", LOG)
        for option in ("--leads", "--effects"):
            for path in (self.path("missing/out.csv"), self.folder):
                result = run(option, path, log)
                self.assert_clean(result)
                self.assertEqual((result.returncode, result.stdout), (1, b""))
                self.assertIn(path, result.stderr.decode())

    def test_log_is_not_overwritten(self):
        log, out, link = self.path("log.csv", LOG), self.path("out.csv"), self.path("link.csv")
        os.symlink(log, link)
        for options in (["--leads", log, log], ["--effects", log, log], ["--leads", link, log], ["--leads", out, "--effects", out, log]):
            result = run(*options)
            self.assert_clean(result)
            self.assertEqual((result.returncode, result.stdout), (2, b""), options)
            with open(log, "rb") as file:
                self.assertEqual(file.read(), LOG)

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs /dev/full")
    def test_full_disk(self):
        for options in (["--leads", "/dev/full"], ["--effects", "/dev/full"]):
            result = run(*options, DEMO)
            self.assert_clean(result)
            self.assertEqual(result.returncode, 1)
            self.assertIn("/dev/full", result.stderr.decode())
        for form in ("text", "json"):
            with open("/dev/full", "wb") as full:
                result = run("--format", form, DEMO, stdout=full)
            self.assertEqual(result.returncode, 1)
            self.assertIn("standard output", result.stderr.decode())
        with open("/dev/full", "wb") as full:
            self.assertEqual(run("--help", stdout=full).returncode, 1)

    def test_bad_usage(self):
        log = self.path("log.csv", LOG)
        for options, expected in (
            (["--format", "xml", log], "xml"), (["--format"], "--format"), (["--leads"], "--leads"), (["--frob", log], "--frob"),
            ([log] * 17, log), (["--mode", "both", log], "both"), (["--automatic", "x", log], "x"), (["--as-of", "tomorrow", log], "tomorrow"), (["--as-of", "2026-02-29T00:00:00Z", log], "2026-02-29"),
            (["--as-of", "", log], "--as-of"), (["--format", "", log], "--format"),
        ):
            result = run(*options)
            self.assert_clean(result)
            self.assertEqual((result.returncode, result.stdout), (2, b""), options)
            self.assertIn(expected, result.stderr.decode())

    def test_end_of_options(self):
        self.path("--log.csv", LOG)
        result = run("--format", "json", "--", "--log.csv", folder=self.folder)
        self.assertEqual(json.loads(result.stdout), self.report(LOG))
        self.assertEqual(run("--", "--log.csv", "--help", folder=self.folder).returncode, 1)  # no such log

    def test_help(self):
        result = run("--help")
        self.assertEqual(result.returncode, 0)
        for option in (b"--format", b"--leads", b"--effects", b"--as-of"):
            self.assertIn(option, result.stdout)

    def test_as_of(self):
        early, late = (self.report(LOG, "--as-of", at) for at in ("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"))
        self.assertEqual((early["leads"], early["log"]["after"]), (0, 5))
        self.assertEqual((late["leads"], late["log"]["after"]), (1, 0))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
