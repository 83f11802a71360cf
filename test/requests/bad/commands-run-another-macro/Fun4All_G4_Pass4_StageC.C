void Fun4All_G4_Pass4_StageC(int job) {}
