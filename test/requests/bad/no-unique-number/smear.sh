smear --seed "$uniqueId" "$1" d.root
