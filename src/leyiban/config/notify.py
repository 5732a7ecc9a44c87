"""Tell whoever started us that we are ready (the ``sd_notify`` protocol of systemd and of our supervisor)."""

import os
import socket


def ready() -> None:
    """Say that this process does its work now; silent when nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as teller:
        teller.connect(address.replace("@", "\0", 1) if address.startswith("@") else address)
        teller.sendall(b"READY=1")
