"""The whole story on a mail server inside the process: no account, no configuration, no network."""
