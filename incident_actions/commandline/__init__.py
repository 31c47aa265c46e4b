"""The commands of the command line, by whom they are for."""
