void cal_mbd(const char*, int, int, int = 0) {}
