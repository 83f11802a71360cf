# Events of one job: a number and an energy for each, from the seed alone, so that anybody can make them again.
# A linear congruential generator with the modulus 2^31 - 1 keeps every product below 2^53, which awk holds exactly.
BEGIN {
  state = (seed + 0) * 7919 + 17
  for (event = 1; event <= events + 0; event++) {
    state = (state * 16807) % 2147483647
    energy = int(state % 1000) * (slope + 0)
    printf "%s %d %d %d\n", kind, seed + 0, event, energy
  }
}
