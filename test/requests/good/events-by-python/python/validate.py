"""How many events a file has."""
import json
import sys

print(len(json.load(open(sys.argv[1]))))
