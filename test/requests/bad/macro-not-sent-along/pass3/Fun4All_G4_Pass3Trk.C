void Fun4All_G4_Pass3Trk() {}
