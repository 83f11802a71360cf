#!/usr/bin/env python3
print(1)
if (2):
  print(3)
