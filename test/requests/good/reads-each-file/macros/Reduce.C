int Reduce(TString input, TString output, float cut)
{
  ROOT::RDataFrame frame("T", input.Data());
  frame.Filter([cut](float value) { return value > cut; }, {"value"}).Snapshot("T", output.Data());
  return 0;
}
