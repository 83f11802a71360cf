set -euo pipefail
npsim --events "$1" --seed "$2" --output "$3"
