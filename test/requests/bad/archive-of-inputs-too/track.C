void track(const char *in) {}
