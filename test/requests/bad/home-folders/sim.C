void sim(int seed) {}
