"""The use cases as commands, a file for each group; importing a group puts its commands on `shared.app`."""
