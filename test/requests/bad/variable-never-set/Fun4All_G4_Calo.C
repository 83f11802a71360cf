void Fun4All_G4_Calo(int events, const char *truth, int run, int number, int seed) {}
