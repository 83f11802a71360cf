void Calo_Fitting()
{
  Fun4AllServer::instance()->registerSubsystem(new CaloWaveformFitting("EMCAL"));
}
