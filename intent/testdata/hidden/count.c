int count(void) { static int n; return n++; }
