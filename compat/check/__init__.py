"""`compat check`: finds what code uses of TensorFlow 1.x, without running it."""

from compat.check.checker import Report, check, check_text
from compat.check.findings import Finding, Verdict

__all__ = ["Finding", "Report", "Verdict", "check", "check_text"]
