import sys
seed = int(sys.argv[1])
n = int(sys.argv[2])
print(seed, n)
