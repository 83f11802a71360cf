void Fun4All_JetSkimmedProductionYear2(int, const char*, const char*, const char*, const char*, const char*) {}
