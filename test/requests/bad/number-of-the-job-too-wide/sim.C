void sim(const char *in) {}
