void Fun4All_MBD_CalPass(const char*, int, int) {}
