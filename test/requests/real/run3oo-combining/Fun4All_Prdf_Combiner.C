void Fun4All_Prdf_Combiner(int, const char*, const char*, const char*) {}
