"""Where other offices' systems send people to sign in, and ask about them. The protocol is ``people.provider``."""
