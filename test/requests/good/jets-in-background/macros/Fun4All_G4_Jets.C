// Jets of a Pythia configuration through Geant4.
#include <string>

int Fun4All_G4_Jets(const int nEvents, const std::string &config, const std::string &outputFile, const int seed)
{
  recoConsts::instance()->set_IntFlag("RANDOMSEED", seed);
  PHPythia8 *generator = new PHPythia8();
  generator->set_config_file(config);
  Fun4AllServer *server = Fun4AllServer::instance();
  server->registerSubsystem(generator);
  server->registerOutputManager(new Fun4AllDstOutputManager("DSTOUT", outputFile));
  server->run(nEvents);
  server->End();
  return 0;
}
