"""`python -m supervisor PLAN`: what `integrates serve` becomes."""

import sys

from supervisor.family import supervise
from supervisor.plan import to_plan

sys.exit(supervise(to_plan(sys.argv[1])))
