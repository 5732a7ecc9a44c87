"""Pages travel compressed: on a slow phone the first one is half there before an uncompressed one has begun."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXTS = frozenset({"text/html", "text/csv", "text/plain", "application/xml"})


class CompressionMiddleware(GZipMiddleware):
    """Django's own, for pages and lists of ours and for nothing else.

    Papers and pictures are compressed in themselves. The API keeps its strong entity tags, which a compressed
    answer may not carry: programs send them back with If-Match. Guessing a secret by an answer's length (BREACH)
    finds the anti-forgery token masked anew in every answer, a random number of bytes at each end, and cookies
    that other sites' requests do not bring along (SameSite).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress a text that is sent whole to a browser that takes it so."""
        media = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or media not in _TEXTS:
            return response
        return super().process_response(request, response)
