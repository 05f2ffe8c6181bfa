"""The commands, one file each; every one is imported only when it is called."""
