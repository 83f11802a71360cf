void Fun4All_RolloverJob0(int, int, const char*, const char*, int, int, const char*, const char*, const char*) {}
