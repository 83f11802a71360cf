void Fun4All_G4_Pass3Trk(int events) { getenv("asked"); }
