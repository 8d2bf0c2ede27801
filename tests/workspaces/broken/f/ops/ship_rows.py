from f.shared import db


def main(limit: int = 100):
    return db, limit
