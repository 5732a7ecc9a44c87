"""Pure decisions over typed values: no database, no clock."""
