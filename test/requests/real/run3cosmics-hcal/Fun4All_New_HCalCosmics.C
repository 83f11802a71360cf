void Fun4All_New_HCalCosmics(int, const char*, const char*, const char*, const char*, const char*) {}
