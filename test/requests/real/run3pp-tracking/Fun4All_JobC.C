void Fun4All_JobC(int, const char*, const char*, const char*) {}
