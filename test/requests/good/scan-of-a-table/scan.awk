# One line: the row, the seed, what the row says, and a sum that only its values give.
BEGIN {
  for (x = first; x < first + steps; x++) sum += slope * x
  printf "%d\t%d\t%s\t%s\n", row, seed, label, sum
}
