// Pass 1 of the mock data challenge: Pythia8 events with a heavy quark, through Geant4.
#include <fun4all/Fun4AllDstOutputManager.h>
#include <fun4all/Fun4AllDummyInputManager.h>
#include <fun4all/Fun4AllServer.h>
#include <g4main/PHG4Reco.h>
#include <phool/recoConsts.h>
#include <phpythia8/PHPy8ParticleTrigger.h>
#include <phpythia8/PHPythia8.h>

#include <string>

R__LOAD_LIBRARY(libfun4all.so)
R__LOAD_LIBRARY(libg4testbench.so)
R__LOAD_LIBRARY(libPHPythia8.so)

int Fun4All_G4_Pass1(const int nEvents, const std::string &type, const std::string &outputFile, const int runNumber, const int seed, const std::string &conditions)
{
  recoConsts *constants = recoConsts::instance();
  constants->set_IntFlag("RUNNUMBER", runNumber);
  constants->set_IntFlag("RANDOMSEED", seed);
  constants->set_StringFlag("CDB_GLOBALTAG", conditions);

  Fun4AllServer *server = Fun4AllServer::instance();
  server->Verbosity(1);

  PHPy8ParticleTrigger *trigger = new PHPy8ParticleTrigger();
  trigger->AddParticles(type == "Bottom" ? 5 : 4);
  trigger->AddParticles(type == "Bottom" ? -5 : -4);

  PHPythia8 *generator = new PHPythia8();
  generator->set_config_file("pass1/phpythia8_" + type + ".cfg");
  generator->register_trigger(trigger);
  server->registerSubsystem(generator);

  PHG4Reco *simulation = new PHG4Reco();
  simulation->set_field_map("sphenix3dbigmapxyz.root", PHFieldConfig::kField3DCartesian);
  server->registerSubsystem(simulation);

  server->registerInputManager(new Fun4AllDummyInputManager("JADE"));
  server->registerOutputManager(new Fun4AllDstOutputManager("DSTOUT", outputFile));

  server->run(nEvents);
  server->End();
  gSystem->Exit(0);
  return 0;
}
