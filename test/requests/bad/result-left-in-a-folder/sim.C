void sim(int seed) { /* G4Hits_ */ }
