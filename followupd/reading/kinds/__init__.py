"""Which kind of letter: frames, a linear model and the letter's shape; sure only where they meet (reading: kinds)."""

from followupd.reading.kinds.judge import Verdict, judge

__all__ = ["Verdict", "judge"]
