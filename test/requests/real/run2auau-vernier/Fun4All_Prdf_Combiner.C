void Fun4All_Prdf_Combiner(int, int, int, const char*) {}
