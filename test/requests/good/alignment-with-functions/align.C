void align(const char *list, int layer, int pass, const char *output = "constants.root")
{
  gSystem->Load("libalign.so");
  Alignment(list).iterate(layer, pass).write(output);
}
