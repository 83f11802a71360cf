void Fun4All_G4_Pass4_StageA(int job) {}
