"""A plan that is compared with no other yet: where it stands, what its targets say, what stands out, and from when it can be judged."""

from sojo_eval.evaluation.monitoring.monitor import INDICATORS, Monitoring, monitor, save
from sojo_eval.evaluation.monitoring.plan_in_force import PlanInForce, plan_in_force

__all__ = ["INDICATORS", "Monitoring", "PlanInForce", "monitor", "plan_in_force", "save"]
