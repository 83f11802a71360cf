void calibrate(int run, const char *output) {}
