"""What every room stands on: settings, database, clock, keys, words. No HTTP and no subject matter."""
