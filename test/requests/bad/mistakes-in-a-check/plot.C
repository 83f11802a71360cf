void plot(const char *file)
{
  TFile::Open(file);
}
