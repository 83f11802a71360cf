// Pass 2 of the mock data challenge: signal hits and the hits of pile-up collisions in one event.
#include <fun4all/Fun4AllDstInputManager.h>
#include <fun4all/Fun4AllDstOutputManager.h>
#include <fun4all/Fun4AllServer.h>
#include <g4main/Fun4AllDstPileupInputManager.h>
#include <phool/recoConsts.h>

#include <string>

R__LOAD_LIBRARY(libfun4all.so)
R__LOAD_LIBRARY(libg4testbench.so)

int Fun4All_G4_Pileup(const int nEvents, const std::string &signalList, const std::string &backgroundList, const std::string &outputFile, const std::string &conditions)
{
  recoConsts::instance()->set_StringFlag("CDB_GLOBALTAG", conditions);

  Fun4AllServer *server = Fun4AllServer::instance();
  server->Verbosity(1);

  Fun4AllInputManager *signal = new Fun4AllDstInputManager("DST_SIGNAL");
  signal->AddListFile(signalList);
  server->registerInputManager(signal);

  Fun4AllDstPileupInputManager *pileup = new Fun4AllDstPileupInputManager("DST_PILEUP");
  pileup->setCollisionRate(3e6);
  pileup->setTimeBetweenCrossings(106);
  pileup->AddListFile(backgroundList);
  server->registerInputManager(pileup);

  server->registerOutputManager(new Fun4AllDstOutputManager("DSTOUT", outputFile));

  server->run(nEvents);
  server->End();
  gSystem->Exit(0);
  return 0;
}
