void sim(int events, int number, const char *output, int job) { /* G4Hits_ */ }
