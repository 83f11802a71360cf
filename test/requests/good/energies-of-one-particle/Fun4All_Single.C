int Fun4All_Single(int nEvents, const std::string &particle, double energy, double etamin, double etamax, int seed, const std::string &output)
{
  PHG4SimpleEventGenerator *gun = new PHG4SimpleEventGenerator();
  gun->add_particles(particle, 1);
  gun->set_eta_range(etamin, etamax);
  gun->set_pt_range(energy, energy);
  gun->set_seed(seed);
  Fun4AllServer::instance()->registerSubsystem(gun);
  Fun4AllServer::instance()->run(nEvents);
  return 0;
}
