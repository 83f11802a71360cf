void Fun4All_Year2_Calib(int, const char*, const char*, const char*, const char*) {}
