for file in "${IN1[@]}"; do
  cat "$file"
tar cf digits.tar G4Digits.root
