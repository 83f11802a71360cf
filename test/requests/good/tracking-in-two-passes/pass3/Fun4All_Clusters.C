int Fun4All_Clusters(const int nEvents, const std::string &input, const std::string &output)
{
  Fun4AllServer *server = Fun4AllServer::instance();
  server->fileopen("DST", input);
  server->registerOutputManager(new Fun4AllDstOutputManager("DSTOUT", output));
  server->run(nEvents);
  return 0;
}
