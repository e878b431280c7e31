"""The way through the system: referrals between desks, and the pathway from first contact to closing."""

from sojo_eval.flow.pathway import Pathway, pathway
from sojo_eval.flow.pathway_stays import CLOSED, STAGES, pathway_stays
from sojo_eval.flow.referral_flows import front_doors, referral_links
from sojo_eval.flow.referral_network import ReferralNetwork, referral_network

__all__ = [
    "CLOSED",
    "STAGES",
    "Pathway",
    "ReferralNetwork",
    "front_doors",
    "pathway",
    "pathway_stays",
    "referral_links",
    "referral_network",
]


def __dir__() -> list[str]:
    return sorted(__all__)
