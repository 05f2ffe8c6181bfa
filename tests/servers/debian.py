"""Dovecot and Postfix as Debian ships them, run from a scratch folder on free loopback ports."""

import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
import time
from email import message_from_bytes
from pathlib import Path

import trustme

DOVECOT = shutil.which("dovecot", path="/usr/sbin:/usr/bin")
POSTFIX = Path("/usr/lib/postfix/sbin/master")
LMTP = Path("/usr/lib/dovecot/lmtp")
USABLE = DOVECOT is not None and os.getuid() == 0
WHY = "Dovecot and Postfix are not installed, or this is not root (make test installs them)"
WITH_POSTFIX = USABLE and POSTFIX.exists() and LMTP.exists()
PASSWORD = "test"

DOVECOT_CONF = """\
protocols = imap {lmtp_too}
listen = 127.0.0.1
base_dir = {run}/run
state_dir = {run}/state
log_path = {run}/log
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
first_valid_uid = 1
mail_location = maildir:{run}/mail/%d/%n
mail_uid = nobody
mail_gid = nogroup
auth_mechanisms = plain login
auth_failure_delay = 0
ssl = yes
ssl_cert = <{run}/server.pem
ssl_key = <{run}/server.pem
auth_username_format = %Lu
mail_fsync = never
passdb {{
  driver = static
  args = password=test
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={run}/mail/%d/%n allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  prefix = {prefix}
  separator = {separator}
  mailbox Drafts {{
    auto = subscribe
    special_use = \\Drafts
  }}
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox Trash {{
    auto = subscribe
    special_use = \\Trash
  }}
}}
protocol imap {{
  mail_max_userip_connections = 60
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  inet_listener sasl {{
    address = 127.0.0.1
    port = {sasl}
  }}
}}
"""
LMTP_CONF = """\
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""
POSTFIX_MAIN = """\
compatibility_level = 3.6
config_directory = {run}/conf
queue_directory = {run}/spool
data_directory = {run}/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = /dev/stdout
myhostname = mx.home.example
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
smtp_dns_support_level = disabled
alias_maps =
alias_database =
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
lmtp_destination_concurrency_limit = 4
local_transport = error:not here
default_transport = error:not here
relay_transport = error:not here
smtputf8_enable = yes
smtpd_tls_cert_file = {run}/server.pem
smtpd_tls_key_file = {run}/server.pem
smtpd_tls_auth_only = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 2000
in_flow_delay = 0
"""
SUBMISSION = "smtpd -o smtpd_sasl_auth_enable=yes -o smtpd_client_restrictions=permit_sasl_authenticated,reject"
POSTFIX_MASTER = f"""\
127.0.0.1:{{starttls}} inet n - n - - {SUBMISSION} -o smtpd_tls_security_level=encrypt
127.0.0.1:{{tls}} inet n - n - - {SUBMISSION} -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming")


def free_port() -> int:
    """A loopback port that is free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until somebody listens; RuntimeError if the server ends instead."""
    for _ in range(500):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise RuntimeError(f"nobody listens on {port}")


class Scratch:
    """A folder below /tmp with a certificate for loopback; ``pin`` is its SHA-256."""

    def __init__(self) -> None:
        self.run = Path(subprocess.check_output(["mktemp", "-d", "/tmp/followupd-test.XXXXXX"], text=True).strip())
        self.run.chmod(0o755)
        authority = trustme.CA()
        certificate = authority.issue_cert("127.0.0.1", "localhost")
        chain = b"".join(p.bytes() for p in certificate.cert_chain_pems)
        (self.run / "server.pem").write_bytes(certificate.private_key_pem.bytes() + chain)
        authority.cert_pem.write_to_path(str(self.run / "ca.pem"))
        self.ca = str(self.run / "ca.pem")
        context = __import__("ssl").PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode())
        self.pin = hashlib.sha256(context).hexdigest()

    def remove(self) -> None:
        shutil.rmtree(self.run, ignore_errors=True)


class Dovecot:
    """IMAP over TLS and STARTTLS for any address; the password is ``test``."""

    def __init__(self, *, prefix: str = "", separator: str = "/") -> None:
        self.scratch = Scratch()
        self.tls, self.starttls, self.sasl, self.lmtp = (free_port() for _ in range(4))
        run = self.scratch.run
        lmtp = LMTP.exists()
        text = DOVECOT_CONF.format(
            run=run, tls=self.tls, starttls=self.starttls, sasl=self.sasl, prefix=prefix, separator=separator,
            lmtp_too="lmtp" if lmtp else "",
        )  # fmt: skip
        (run / "conf").write_text(text + (LMTP_CONF.format(lmtp=self.lmtp) if lmtp else ""))
        subprocess.run(["chown", "-R", "nobody:nogroup", str(run)], check=True)
        words = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", str(DOVECOT), "-F", "-c"]
        self.process = subprocess.Popen([*words, str(run / "conf")], stdin=subprocess.DEVNULL)
        wait_for(self.tls, self.process)

    def messages(self, domain: str) -> list[bytes]:
        """Everything that was delivered to mailboxes of this domain."""
        return [p.read_bytes() for p in self.scratch.run.glob(f"mail/{domain}/*/[nc][eu][wr]/*")]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.scratch.remove()


class Postfix:
    """Submission over TLS and STARTTLS, signed in at Dovecot; what it accepts is delivered into Dovecot's mailboxes."""

    def __init__(self, dovecot: Dovecot) -> None:
        self.dovecot = dovecot
        self.run = Path(subprocess.check_output(["mktemp", "-d", "/tmp/followupd-test.XXXXXX"], text=True).strip())
        self.tls, self.starttls = free_port(), free_port()
        self.run.chmod(0o755)
        conf, spool = self.run / "conf", self.run / "spool"
        for folder in (conf, spool, self.run / "data"):
            folder.mkdir()
        shutil.copy(dovecot.scratch.run / "server.pem", self.run / "server.pem")
        (conf / "main.cf").write_text(POSTFIX_MAIN.format(run=self.run, lmtp=dovecot.lmtp, sasl=dovecot.sasl))
        (conf / "master.cf").write_text(POSTFIX_MASTER.format(tls=self.tls, starttls=self.starttls))
        for path in conf.iterdir():
            os.utime(path, (time.time() - 60,) * 2)  # Postfix reads again what is younger than two seconds
        self._spool(spool)
        self.log = (self.run / "log").open("wb")
        self.process = subprocess.Popen(
            [str(POSTFIX), "-c", str(conf), "-s"], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log
        )
        wait_for(self.tls, self.process)

    def _spool(self, spool: Path) -> None:
        """The folders that Postfix would make itself when it is started as a service."""
        shutil.chown(self.run / "data", "postfix")
        for name in (*QUEUES, "private", "saved", "trace"):
            (spool / name).mkdir(mode=0o700)
            shutil.chown(spool / name, "postfix")
        (spool / "pid").mkdir(mode=0o755)
        for name, mode in (("maildrop", 0o730), ("public", 0o710)):
            (spool / name).mkdir()
            (spool / name).chmod(mode)
            shutil.chown(spool / name, "postfix", "postdrop")

    def settled(self) -> None:
        """Wait until everything that was accepted has been delivered."""
        for _ in range(500):
            waiting = [p for q in ("incoming", "active", "maildrop") for p in (self.run / "spool" / q).rglob("*")]
            if not any(p.is_file() for p in waiting):
                return
            time.sleep(0.02)
        raise RuntimeError("Postfix does not come to rest")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.log.close()
        shutil.rmtree(self.run, ignore_errors=True)


def message_id(raw: bytes) -> str:
    """The Message-ID of a delivered message."""
    return str(message_from_bytes(raw)["Message-ID"]).strip()
