"""Sends queued mails by SMTP; without a server they fail and say so in the overview."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import UserRow
from app.operations.jobs import handles

TIMEOUT = 20.0


class NoMailServerError(RuntimeError):
    """CHARTROOM_SMTP_URL is not set."""


@handles("mail")
def send_mail(session: Session, payload: dict[str, Any], now: datetime) -> None:
    """Send one mail to a person of the school."""
    settings = current_app.config["CHARTROOM"]
    if not settings.smtp_url:
        raise NoMailServerError("set CHARTROOM_SMTP_URL to send mail")
    address = session.scalar(select(UserRow.email).where(UserRow.id == payload["user_id"]))
    session.commit()
    if address is None:
        return
    message = EmailMessage()
    message["From"], message["To"] = settings.mail_from, address
    message["Subject"] = payload["subject"]
    message.set_content(payload["body"])
    _deliver(settings.smtp_url, message)


def _deliver(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    with _connect(parts.scheme, host, parts.port, context) as server:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _connect(scheme: str, host: str, port: int | None, context: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=context)
    return smtplib.SMTP(host, port or 587, timeout=TIMEOUT)
