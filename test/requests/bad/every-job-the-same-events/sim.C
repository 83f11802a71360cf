void sim(int events) {}
