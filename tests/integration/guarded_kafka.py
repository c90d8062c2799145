"""A Kafka with locks: TLS, users with passwords, and rights that nobody has before they are granted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.local.kafka import Kafka
from deploy.local.ports import free_port

PASSWORDS = {"admin": "admin-secret", "reader": "reader-secret", "nobody": "nobody-secret"}
LOCKS = """
listeners=PLAINTEXT://127.0.0.1:{port},SASL_PLAINTEXT://127.0.0.1:{sasl},SSL://127.0.0.1:{tls},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port},SASL_PLAINTEXT://127.0.0.1:{sasl},SSL://127.0.0.1:{tls}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,CONTROLLER:PLAINTEXT
sasl.enabled.mechanisms=PLAIN
listener.name.sasl_plaintext.plain.sasl.jaas.config={module} required {users};
ssl.keystore.type=PEM
ssl.keystore.location={pem}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS;User:admin
"""


@dataclass(frozen=True)
class Guarded(Kafka):
    """On `port` anybody may do anything; on `sasl_port` a user what is granted; on `tls_port` with TLS nothing."""

    sasl_port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)

    def prepare(self) -> None:
        super().prepare()
        pem = self.folder.kafka / "server.pem"
        certificate(pem)
        users = " ".join(f'user_{name}="{password}"' for name, password in PASSWORDS.items())
        locks = LOCKS.format(
            port=self.port,
            controller=self.controller_port,
            sasl=self.sasl_port,
            tls=self.tls_port,
            users=users,
            pem=pem,
            module="org.apache.kafka.common.security.plain.PlainLoginModule",
        )
        changed = {line.partition("=")[0] for line in locks.splitlines() if line}
        kept = [line for line in self._properties.read_text().splitlines() if line.partition("=")[0] not in changed]
        self._properties.write_text("\n".join(kept) + locks)

    def as_user(self, name: str, password: str | None = None) -> dict[str, str]:
        return {
            "KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{self.sasl_port}", "KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT",
            "KAFKA_SASL_USERNAME": name, "KAFKA_SASL_PASSWORD": password or PASSWORDS[name],
        }  # fmt: skip


def certificate(path: Path) -> None:
    """A certificate that signs itself, for this machine's address, with its key, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "broker")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    path.with_suffix(".crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
