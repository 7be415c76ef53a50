// The clock in assembly.
