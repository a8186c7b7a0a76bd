"""Every change to a case, one module for each kind of thing that a person does to it."""
