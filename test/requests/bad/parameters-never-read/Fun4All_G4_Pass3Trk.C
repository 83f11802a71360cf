void Fun4All_G4_Pass3Trk(int events, const char *output, const char *kind, int seed) { getenv("asked"); }
