void Fun4All_SingleStream_Combiner(int, int, const char*, const char*, const char*, int, const char*, const char*, const char*, const char*, const char*, const char*) {}
