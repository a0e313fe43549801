"""A notebook's process where there is no fork: one job in, its messages out."""

from __future__ import annotations

import json
import os
import sys

from helpers.batch.engine.job import Job
from helpers.batch.engine.messages import answer
from helpers.batch.engine.warm import die_with_parent, import_papermill


def main() -> None:
    if sys.platform == "linux":
        die_with_parent()
    # What cells and kernels print must not get in among the messages.
    with os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1) as out:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        import_papermill()
        job = Job.from_json(sys.stdin.readline())
        answer(job, lambda message: print(json.dumps(message), file=out, flush=True))


if __name__ == "__main__":
    main()
