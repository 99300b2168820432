# SPDX-License-Identifier: MIT
"""What the example `policy` does with files that aren't documents, and with outputs that can't be written: test-policy-program.py POLICY POLICIES

It ends by itself with a sentence, whatever it is given (SEM32, C58): with status 0, 1 (couldn't), 2 (wrongly asked) or 3 (a document with faults)."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

POLICY, POLICIES = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).absolute()


def run(*arguments, stdout=subprocess.PIPE):
    return subprocess.run([POLICY, *map(str, arguments)], stdout=stdout, stderr=subprocess.PIPE, timeout=60)


class Program(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def document(self, name, given):
        path = self.folder / f"{name}.json"
        path.write_bytes(given if isinstance(given, bytes) else json.dumps(given).encode())
        return path

    def test_LC17_what_is_extended_lies_beside(self):
        for name in ("enterprise", "product-led"):
            self.assertEqual(run("check", POLICIES / f"{name}.json").returncode, 0)
            whole = run("print", POLICIES / f"{name}.json").stdout
            self.assertEqual(whole, run("print", POLICIES / f"{name}.json", "--base", POLICIES / "built-in-1.json").stdout)
            self.assertEqual(run("print", self.document("whole", whole)).stdout, whole)
        own = self.document("own", {"revops": 1, "name": "own", "extends": "built-in-1", "means": "no file of that name lies here"})
        self.assertEqual(run("check", own).returncode, 0)
        further = self.document("further", {"revops": 1, "name": "further", "extends": "own", "means": "two steps"})
        self.assertEqual(run("check", further).returncode, 0)
        self.assertIn("means: ", run("diff", own, further).stdout.decode())

    def test_LC17_documents_that_extend_in_a_circle_are_refused(self):
        for names in (["a"], ["a", "b"], ["a", "b", "c"]):
            for at, name in enumerate(names):
                path = self.document(name, {"revops": 1, "name": name, "extends": names[(at + 1) % len(names)]})
            result = run("check", path)
            self.assertEqual(result.returncode, 3, result)
            self.assertIn(b"extends", result.stdout)

    def test_C58_outputs_that_cannot_be_written(self):
        for arguments in (["check", POLICIES / "hubspot.json"], ["print", POLICIES / "hubspot.json"], ["dot", POLICIES / "hubspot.json"],
                          ["diff", POLICIES / "hubspot.json", POLICIES / "built-in-1.json"], ["check", self.document("faulty", {"revops": 1})]):
            with open("/dev/full", "wb") as full:
                result = run(*arguments, stdout=full)
            self.assertEqual(result.returncode, 1)
            self.assertIn(b"can't be written", result.stderr)

    def test_SEM32_what_is_no_document(self):
        for path in ("/dev/zero", self.folder, self.folder / "nothing", "/dev/null", self.document("empty", b""), self.document("bytes", bytes(range(256))),
                     self.document("deep", b"[" * 100_000), self.document("pair", b'{"revops":1,"name":"\xed\xa0\x80"}')):
            for command in ("check", "print", "dot"):
                result = run(command, path)
                self.assertIn(result.returncode, (1, 3), path)
                self.assertTrue(result.stdout or result.stderr)

    def test_C57_names_of_a_document_on_a_terminal(self):
        escape = "\x1b[31m"
        given = {"revops": 1, "name": escape, "stages": [{"name": escape}, {"name": "B"}], "moves": {escape: {"to": escape, escape: 1}}, escape: {}}
        for command in ("check", "print", "dot"):
            result = run(command, self.document("escapes", given))
            self.assertEqual(result.returncode, 3)
            self.assertNotRegex(result.stdout + result.stderr, rb"[\x00-\x09\x0b-\x1f\x7f]")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
