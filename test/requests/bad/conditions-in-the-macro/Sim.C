void Sim(const int seed, const char *tag = "")
{
  rc->set_StringFlag("CDB_GLOBALTAG", "ProdA_2024");
}
