"""What all endpoints have in common: who calls, how an endpoint is declared, how it fails, how it is described."""
