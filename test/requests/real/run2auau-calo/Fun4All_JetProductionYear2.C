void Fun4All_JetProductionYear2(int, const char*, const char*, const char*, const char*) {}
