# SPDX-License-Identifier: MIT
"""The naive twin of the engine: what a policy document says of a log, in plain Python, for comparison. See README.md."""
