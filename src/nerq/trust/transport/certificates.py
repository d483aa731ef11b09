"""The certificates that are trusted, and httpx made ready to use them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from nerq.errors import UnfinishedError
from nerq.trust.transport.cleaning import clean

if TYPE_CHECKING:
    from ssl import SSLContext


def trust_store() -> SSLContext:
    """Certificates as the operating system trusts them, and those of ``SSL_CERT_FILE``.

    Raises:
        UnfinishedError: ``SSL_CERT_FILE`` cannot be read.
    """
    import ssl

    bundle = os.environ.get("SSL_CERT_FILE")
    defaults = ssl.get_default_verify_paths()
    if sys.platform == "linux" and defaults.cafile:
        # What truststore does here too, but once and not for every connection.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if not bundle:
            context.load_default_certs()
    else:
        import truststore

        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if bundle:
        try:
            context.load_verify_locations(cafile=bundle, capath=defaults.capath)
        except (OSError, ssl.SSLError) as error:
            raise UnfinishedError(
                f"SSL_CERT_FILE names {clean(bundle)}, which cannot be read as certificates "
                f"({clean(str(error))}); correct or unset it"
            ) from error
    return context


def trust_for(url: str) -> SSLContext:
    """The certificates that a connection to an address needs.

    Nobody is trusted for plain http without a proxy, where no TLS connection can be made: reading
    the certificates would be lost time.

    Raises:
        UnfinishedError: as for `trust_store`.
    """
    import ssl

    names = ("http_proxy", "https_proxy", "all_proxy")
    has_proxy = any(os.environ.get(name) or os.environ.get(name.upper()) for name in names)
    if has_proxy or not url.startswith("http://"):
        return trust_store()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def prepare_httpx() -> None:
    """Imports httpx without its own command line.

    Where click and rich are installed, httpx imports its command line with them, which costs
    as much time as httpx itself.
    """
    name = "httpx._main"
    if "httpx" in sys.modules or name in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment] # the documented way to block an import
    try:
        import httpx  # noqa: F401 -- imported for what it leaves in sys.modules
    finally:
        del sys.modules[name]
