for file in "${simulate[@]}"; do
  cat "$file"
tar cf digits.tar G4Digits.root
