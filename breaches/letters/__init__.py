"""Letters of a case: what each kind needs, its wording drafted from the case, and the PDF made of it."""
