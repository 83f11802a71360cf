void Fun4All_G4_Calo() {}
