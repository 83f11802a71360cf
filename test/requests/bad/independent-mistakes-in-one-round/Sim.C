void Sim(int seed, const char *output) {}
