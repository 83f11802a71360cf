// a macro
#include <string>
void Fun4All_G4_Pileup_pp(int events, const std::string &in, const std::string &out) {}
