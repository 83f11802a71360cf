# Adds to each signal event the energies of the events with its number in all background files, and says by their
# seeds which files those were, so that anybody can compute the line again. No more than `events` of them.
FILENAME == signal { kind[$3] = $1; seed[$3] = $2; own[$3] = $4; last = $3; next }
!($2 in known) { known[$2]; seeds = seeds separator $2; separator = "," }
{ under[$3] += $4 }
END {
  for (event = 1; event <= last && event <= events; event++) printf "%s %d %d %d %d %s\n", kind[event], seed[event], event, own[event], under[event], seeds
}
