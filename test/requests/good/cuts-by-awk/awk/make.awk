BEGIN { srand(seed); for (n = 0; n < events; n++) print n, 10 * rand() }
