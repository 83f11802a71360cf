void Sim(int nEvents = 10, int seed = 1, const char* out = "hits.root") {
  int e = nEvents + seed;
}
