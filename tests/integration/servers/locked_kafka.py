"""A Kafka with locks: TLS, users with passwords, certificates or tokens, and rights that nobody has before a grant.

| listener | who comes in |
|---|---|
| `port` | without TLS, anybody, and may do everything: the test's own |
| `sasl_port` | SASL_SSL: `PLAIN` by a password, `SCRAM-SHA-512` once one is set, `OAUTHBEARER` by a signed token |
| `mtls_port` | SSL with a client's certificate, its common name being the user |
| `six_port` | as `sasl_port`, on `[::1]` |
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from deploy.local.kafka import Kafka
from deploy.local.ports import free_port
from deploy.local.program import Program
from tests.made_topics import make_topics

from .authority import HERE, Authority
from .tokens import AUDIENCE, TokenIssuer

PLAIN = ("plain", "six")
"""Users of `PLAIN`, which the broker is told of when it starts."""
SEEN_S = 60.0
LOGIN = "org.apache.kafka.common.security"
LOCKS = """
listeners=PLAINTEXT://127.0.0.1:{port},DOOR://127.0.0.1:{sasl},CERTIFICATES://127.0.0.1:{mtls},SIX://[::1]:{six},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port},DOOR://localhost:{sasl},CERTIFICATES://localhost:{mtls},SIX://[::1]:{six}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,DOOR:SASL_SSL,CERTIFICATES:SSL,SIX:SASL_SSL,CONTROLLER:PLAINTEXT
ssl.keystore.type=PEM
ssl.keystore.location={pem}
ssl.truststore.type=PEM
ssl.truststore.location={authority}
listener.name.certificates.ssl.client.auth=required
ssl.principal.mapping.rules=RULE:^CN=([^,]+).*$/$1/
listener.name.door.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512,OAUTHBEARER
listener.name.door.plain.sasl.jaas.config={login}.plain.PlainLoginModule required {users};
listener.name.door.scram-sha-512.sasl.jaas.config={login}.scram.ScramLoginModule required;
listener.name.door.oauthbearer.sasl.jaas.config={login}.oauthbearer.OAuthBearerLoginModule required;
listener.name.door.oauthbearer.sasl.server.callback.handler.class={login}.oauthbearer.OAuthBearerValidatorCallbackHandler
listener.name.door.oauthbearer.connections.max.reauth.ms=20000
sasl.oauthbearer.jwks.endpoint.url={keys}
sasl.oauthbearer.expected.audience={audience}
listener.name.six.sasl.enabled.mechanisms=PLAIN
listener.name.six.plain.sasl.jaas.config={login}.plain.PlainLoginModule required {users};
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
"""
EVERYTHING = AclBindingFilter(
    ResourceType.ANY, None, ResourcePatternType.ANY, None, None, AclOperation.ANY, AclPermissionType.ANY
)


def password(user: str) -> str:
    return f"secret-of-{user}"


@dataclass(frozen=True)
class LockedKafka(Kafka):
    """What a user may do is granted by `grant`, which returns when the broker knows of it."""

    sasl_port: int = field(default_factory=free_port)
    mtls_port: int = field(default_factory=free_port)
    six_port: int = field(default_factory=free_port)

    @property
    def authority(self) -> Authority:
        return _authority(self.folder.kafka)

    @property
    def issuer(self) -> TokenIssuer:
        return _issuer(self.folder.kafka)

    def program(self) -> Program:
        made = super().program()
        allowed = f"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls={self.issuer.keys_url}"
        return replace(made, argv=(made.argv[0], allowed, *made.argv[1:]))

    def prepare(self) -> None:
        super().prepare()
        if not self._pem.exists():
            self.certify()
        users = " ".join(f'user_{name}="{password(name)}"' for name in PLAIN)
        locks = LOCKS.format(
            port=self.port, controller=self.controller_port, sasl=self.sasl_port, mtls=self.mtls_port,
            six=self.six_port, users=users, pem=self._pem, authority=self.authority.file, login=LOGIN,
            keys=self.issuer.keys_url, audience=AUDIENCE,
        )  # fmt: skip
        changed = {line.partition("=")[0] for line in locks.splitlines() if line}
        kept = [line for line in self._properties.read_text().splitlines() if line.partition("=")[0] not in changed]
        self._properties.write_text("\n".join(kept) + locks)

    def certify(self, *, ends_in_s: float = 86_400.0, hosts: tuple[str, ...] = HERE) -> None:
        """A new certificate in the place of the broker's; it is read when the broker starts."""
        made = self.authority.sign("broker", hosts=hosts, ends_in_s=ends_in_s)
        os.replace(made.both, self._pem)

    @property
    def _pem(self) -> Path:
        return self.folder.kafka / "server.pem"

    def as_user(self, name: str, secret: str | None = None, *, mechanism: str = "PLAIN") -> dict[str, str]:
        return {
            "KAFKA_BOOTSTRAP_SERVERS": f"localhost:{self.sasl_port}", "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "KAFKA_SASL_MECHANISM": mechanism, "KAFKA_SASL_USERNAME": name,
            "KAFKA_SASL_PASSWORD": secret or password(name), "KAFKA_SSL_CAFILE": str(self.authority.file),
        }  # fmt: skip

    def by_certificate(self, name: str, *, passphrase: str | None = None) -> dict[str, str]:
        made = self.authority.sign(name, passphrase=passphrase)
        return {
            "KAFKA_BOOTSTRAP_SERVERS": f"localhost:{self.mtls_port}", "KAFKA_SECURITY_PROTOCOL": "SSL",
            "KAFKA_SSL_CAFILE": str(self.authority.file), "KAFKA_SSL_CERTFILE": str(made.certificate),
            "KAFKA_SSL_KEYFILE": str(made.key),
        } | ({"KAFKA_SSL_KEY_PASSWORD": passphrase} if passphrase else {})  # fmt: skip

    def admin(self) -> AdminClient:
        return AdminClient({"bootstrap.servers": self.bootstrap, "log_level": 0})

    def scram(self, name: str) -> None:
        """The user may come with SCRAM-SHA-512 too, by the same password."""
        info = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
        made = UserScramCredentialUpsertion(name, info, password(name).encode())
        admin = self.admin()  # ends what it was asked for when nobody holds it any more
        for future in admin.alter_user_scram_credentials([made]).values():
            future.result(SEEN_S)
        end = time.monotonic() + SEEN_S
        while not self._knows(admin, name):
            assert time.monotonic() < end

    def _knows(self, admin: AdminClient, name: str) -> bool:
        """The controller writes a user down; the broker learns of it some moments later."""
        (future,) = admin.describe_user_scram_credentials([name]).values()
        try:
            future.result(SEEN_S)
        except KafkaException as error:
            if error.args[0].code() == KafkaError.RESOURCE_NOT_FOUND:
                return False
            raise
        return True

    def grant(
        self, user: str, kind: ResourceType, name: str, *operations: AclOperation, prefixed: bool = False
    ) -> None:
        how = ResourcePatternType.PREFIXED if prefixed else ResourcePatternType.LITERAL
        self.bind(
            AclBinding(kind, name, how, f"User:{user}", "*", operation, AclPermissionType.ALLOW)
            for operation in operations
        )

    def bind(self, bindings: Iterable[AclBinding]) -> None:
        admin, wanted = self.admin(), set(bindings)
        for future in admin.create_acls(list(wanted)).values():
            future.result(SEEN_S)
        self._until(admin, lambda known: wanted <= known)

    def make_topics(self, names: Iterable[str]) -> None:
        """Here nothing is awaited, also where a loop runs: so it has one of its own."""
        with ThreadPoolExecutor(1) as beside:
            beside.submit(asyncio.run, make_topics(self.bootstrap, *names)).result()

    def revoke(
        self, user: str, kind: ResourceType, name: str, operation: AclOperation, *, prefixed: bool = False
    ) -> None:
        admin = self.admin()
        how = ResourcePatternType.PREFIXED if prefixed else ResourcePatternType.LITERAL
        gone = AclBindingFilter(kind, name, how, f"User:{user}", "*", operation, AclPermissionType.ALLOW)
        for future in admin.delete_acls([gone]).values():
            removed = set(future.result(SEEN_S))
        self._until(admin, removed.isdisjoint)

    def _until(self, admin: AdminClient, true: Callable[[set[AclBinding]], bool]) -> None:
        """The controller writes a right down; the broker learns of it some moments later."""
        end = time.monotonic() + SEEN_S
        while not true(set(admin.describe_acls(EVERYTHING).result(SEEN_S))):
            assert time.monotonic() < end


_authorities: dict[Path, Authority] = {}
_issuers: dict[Path, TokenIssuer] = {}


def _authority(folder: Path) -> Authority:
    return _authorities.setdefault(folder, Authority(folder))


def _issuer(folder: Path) -> TokenIssuer:
    return _issuers.setdefault(folder, TokenIssuer(folder))
