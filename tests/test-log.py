# SPDX-License-Identifier: MIT
"""Rows that replay splits by itself are those that libcsv reads: test-log.py READER

READER tells of a log's rows, or its fault: by libcsv alone, or, with a second argument, as replay reads. Both must say the same of any bytes."""

import os
import random
import subprocess
import sys
import tempfile
import unittest

READER = os.path.abspath(sys.argv[1])
HEADER = b"at,lead,event,value,reason"
CHUNK = 1 << 16  # bytes that are read at a time


def read(path, *more):
    result = subprocess.run([READER, path, *more], capture_output=True, timeout=60)
    return result.returncode, result.stdout, result.stderr


class Same(unittest.TestCase):
    def same(self, log):
        with tempfile.NamedTemporaryFile() as file:
            file.write(log)
            file.flush()
            alone, plain = read(file.name), read(file.name, "as-replay")
        self.assertEqual(alone, plain, log[:300])
        self.assertIn(alone[0], (0, 1))
        return alone[0] == 0

    def test_short_logs_of_any_bytes(self):
        random.seed(1)
        parts = [b"a", b"bc", b",", b",", b",,,,", b"\n", b"\n", b"\r\n", b"\r", b'"', b'"x,y\n"', b'"a""b"', b"\0", b" ", "é".encode(), b"1,2,3,4,5\n", b"1,2,3,4,5\r\n",
                 b'1,"2",3,,5\n']
        read_whole = 0
        for _ in range(400):
            begin = random.choice([HEADER + b"\n", HEADER + b"\r\n", HEADER + b"\r", b"\xef\xbb\xbf" + HEADER + b"\n", b"\n\r\n" + HEADER + b"\n", HEADER, b"lead\n", b""])
            weights = [1 if part in (b'"', b"\0", b"\r") or random.random() < 0.5 else 8 for part in parts]
            read_whole += self.same(begin + b"".join(random.choices(parts, weights, k=random.randint(0, 12))))
        self.assertGreater(read_whole, 20)

    def test_rows_across_chunks(self):
        random.seed(2)
        kinds = [lambda n: b"%d,lead,%s,," % (n, b"x" * random.randint(0, 150)), lambda n: b'%d,"quoted, of\ntwo lines",e,,' % n, lambda n: b"", lambda n: b"%d,,,,last" % n,
                 lambda n: b'%d,"\n1,2,3,4,5\n",e,,' % n]
        for ends in ([b"\n"], [b"\r\n"], [b"\n", b"\r\n", b"\r"]):
            for weights in ((1, 0, 0, 1, 0), (20, 1, 1, 5, 1), (1, 4, 1, 1, 4)):
                rows = (random.choices(kinds, weights)[0](n) + random.choice(ends) for n in range(4000))
                self.assertTrue(self.same(HEADER + b"\n" + b"".join(rows) + random.choice([b"", b"1,2,3,4,5", b'1,2,3,4,"5"'])))

    def test_lines_about_as_long_as_a_chunk(self):
        for length in [*range(CHUNK - 80, CHUNK + 20, 7), 2 * CHUNK, 2 * CHUNK + 1, 1 << 20, (1 << 20) + 1]:
            for fill in (b"x", b'""'):
                field = (b'"' + b'""' * (length // 2) + b'"') if fill == b'""' else fill * length
                self.same(HEADER + b"\n1,2,3,4,5\n1,2," + field + b",4,5\n1,2,3,4,5\n")

    def test_faults_are_told_alike(self):
        good = b"1,2,3,4,5\n" * 3
        for bad in (b"1,2,3,4\n", b"1,2,3,4,5,6\n", b'1,2"3,3,4,5\n', b"1,2\0,3,4,5\n", b'1,"2"3,3,4,5\n', b'1,"2,3,4,5\n'):
            self.assertFalse(self.same(HEADER + b"\n" + good + bad + good))
            self.assertFalse(self.same(HEADER + b"\n" + good + bad))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
