import os
import sys

with open(sys.argv[2], "w") as out:
    print(os.environ["particle"], open(sys.argv[1]).read(), file=out)
