"""Every change to a letter, one module for each stage of its life."""
