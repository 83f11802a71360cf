"""Certificates of a toy authority, and what a web server tells Rucio of the one that a client shows."""

import datetime
import ipaddress
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID, ObjectIdentifier

# RFC 3820: a proxy that may do all that its owner may
PROXY = x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.5.5.7.1.14"), bytes.fromhex("300c300a06082b06010505071501"))


def name(*common):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one) for one in common])


def signed(subject, issuer, key, signer, extensions):
    now = datetime.datetime.now(datetime.timezone.utc)
    made = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(hours=12))
    for extension, critical in extensions:
        made = made.add_extension(extension, critical)
    return made.sign(signer, hashes.SHA256())


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def key_text(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def make(home):
    """The authority, and as PEM with keys: `robot`, a `proxy` of it with what stands behind it, a `stranger`."""
    keys = {one: ec.generate_private_key(ec.SECP256R1()) for one in ("authority", "server", "robot", "proxy", "stranger")}
    authority, ca = name("toy authority"), [(x509.BasicConstraints(ca=True, path_length=None), True)]
    at = [(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)]
    usage = x509.KeyUsage(True, *[False] * 8)
    own = signed(authority, authority, keys["authority"], keys["authority"], ca)
    server = signed(name("rucio"), authority, keys["server"], keys["authority"], at)
    robot = signed(name("robot"), authority, keys["robot"], keys["authority"], [(usage, True)])
    proxy = signed(name("robot", "12345"), name("robot"), keys["proxy"], keys["robot"], [(PROXY, True), (usage, True)])
    stranger = signed(name("stranger"), authority, keys["stranger"], keys["authority"], [(usage, True)])
    (home / "authority.pem").write_text(pem(own))
    (home / "server.pem").write_text(pem(server) + key_text(keys["server"]))
    return {
        "folder": str(home),
        "authority": pem(own),
        "robot": pem(robot) + key_text(keys["robot"]),
        "proxy": pem(proxy) + key_text(keys["proxy"]) + pem(robot),
        "stranger": pem(stranger) + key_text(keys["stranger"]),
    }


def as_web_server(application, made):
    """As mod_ssl: it verifies what is shown, proxies too, and names the subject in RFC 2253's form."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{made['folder']}/server.pem")
    context.load_verify_locations(f"{made['folder']}/authority.pem")
    context.verify_mode = ssl.CERT_OPTIONAL
    context.verify_flags |= ssl.VERIFY_ALLOW_PROXY_CERTS

    def wrapped(environ, start_response):
        if "SSL_CLIENT_CERT" in environ:
            shown = x509.load_pem_x509_certificate(environ["SSL_CLIENT_CERT"].encode())
            environ["SSL_CLIENT_S_DN"] = shown.subject.rfc4514_string()
        return application(environ, start_response)

    return wrapped, context
