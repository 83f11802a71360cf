int Fun4All_Tracks(const std::string &list = "clusters.list", const std::string &output = "tracks.root", bool evaluate = false)
{
  Fun4AllServer *server = Fun4AllServer::instance();
  if (evaluate) server->registerSubsystem(new TrackEvaluation(output));
  server->run(0);
  return 0;
}
