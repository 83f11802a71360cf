void Fun4All(int events, const char *list, const char *output){}
