"""The way through the system: referrals between desks, and the pathway from first contact to closing."""

from sojo_eval.flow.pathway import Pathway, pathway
from sojo_eval.flow.referral_network import ReferralNetwork, referral_network

__all__ = ["Pathway", "ReferralNetwork", "pathway", "referral_network"]
