"""Pages of a case, one module for each kind of thing that a person does there."""
