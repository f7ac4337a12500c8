"""Certificates of servers, made on the spot by the program `openssl`."""

import ssl
import subprocess


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)


class Authority:
    """Who certifies servers; `file` is its own certificate in PEM. All it makes is in `folder`."""

    def __init__(self, folder, name="authority"):
        self.folder = folder
        self.name = name
        self.file = folder / f"{name}.pem"
        openssl("req", "-x509", *self._new_key(name), "-subj", f"/CN={name}", "-days", "2", "-out", str(self.file))

    def server(self, hosts="DNS:localhost,IP:127.0.0.1", days=1):
        """What a server of these hosts has to show: a context of Python's; with days below zero it has expired."""
        name = f"{self.name}-server-{len(list(self.folder.iterdir()))}"
        certificate, extensions, request = (self.folder / f"{name}{suffix}" for suffix in (".pem", ".ext", ".csr"))
        extensions.write_text(f"subjectAltName={hosts}\n")
        openssl("req", "-new", *self._new_key(name), "-subj", "/CN=server", "-out", str(request))
        openssl("x509", "-req", "-in", str(request), "-CA", str(self.file), "-CAkey", str(self._key(self.name)),
                "-days", str(days), "-extfile", str(extensions), "-out", str(certificate))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, self._key(name))
        return context

    def _key(self, name):
        return self.folder / f"{name}.key"

    def _new_key(self, name):
        return "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", str(self._key(name))
