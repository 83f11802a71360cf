void sim(int events, int seed, int part) {}
