"""Mail servers of our own, on loopback, in scratch folders: the embedded one, and Dovecot with Postfix."""
