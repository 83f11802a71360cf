void Fun4All_Make(const int seed, const char *conditions, const char *out) { generate(seed, conditions, out); }
