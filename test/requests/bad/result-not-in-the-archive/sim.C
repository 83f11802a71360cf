void sim(const char *out, int run) {}
