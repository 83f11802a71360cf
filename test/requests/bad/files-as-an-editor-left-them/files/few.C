// Takes events, seed and output.
int few(const int events, int seed,
        const std::string &output, bool quiet = false)
{
  return 0;
}
