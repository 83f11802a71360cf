void Fun4All_Year2_Fitting(int, const char*, const char*, const char*, const char*) {}
