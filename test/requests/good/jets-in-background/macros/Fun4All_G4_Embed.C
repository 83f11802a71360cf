// One signal event in one collision.
#include <string>

int Fun4All_G4_Embed(const int nEvents, const std::string &signalList, const std::string &collisionList, const std::string &outputFile = "DST.root")
{
  Fun4AllServer *server = Fun4AllServer::instance();
  Fun4AllInputManager *signal = new Fun4AllDstInputManager("SIGNAL");
  signal->AddListFile(signalList);
  server->registerInputManager(signal);
  Fun4AllInputManager *collisions = new Fun4AllDstInputManager("COLLISIONS");
  collisions->AddListFile(collisionList);
  server->registerInputManager(collisions);
  server->registerOutputManager(new Fun4AllDstOutputManager("DSTOUT", outputFile));
  server->run(nEvents);
  server->End();
  return 0;
}
