// CHANGE THIS: the macro that the jobs run. Put yours in its place and keep the three arguments.
int Fun4All_Simulate(const int nEvents, const int seed, const char *output)
{
  std::cout << "would simulate " << nEvents << " events from seed " << seed << " into " << output
            << ", with the global tag " << std::getenv("conditions") << std::endl;
  return 1;
}
