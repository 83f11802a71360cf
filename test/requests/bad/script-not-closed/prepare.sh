set -euo pipefail
id=$1

if [ "$id" -gt 5 ]
  echo "many"
fi
