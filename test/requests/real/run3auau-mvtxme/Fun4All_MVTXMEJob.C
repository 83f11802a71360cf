void Fun4All_MVTXMEJob(int, int, const char*, const char*, const char*) {}
