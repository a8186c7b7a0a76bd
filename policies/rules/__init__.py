"""The rules core: a policy and a set of facts in, the steps that policy gives out. Standard library only."""
