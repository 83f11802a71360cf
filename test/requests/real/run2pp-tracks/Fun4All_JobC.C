void Fun4All_JobC(int, int, const char*, const char*, const char*) {}
