"""Every change to schools, roles and the register of parties."""
