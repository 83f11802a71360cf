void pileup(const char *in) {}
