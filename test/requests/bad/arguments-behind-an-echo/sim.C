void sim() { /* G4Hits_ */ }
