// CHANGE THIS: the macro that embeds. Put yours in its place and keep the arguments.
int Fun4All_Pileup(const int nEvents, const char *signal, const char *backgroundList, const char *output)
{
  std::cout << "would embed " << nEvents << " events of " << signal << " in those of " << backgroundList << " into " << output
            << ", with the global tag " << std::getenv("conditions") << std::endl;
  return 1;
}
