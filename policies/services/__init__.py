"""Every change to policies, their versions, adoptions and approvals."""
