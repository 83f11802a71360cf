void text(int events, TString output = "hits.root") {}
