"""Events of a toy model."""
import argparse
import json
import random

parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, required=True)
parser.add_argument("--events", type=int, required=True)
parser.add_argument("--energy", type=float, default=200)
parser.add_argument("--output", required=True)
options = parser.parse_args()
random.seed(options.seed)
with open(options.output, "w") as file:
    json.dump([random.expovariate(1 / options.energy) for _ in range(options.events)], file)
