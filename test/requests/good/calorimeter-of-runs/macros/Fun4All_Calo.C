#include "Calo_Fitting.C"

#include <string>

void Fun4All_Calo(int skip, const std::string &list, const std::string &dst, const std::string &hist, const std::string &globalTag)
{
  recoConsts::instance()->set_StringFlag("CDB_GLOBALTAG", globalTag);
  Fun4AllServer *server = Fun4AllServer::instance();
  Calo_Fitting();
  server->skip(skip);
  server->run(0);
  server->dumpHistos(hist);
  server->End();
}
