void track() {}
