"""A certificate authority for one test run: certificates with the names, times and passphrase that a test wants."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY_S = 86_400.0
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Signed:
    """Paths of a certificate and its key, as PEM, and of both in one file."""

    certificate: Path
    key: Path
    both: Path


@dataclass(frozen=True)
class Authority:
    """Signs in `folder`. Two of the same name are two authorities."""

    folder: Path
    name: str = "authority"

    @cached_property
    def file(self) -> Path:
        """Its own certificate, which clients trust."""
        path = self.folder / f"{self.name}.crt"
        path.write_bytes(self._own.public_bytes(serialization.Encoding.PEM))
        return path

    def sign(
        self, name: str, *, hosts: tuple[str, ...] = HERE, ends_in_s: float = DAY_S, passphrase: str | None = None
    ) -> Signed:
        """A certificate for `name` that began yesterday and ends `ends_in_s` from now, if need be in the past."""
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(_named(name)).issuer_name(self._own.subject).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=2))
            .not_valid_after(now + datetime.timedelta(seconds=ends_in_s))
            .add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )  # fmt: skip
        locked = (
            serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
        )
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
        public = made.public_bytes(serialization.Encoding.PEM)
        paths = Signed(self.folder / f"{name}.crt", self.folder / f"{name}.key", self.folder / f"{name}.pem")
        for path, content in ((paths.certificate, public), (paths.key, private), (paths.both, private + public)):
            path.write_bytes(content)
            path.chmod(0o600)
        return paths

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        return ec.generate_private_key(ec.SECP256R1())

    @cached_property
    def _own(self) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(_named(self.name)).issuer_name(_named(self.name)).public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=3)).not_valid_after(now + datetime.timedelta(days=3))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
                    key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
                ),
                critical=True,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )  # fmt: skip


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
