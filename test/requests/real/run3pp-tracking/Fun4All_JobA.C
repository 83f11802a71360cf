void Fun4All_JobA(int, const char*, const char*, const char*) {}
