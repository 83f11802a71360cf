int another(int events, int seed) { return 0; }
