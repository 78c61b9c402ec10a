"""YAML and .env become one frozen Settings, or a list of all faults with file, line and remedy. No other room sees a YAML value."""
