void quality(const char *input, const char *output)
{
  TFile in(input);
  TFile out(output, "RECREATE");
  in.Get("hits")->Write();
}
