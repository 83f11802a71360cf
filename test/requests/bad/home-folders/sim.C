void sim(int seed, const char *input) {}
