void sim(int events, int seed) {}
