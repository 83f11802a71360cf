// Events of a toy.
