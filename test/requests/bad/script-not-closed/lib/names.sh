name() {
  echo "G4Hits"

