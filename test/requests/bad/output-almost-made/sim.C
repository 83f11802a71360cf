void sim(int seed, const char *output) {}
