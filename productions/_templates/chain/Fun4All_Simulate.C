// CHANGE THIS: the macro of both simulations. Put yours in its place and keep the arguments.
int Fun4All_Simulate(const int nEvents, const int seed, const char *kind, const char *output)
{
  std::cout << "would simulate " << nEvents << " " << kind << " events from seed " << seed << " into " << output
            << ", with the global tag " << std::getenv("conditions") << std::endl;
  return 1;
}
