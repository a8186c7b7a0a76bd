"""What people are reminded of: one module for each kind of thing, which finds what is due and asks if it still is."""
