"""Every change to incidents: drafts, who took part, evidence, logging, stepping back."""
