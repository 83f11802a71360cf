# Adds to each signal event the energies of the events with its number in all background files.
FILENAME == signal { kind[$3] = $1; seed[$3] = $2; own[$3] = $4; last = $3; next }
{ under[$3] += $4 }
END {
  for (event = 1; event <= last; event++) printf "%s %d %d %d %d\n", kind[event], seed[event], event, own[event], under[event]
}
