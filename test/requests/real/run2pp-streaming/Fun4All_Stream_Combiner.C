void Fun4All_Stream_Combiner(int, int, const char*, const char*, int) {}
