void Fun4All_JobA(int, int, const char*, const char*, const char*) {}
